package import Operations

/// What may be done with an event: exactly what the engine would not refuse.
///
/// - Parameters:
///   - state: the schedule's state, nil where the schedule is gone.
///   - isRunning: whether the schedule has a live run that a new one may not overlap.
///   - liveRun: whether this very event's run is alive.
///   - inStasis: whether the event is missed and waits for an answer.
package func allowedActions(
    state: ScheduleState?, isRunning: Bool, liveRun: Bool, inStasis: Bool, hasSession: Bool
) -> [EventAction] {
    var actions: [EventAction] = []
    if inStasis {
        if let state, state != .disabled {
            if !isRunning { actions.append(.approveBackfillRun) }
            actions.append(.reschedule)
        }
        actions.append(.deleteMissed)
    }
    if liveRun { actions.append(.cancel) }
    switch state {
    case .active:
        if !isRunning { actions.append(.runNow) }
        actions += [.pause, .disable]
    case .paused:
        if !isRunning { actions.append(.runNow) }
        actions += [.resume, .disable]
    case .disabled: actions.append(.enable)
    case nil: break
    }
    actions.append(.openLogs)
    if hasSession { actions.append(.openSession) }
    return actions
}

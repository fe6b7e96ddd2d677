package import CivilTime
package import Operations
package import Recurrence

// How records and rules turn into calendar events. The past comes from records alone, the future from the schedule as it
// stands.

extension CalendarEvent {
    /// The event of a run, or of an occurrence that was skipped.
    package init(run: Run, facts: ScheduleFacts?, now: Instant) {
        let state = facts?.schedule.state
        self.init(
            id: run.occurrence, ownerID: run.ownerID, sessionID: run.sessionID, channel: run.channel, title: run.title,
            description: facts?.schedule.description, category: run.category,
            colorKey: facts?.colorKey ?? (run.schedule.source == .heartbeat ? .heartbeat : .cron),
            status: EventStatus(run.status), statusDetail: run.detail ?? run.error,
            alwaysRunning: facts?.isLane ?? false, run: run, stasis: nil, missedCount: 1, dst: nil,
            isLate: run.status == .waiting && Lateness.isLate(run.scheduledAt, now: now),
            overrunsAt: facts.flatMap { Lateness.overrunsAt(run, durations: $0.durations) },
            durationHintSeconds: facts?.durationHintSeconds,
            actions: allowedActions(
                state: state, isRunning: facts?.isRunning ?? false, liveRun: run.status.isLive, inStasis: false,
                hasSession: run.sessionID != nil),
            scheduleState: state, timezone: facts?.schedule.timetable.timezone ?? "UTC", words: facts?.words ?? "",
            version: (run.finishedAt ?? run.startedAt ?? run.claimedAt).epochMilliseconds)
    }

    /// The event of a missed occurrence: in stasis, or resolved by an operator.
    package init(
        missed entry: StasisEntry, at instant: Instant, count: Int = 1, dst: DSTNote? = nil, facts: ScheduleFacts?
    ) {
        let pending = entry.status == .pending
        let state = facts?.schedule.state
        self.init(
            id: OccurrenceID(entry.schedule, instant), ownerID: entry.ownerID, sessionID: entry.sessionID,
            channel: entry.channel, title: entry.title, description: facts?.schedule.description,
            category: entry.category,
            colorKey: facts?.colorKey ?? (entry.schedule.source == .heartbeat ? .heartbeat : .cron),
            status: pending ? .missed : .cancelled, statusDetail: Self.detail(of: entry, count: count),
            alwaysRunning: facts?.isLane ?? false, run: nil, stasis: entry, missedCount: count, dst: dst, isLate: false,
            overrunsAt: nil,
            durationHintSeconds: facts?.durationHintSeconds,
            actions: allowedActions(
                state: state, isRunning: facts?.isRunning ?? false, liveRun: false, inStasis: pending,
                hasSession: entry.sessionID != nil),
            scheduleState: state, timezone: entry.timetable.timezone, words: facts?.words ?? "",
            version: (entry.resolvedAt ?? entry.createdAt).epochMilliseconds + Int64(entry.version))
    }

    /// The event of an occurrence to come, or of one that an excluded day takes out.
    package init(upcoming occurrence: Occurrence, facts: ScheduleFacts, now: Instant) {
        let schedule = facts.schedule
        var status: EventStatus =
            switch schedule.state {
            case .active: .scheduled
            case .paused(let until): until.map { occurrence.at >= $0 } == true ? .scheduled : .paused
            case .disabled: .disabled
            }
        let exclusion = facts.plan?.exclusion(of: occurrence.at)
        if status == .scheduled, exclusion != nil { status = .skipped }
        self.init(
            id: OccurrenceID(schedule.id, occurrence.at), ownerID: schedule.ownerID, sessionID: schedule.sessionID,
            channel: schedule.channel, title: schedule.title, description: schedule.description,
            category: schedule.category, colorKey: facts.colorKey, status: status,
            statusDetail: exclusion?.words
                ?? facts.plan?.origin(of: occurrence.at).map { "rescheduled from \($0.iso8601)" },
            alwaysRunning: facts.isLane, run: nil, stasis: nil, missedCount: 1, dst: occurrence.dst,
            isLate: schedule.state == .active && Lateness.isLate(occurrence.at, now: now), overrunsAt: nil,
            durationHintSeconds: facts.durationHintSeconds,
            actions: allowedActions(
                state: schedule.state, isRunning: facts.isRunning, liveRun: false, inStasis: false,
                hasSession: schedule.sessionID != nil),
            scheduleState: schedule.state, timezone: schedule.timetable.timezone, words: facts.words,
            version: schedule.updatedAt.epochMilliseconds)
    }

    private static func detail(of entry: StasisEntry, count: Int) -> String {
        let missed = count == 1 ? "Missed: \(entry.reason.words)" : "\(count) missed: \(entry.reason.words)"
        let by = entry.resolvedBy.map { " by \($0.name)" } ?? ""
        switch entry.status {
        case .pending: return missed
        case .approvedAndRun: return "\(missed); a newer occurrence was run instead\(by)"
        case .rescheduled: return "\(missed); rescheduled\(by) to \(entry.rescheduledTo?.iso8601 ?? "another time")"
        case .deleted: return "\(missed); deleted\(by)"
        }
    }
}

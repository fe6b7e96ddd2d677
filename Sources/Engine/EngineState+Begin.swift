package import CivilTime
import Notifications
package import Operations

/// What the store knew when the engine started.
package struct Recollection: Sendable {
    package var schedules: [Schedule]
    package var unfinished: [Run]
    package var openNotifications: [Notification]
    package var lastAlive: Instant?

    package init(schedules: [Schedule], unfinished: [Run], openNotifications: [Notification], lastAlive: Instant?) {
        self.schedules = schedules
        self.unfinished = unfinished
        self.openNotifications = openNotifications
        self.lastAlive = lastAlive
    }
}

extension EngineState {
    /// Silence shorter than this is a restart, not an outage worth a band on the calendar.
    package static let outageSecondsMin = 2.0

    package init(recalling past: Recollection, context: EngineContext) {
        self.init(context: context)
        for schedule in past.schedules { track(schedule) }
        for notification in past.openNotifications { keep(notification) }
        apply(ChangeSet(past.unfinished.map { .insertRun($0) }))
    }

    /// The first decision of a process: what the time without a scheduler left behind.
    ///
    /// Claimed, unfinished runs end as failed (interrupted); what fell due meanwhile is missed and waits in stasis, but
    /// for schedules whose own grace covers it. Nothing is rerun by itself (DESIGN 2.2, 2.3).
    package mutating func decideBegin(at now: Instant, lastAlive: Instant?) -> Decision {
        var decision = Decision()
        let outage = lastAlive.flatMap { last -> Outage? in
            guard last.seconds(to: now) >= Self.outageSecondsMin else { return nil }
            return Outage(id: context.newID(), from: last, to: now, reason: .downtime, node: context.node)
        }
        if let outage { decision.changes.mutations.append(.insertOutage(outage)) }
        decision.changes.events.append(
            .scheduler(.schedulerStarted, node: context.node, at: now, outage: outage))
        decision.append(interrupt(liveRuns, at: now))
        var free = context.concurrency
        for id in takeDue(through: now) {
            guard let entry = tracked[id] else { continue }
            var schedule = entry.schedule
            if case .paused(let until?) = schedule.state {
                let changes = resumed(
                    schedule, plan: entry.plan, from: until, now: now, actor: .system, reason: "the pause ended")
                decision.changes.append(changes)
                guard case .replaceSchedule(let active, _)? = changes.mutations.first else { continue }
                schedule = active
            }
            guard let plan = entry.plan else { continue }
            decision.append(
                settle(
                    schedule, plan: plan, at: now, reason: .downtime, acrossDowntime: true, outage: outage, free: &free))
        }
        decision.changes.mutations.append(.recordLiveness(node: context.node, at: now))
        return decision
    }

    private func interrupt(_ runs: [Run], at now: Instant) -> Decision {
        var decision = Decision()
        for run in runs {
            var ended = run
            ended.status = .failed
            ended.finishedAt = max(now, run.startedAt ?? run.claimedAt)
            ended.error =
                run.status == .waiting
                ? "interrupted: the scheduler stopped before it was started"
                : "interrupted: the scheduler stopped while it ran; it is not known how far it came"
            decision.changes.append(
                ChangeSet([.replaceRun(ended, expected: run.status)], events: [.run(ended, at: now, by: .system)]))
            decision.changes.append(
                context.policy.changes(
                    after: ended, open: openNotifications[run.schedule] ?? [], at: now, newID: context.newID))
        }
        return decision
    }
}

package import CivilTime
import Notifications
package import Operations

/// What the store knew when the engine started.
package struct Recollection: Sendable {
    package var schedules: [Schedule]
    package var unfinished: [Run]
    package var openNotifications: [Notification]
    package var lastAlive: Instant?
    /// Retries that had not begun.
    package var retries: [EngineState.PendingRetry]
    /// What sessions have not been told yet, oldest first.
    package var remarks: [String: [String]]
    /// Runs beyond a cursor that a rebase took back.
    package var accounts: [Run]

    package init(
        schedules: [Schedule], unfinished: [Run], openNotifications: [Notification], lastAlive: Instant?,
        retries: [EngineState.PendingRetry] = [], remarks: [String: [String]] = [:], accounts: [Run] = []
    ) {
        self.schedules = schedules
        self.unfinished = unfinished
        self.openNotifications = openNotifications
        self.lastAlive = lastAlive
        self.retries = retries
        self.remarks = remarks
        self.accounts = accounts
    }
}

extension EngineState {
    /// The beginning of a process that is not settled yet: more was due than one decision takes up.
    package struct Beginning {
        package var at: Instant
        package var outage: Outage?
    }

    /// Silence shorter than this is a restart, not an outage worth a band on the calendar.
    package static let outageSecondsMin = 2.0

    package init(recalling past: Recollection, context: EngineContext) {
        self.init(context: context)
        for schedule in past.schedules { track(schedule) }
        for notification in past.openNotifications { keep(notification) }
        for run in past.unfinished { takeUp(run) }
        retries = past.retries
        remarks = past.remarks.mapValues { $0.suffix(Self.remarksMax) }
        account(for: past.accounts)
    }

    /// The first decision of a process: what the time without a scheduler left behind. Of more than `dueMax` schedules
    /// the rest stays `beginning`.
    ///
    /// A run that was alive ends as failed (interrupted): it is not known how far it came. A claim that had not started
    /// is withdrawn, and its occurrence missed like what fell due meanwhile: it waits in stasis, but for schedules whose
    /// own grace covers it. Nothing is rerun by itself (docs/decisions/0002-downtime-is-not-caught-up.md); of the retries
    /// that a job asked for, those still to come stay, and those that fell due meanwhile are on record as skipped.
    package mutating func decideBegin(at now: Instant, lastAlive: Instant?) -> Decision {
        var decision = Decision()
        let outage = lastAlive.flatMap { last -> Outage? in
            guard last.seconds(to: now) >= Self.outageSecondsMin else { return nil }
            return Outage(id: context.newID(), from: last, to: now, reason: .downtime, node: context.node)
        }
        if let outage { decision.changes.mutations.append(.insertOutage(outage)) }
        decision.changes.events.append(
            .scheduler(.schedulerStarted, node: context.node, at: now, outage: outage))
        take(decision)
        for run in liveRuns.sorted(by: { Place($0) < Place($1) }) {
            let unstarted = run.status == .waiting && run.keepsGrace
            add(
                unstarted
                    ? missing(run, because: .downtime, outage: outage, at: now) : interrupted(run, at: now),
                to: &decision)
        }
        addLeftBehind(Beginning(at: now, outage: outage), to: &decision)
        passOverRetries(at: now, to: &decision)
        decision.changes.mutations.append(.recordLiveness(node: context.node, at: now))
        return decision
    }

    /// What the decisions before left of the beginning for the next, decided as of its instant.
    package mutating func decideBegin(_ rest: Beginning) -> Decision {
        var decision = Decision()
        addLeftBehind(rest, to: &decision)
        return decision
    }

    /// Settles what fell due before the beginning, of at most `dueMax` schedules.
    private mutating func addLeftBehind(_ beginning: Beginning, to decision: inout Decision) {
        let now = beginning.at
        for id in takeDue(through: now, limit: context.dueMax) {
            endPause(of: id, at: now, in: &decision)
            guard let entry = tracked[id], let plan = entry.plan, entry.schedule.state == .active else { continue }
            add(
                settle(
                    entry.schedule, plan: plan, at: now, reason: .downtime, acrossDowntime: true,
                    outage: beginning.outage),
                to: &decision)
        }
        self.beginning = isAnyDue(at: now) ? beginning : nil
    }

    /// The last decision of a process: what still waits for its turn will not get it, and says so at once.
    package mutating func decideEnd(at now: Instant) -> Decision {
        var decision = Decision()
        let waiting = liveRuns.filter { $0.status == .waiting }
        for run in waiting.sorted(by: { Place($0) < Place($1) }) { add(interrupted(run, at: now), to: &decision) }
        return decision
    }

    private mutating func passOverRetries(at now: Instant, to decision: inout Decision) {
        let missed = retries.filter { retry in
            guard let schedule = tracked[retry.run.schedule]?.schedule else { return true }
            return retry.at < min(now, Grace.oldest(schedule, now: now, acrossDowntime: true))
        }
        let gone = Set(missed)
        retries.removeAll { gone.contains($0) }
        for retry in missed { add(passedOver(retry, at: now), to: &decision) }
    }

    /// The end of a run that the last process left behind.
    private func interrupted(_ run: Run, at now: Instant) -> Decision {
        var ended = run
        ended.status = .failed
        ended.finishedAt = max(now, run.startedAt ?? run.claimedAt)
        ended.error =
            run.status == .waiting
            ? "interrupted: the scheduler stopped before it was started"
            : "interrupted: the scheduler stopped while it ran; it is not known how far it came"
        var step = Decision()
        step.changes = ChangeSet(
            [.replaceRun(ended, expected: run.status)], events: [.run(ended, at: now, by: .system)])
        step.changes.append(
            context.policy.changes(
                after: ended, open: openNotifications[run.schedule] ?? [], at: now, newID: context.newID))
        return step
    }
}

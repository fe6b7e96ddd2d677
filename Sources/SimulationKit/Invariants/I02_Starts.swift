import CivilTime
import Operations
import StoreTestKit

// I2: nothing starts twice. I3: a start is preceded by its claim. I4: nothing starts without leave. I5: nor beyond its grace.

extension Watch {
    /// What the witness sees: the run's own start.
    mutating func see(_ start: Witness.Start) -> Violation? {
        startsSeen += 1
        let run = start.run
        if !startedRuns.insert(run.id).inserted { return Violation(invariant: "I2", what: "\(run.id) started twice") }
        if run.trigger.accountsForOccurrence, !startedAccounts.insert("\(run.occurrence)#\(run.attempt)").inserted {
            return Violation(invariant: "I2", what: "\(run.occurrence), attempt \(run.attempt), started twice")
        }
        if !start.onRecord { return Violation(invariant: "I3", what: "\(run.id) started without a claim on record") }
        return nil
    }

    /// A run that begins to run, judged at the commit that says so.
    func leaveHolds(_ run: Run, after before: Run?, _ event: EventDraft) -> Violation? {
        guard run.status == .running, before?.status != .running else { return nil }
        guard let schedule = schedule(run.schedule) else {
            return Violation(invariant: "I4", what: "\(run.id) starts and its schedule is gone")
        }
        switch schedule.state {
        case .active: return nil
        case .disabled: return Violation(invariant: "I4", what: "\(run.id) starts and \(run.schedule) is disabled")
        case .paused:
            switch run.trigger {
            case .manual, .backfill, .wake: return nil
            case .schedule, .retry:
                return Violation(invariant: "I4", what: "\(run.id) starts by itself and \(run.schedule) is paused")
            }
        }
    }

    /// A claim that nobody asked for lies within its grace.
    func claimHolds(_ run: Run, after before: Run?) -> Violation? {
        guard before == nil, run.trigger == .schedule, let schedule = schedule(run.schedule) else { return nil }
        if run.claimedAt < run.scheduledAt {
            return Violation(invariant: "I5", what: "\(run.occurrence) was claimed at \(run.claimedAt.iso8601), early")
        }
        if run.claimedAt >= Grace.end(schedule, from: run.scheduledAt) {
            return Violation(
                invariant: "I5", what: "\(run.occurrence) was claimed at \(run.claimedAt.iso8601), too late")
        }
        return nil
    }
}

import CivilTime
import Operations

// I15: a run has one end, and its times are in order.

extension Watch {
    func endHolds(_ run: Run, after before: Run?) -> Violation? {
        if let before, !before.status.isLive {
            return Violation(invariant: "I15", what: "\(run.id) was \(before.status) and is \(run.status) now")
        }
        if let finished = run.finishedAt, finished < run.startedAt ?? run.claimedAt {
            return Violation(invariant: "I15", what: "\(run.id) ended before it began")
        }
        if let duration = run.durationMS, duration < 0 {
            return Violation(invariant: "I15", what: "\(run.id) took \(duration) ms")
        }
        guard run.status.isLive == (run.finishedAt != nil) else { return nil }
        return Violation(
            invariant: "I15",
            what: "\(run.id) is \(run.status), its end is \(run.finishedAt?.iso8601 ?? "open")")
    }
}

import CivilTime
import Operations
import StoreTestKit

// I15: a run has one end, and its times are in order.

extension Watch {
    func endHolds(_ run: Run, after before: Run?) -> Violation? {
        guard let before, !before.status.isLive else { return nil }
        return Violation(invariant: "I15", what: "\(run.id) was \(before.status) and is \(run.status) now")
    }

    func endsHold(_ record: MemoryRecord) -> Violation? {
        for run in record.runs.values {
            if let finished = run.finishedAt, finished < run.startedAt ?? run.claimedAt {
                return Violation(invariant: "I15", what: "\(run.id) ended before it began")
            }
            if let duration = run.durationMS, duration < 0 {
                return Violation(invariant: "I15", what: "\(run.id) took \(duration) ms")
            }
            if run.status.isLive == (run.finishedAt != nil) {
                return Violation(
                    invariant: "I15",
                    what: "\(run.id) is \(run.status), its end is \(run.finishedAt?.iso8601 ?? "open")")
            }
        }
        return nil
    }
}

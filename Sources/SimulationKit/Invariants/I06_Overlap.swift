import CivilTime
import Operations
import StoreTestKit

// I6: runs overlap only where they may, and who is skipped names who blocked it. I7: never more than there are slots.

extension Watch {
    func overlapHolds(_ run: Run, after before: Run?) -> Violation? {
        if run.status == .running, before?.status != .running {
            if runningCount >= SimulatedProcess.concurrency {
                return Violation(invariant: "I7", what: "\(run.id) starts and \(runningCount) runs take all slots")
            }
            let others = (live[run.schedule] ?? [:]).values.filter { $0.status == .running && $0.id != run.id }
            if let other = others.first, let schedule = schedule(run.schedule), schedule.overlap != .allow {
                return Violation(invariant: "I6", what: "\(run.id) starts while \(other.id) runs")
            }
        }
        guard before == nil, run.status == .skipped, run.startedAt == nil else { return nil }
        let reason = run.error ?? ""
        if run.trigger == .retry, reason.hasSuffix("when the retry was due") { return nil }
        let blocker = (live[run.schedule] ?? [:]).values.first { reason.contains("(\($0.id))") }
        return blocker == nil
            ? Violation(invariant: "I6", what: "\(run.id) was skipped: \(reason), and no such run lives") : nil
    }
}

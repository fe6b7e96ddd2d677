import Operations

/// What a former server wrote down and did not strike out: runs whose processes may still be alive.
///
/// As long as they are being ended, no run of the same schedule is started: a server that was killed in the middle of a
/// long run must not have it running twice after its restart (docs/invariants.md, B5).
package final class Orphans: Sendable {
    /// One of them, after it was ended.
    package struct Ended: Hashable, Sendable {
        package var runID: String
        /// Processes that even KILL did not end, by number and name; empty as a rule.
        package var survivors: [String]
    }

    let entries: [ProcessLedger.Entry]
    private let gone: [String: Promise<Void>]

    fileprivate init(_ entries: [ProcessLedger.Entry]) {
        self.entries = entries
        gone = Dictionary(entries.map { ($0.schedule, Promise<Void>()) }, uniquingKeysWith: { first, _ in first })
    }

    /// There are none.
    package static let none = Orphans([])

    /// Waits until nothing is left of the schedule's runs; throws when the waiting task is cancelled.
    func settled(of schedule: String) async throws(CancellationError) {
        guard let gone = gone[schedule] else { return }
        if await gone.wait() == nil { throw CancellationError() }
    }

    fileprivate func settle(_ schedule: String) { gone[schedule]?.fulfil() }
}

extension ProcessLedger {
    /// To be called once, before the first run is started.
    package func orphans() -> Orphans { Orphans(entries()) }

    /// Ends the processes that a server which is gone left behind, and answers those whose runs were still alive.
    ///
    /// A process is signalled only if boot, pid and start time are the recorded ones, or if it was started with the run's
    /// own id in its environment; a pid that now belongs to somebody else never is. TERM first, KILL after `grace`; all
    /// runs together, so that it takes `grace` and some seconds at most. Runs started since are not among them.
    package func end(_ orphans: Orphans, grace: Duration = .seconds(10)) async -> [Orphans.Ended] {
        // Processes do not outlive the boot; their numbers mean nothing now.
        let bootID = ProcessTable.bootID()
        let entries = orphans.entries.filter { $0.bootID == bootID }
        for entry in orphans.entries where entry.bootID != bootID { leave(runID: entry.runID) }
        var unsettled: [String: Int] = [:]
        for entry in entries { unsettled[entry.schedule, default: 0] += 1 }
        for entry in orphans.entries where unsettled[entry.schedule] == nil { orphans.settle(entry.schedule) }

        var tree = ProcessTree(entries.map { .init(runID: $0.runID, leader: $0.leader) })
        let alive = Set(tree.living(readingMarks: true).map(\.root))
        let survivors = await tree.end(grace: grace) { root in
            let entry = entries[root]
            leave(runID: entry.runID)
            unsettled[entry.schedule, default: 0] -= 1
            if unsettled[entry.schedule] == 0 { orphans.settle(entry.schedule) }
        }
        // What even KILL does not end is not waited for.
        for root in Set(survivors.map(\.root)) {
            leave(runID: entries[root].runID)
            orphans.settle(entries[root].schedule)
        }
        return alive.map { root in
            Orphans.Ended(
                runID: entries[root].runID, survivors: survivors.filter { $0.root == root }.map(\.entry.words))
        }.sorted { $0.runID < $1.runID }
    }
}

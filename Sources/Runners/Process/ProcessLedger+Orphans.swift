import Operations

/// What a former server wrote down and did not strike out: runs whose processes may still be alive.
///
/// As long as they are being ended, no run of the same schedule is started: a server that was killed in the middle of a
/// long run must not have it running twice after its restart (RELIABILITY B5).
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
    /// runs at once, so that it takes `grace` and some seconds at most. Runs started since are not among them.
    package func end(_ orphans: Orphans, grace: Duration = .seconds(10)) async -> [Orphans.Ended] {
        let bootID = ProcessTable.bootID()
        let bySchedule = Dictionary(grouping: orphans.entries, by: \.schedule)
        return await withTaskGroup(of: [Orphans.Ended].self) { group in
            for (schedule, entries) in bySchedule {
                group.addTask {
                    let ended = await end(entries, bootID: bootID, grace: grace)
                    orphans.settle(schedule)
                    return ended
                }
            }
            return await group.reduce(into: []) { $0 += $1 }.sorted { $0.runID < $1.runID }
        }
    }

    private func end(_ entries: [Entry], bootID: String?, grace: Duration) async -> [Orphans.Ended] {
        await withTaskGroup(of: Orphans.Ended?.self) { group in
            for entry in entries {
                group.addTask {
                    // Processes do not outlive the boot; their numbers mean nothing now.
                    let ended = entry.bootID == bootID ? await end(entry, grace: grace) : nil
                    leave(runID: entry.runID)
                    return ended
                }
            }
            return await group.reduce(into: []) { all, ended in
                if let ended { all.append(ended) }
            }
        }
    }

    /// Ends what is left of the run; nil where there was nothing.
    private func end(_ entry: Entry, grace: Duration) async -> Orphans.Ended? {
        var tree = ProcessTree(leader: entry.leader, mark: RunEnvironment.mark(runID: entry.runID))
        guard !tree.living(readingMarks: true).isEmpty else { return nil }
        return Orphans.Ended(runID: entry.runID, survivors: await tree.end(grace: grace).map(\.words))
    }
}

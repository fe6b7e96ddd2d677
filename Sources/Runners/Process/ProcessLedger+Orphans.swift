extension ProcessLedger {
    /// Ends the processes that a server which is gone left behind, and answers the ids of their runs.
    ///
    /// To be called once, before the first run is started. A process is signalled only if boot, pid and start time
    /// are the recorded ones, or if it was started with the run's own id in its environment; a pid that now belongs
    /// to somebody else never is. TERM first, KILL after `grace`; all runs at once, so that it takes `grace` and
    /// some seconds at most. The ledger is empty afterwards.
    package func endOrphans(grace: Duration = .seconds(10)) async -> [String] {
        await end(orphans(), grace: grace)
    }

    /// What a former server wrote down and did not strike out; to be read before the first run is started.
    package struct Orphans: Sendable {
        fileprivate let entries: [Entry]
    }

    package func orphans() -> Orphans { Orphans(entries: entries()) }

    /// Ends these, and only these: runs started since are not among them.
    package func end(_ orphans: Orphans, grace: Duration = .seconds(10)) async -> [String] {
        let entries = orphans.entries
        guard !entries.isEmpty else { return [] }
        let bootID = ProcessTable.bootID()
        return await withTaskGroup(of: String?.self) { group in
            for entry in entries {
                group.addTask {
                    // Processes do not outlive the boot; their numbers mean nothing now.
                    let wasAlive = entry.bootID == bootID ? await end(entry, grace: grace) : false
                    leave(runID: entry.runID)
                    return wasAlive ? entry.runID : nil
                }
            }
            var ended: [String] = []
            for await runID in group { if let runID { ended.append(runID) } }
            return ended.sorted()
        }
    }

    /// Ends what is left of the run; answers whether there was anything.
    private func end(_ entry: Entry, grace: Duration) async -> Bool {
        var tree = ProcessTree(leader: entry.leader, mark: RunEnvironment.mark(runID: entry.runID))
        guard !tree.living(readingMarks: true).isEmpty else { return false }
        _ = await tree.end(grace: grace)
        return true
    }
}

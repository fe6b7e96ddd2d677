import Glibc

/// Removes ended processes that nobody waits for, where the server is process 1 of a container.
///
/// Whoever loses its parent becomes the child of process 1, and stays in the kernel's list after its end until process 1
/// has waited for it: a system without an init fills up with zombies.
package struct StrangerReaper: Sendable {
    private let ledger: ProcessLedger
    private var seen: Set<ProcessIdentity> = []

    package init(ledger: ProcessLedger) {
        self.ledger = ledger
    }

    /// Whether strangers come to this process at all.
    package static var isNeeded: Bool { getpid() == 1 }

    /// Reaps the strangers that stood here at the last look too, and answers how many.
    ///
    /// A run's leader is its run's to wait for. One that has been started a moment ago may not be written down yet, so
    /// nobody is reaped at first sight: looks are to be seconds apart.
    package mutating func look() -> Int {
        let strangers = strangers()
        defer { seen = Set(strangers) }
        return strangers.count { stranger in
            var status: Int32 = 0
            return seen.contains(stranger) && waitpid(stranger.pid, &status, WNOHANG) == stranger.pid
        }
    }

    /// Ended children that lead no run. None, where a run's leader is not known: it might be one of them.
    private func strangers() -> [ProcessIdentity] {
        let me = getpid()
        let ended = ProcessTable.all().filter { $0.parent == me && $0.isZombie }
        guard !ended.isEmpty else { return [] }
        let runs = ledger.entries()
        guard runs.allSatisfy({ $0.leader != nil }) else { return [] }
        let leaders = Set(runs.compactMap(\.leader))
        return ended.map(\.identity).filter { !leaders.contains($0) }
    }
}

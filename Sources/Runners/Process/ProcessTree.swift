import Glibc

/// The processes of one run or several: a leader's group and session, its descendants, and whatever carries the run's
/// mark.
///
/// Covered are children that fork, daemonise or begin a session of their own, as long as the chain of parents is
/// unbroken when first looked at, or they kept the environment that they were given. A process that clears its
/// environment and lets its parent die before the first look escapes. However many runs there are, one look goes through
/// the kernel's list once.
struct ProcessTree: Sendable {
    /// What the processes of one run are known by.
    struct Root: Hashable, Sendable {
        var runID: String
        /// nil where it is not known which process the run began with.
        var leader: ProcessIdentity?
    }

    struct Member: Hashable, Sendable {
        var entry: ProcessEntry
        /// Index of its root.
        var root: Int
    }

    let roots: [Root]
    private let rootsByRunID: [String: Int]
    /// Members seen so far: one whose parent has died meanwhile stays a member.
    private var known: [ProcessIdentity: Int] = [:]

    init(_ roots: [Root]) {
        self.roots = roots
        rootsByRunID = Dictionary(
            roots.enumerated().map { ($0.element.runID, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    /// The members that are alive. `readingMarks` costs a read of every process's environment.
    mutating func living(readingMarks: Bool) -> [Member] {
        let entries = ProcessTable.all()
        let leaders = leaders(among: entries)
        var owners: [pid_t: Int] = [:]
        for entry in entries {
            owners[entry.pid] =
                known[entry.identity] ?? leaders[entry.pid] ?? leaders[entry.group] ?? leaders[entry.session]
                ?? (readingMarks ? RunEnvironment.runID(of: entry.pid).flatMap { rootsByRunID[$0] } : nil)
        }
        addDescendants(to: &owners, among: entries)
        var living: [Member] = []
        for entry in entries where !entry.isZombie && entry.pid != getpid() {
            guard let root = owners[entry.pid] else { continue }
            known[entry.identity] = root
            living.append(Member(entry: entry, root: root))
        }
        return living
    }

    /// Leaders that are in the list, be it as zombies: so long their numbers, and those of their groups, are theirs.
    private func leaders(among entries: [ProcessEntry]) -> [pid_t: Int] {
        var starts: [pid_t: UInt64] = [:]
        for entry in entries { starts[entry.pid] = entry.startTicks }
        var leaders: [pid_t: Int] = [:]
        for (index, root) in roots.enumerated() {
            if let leader = root.leader, starts[leader.pid] == leader.startTicks { leaders[leader.pid] = index }
        }
        return leaders
    }

    private func addDescendants(to owners: inout [pid_t: Int], among entries: [ProcessEntry]) {
        var hasGrown = true
        while hasGrown {
            hasGrown = false
            for entry in entries where owners[entry.pid] == nil {
                guard let root = owners[entry.parent] else { continue }
                owners[entry.pid] = root
                hasGrown = true
            }
        }
    }
}

extension ProcessTree {
    /// How long the kernel may take to remove killed processes.
    private static let killTime = Duration.seconds(2)

    /// Ends all of them: TERM, `grace` to obey, KILL. Answers those that are alive even then.
    ///
    /// `gone` is told, once, of each root of which nothing is left.
    mutating func end(grace: Duration, gone: (Int) -> Void = { _ in }) async -> [Member] {
        var left = Set(roots.indices)
        let living = living(readingMarks: true)
        signal(SIGTERM, to: living)
        // A stopped process obeys TERM when it goes on.
        signal(SIGCONT, to: living)
        if await isGone(within: grace, then: nil, &left, gone) { return [] }
        signal(SIGKILL, to: self.living(readingMarks: true))
        if await isGone(within: Self.killTime, then: SIGKILL, &left, gone) { return [] }
        let survivors = self.living(readingMarks: true)
        for root in left.subtracting(survivors.map(\.root)) { gone(root) }
        return survivors
    }

    /// Looks again and again, 5 to 200 ms apart, and sends `again` to what is still there.
    ///
    /// Without cgroups the kernel tells nobody that a group has become empty.
    private mutating func isGone(
        within time: Duration, then again: CInt?, _ left: inout Set<Int>, _ gone: (Int) -> Void
    ) async -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now + time
        var pause = Duration.milliseconds(5)
        while true {
            var living = living(readingMarks: false)
            if !left.isSubset(of: living.map(\.root)) {
                // One may have children that only their mark tells of.
                living = self.living(readingMarks: true)
                let empty = left.subtracting(living.map(\.root))
                for root in empty { gone(root) }
                left.subtract(empty)
            }
            if living.isEmpty { return true }
            if let again { signal(again, to: living) }
            let rest = deadline - clock.now
            if rest <= .zero { return false }
            do {
                try await clock.sleep(for: min(pause, rest))
            } catch {
                // Cancelled: the grace is over.
                return false
            }
            pause = min(pause * 2, .milliseconds(200))
        }
    }

    /// Signals the leaders' groups at once and every other member by itself.
    ///
    /// A group's number can't have passed to others while its leader, alive or not yet reaped, holds it.
    private func signal(_ signal: CInt, to members: [Member]) {
        var groups: Set<pid_t> = []
        for root in Set(members.map(\.root)) {
            guard let leader = roots[root].leader, leader.pid > 1, isThere(leader) else { continue }
            groups.insert(leader.pid)
            kill(-leader.pid, signal)
        }
        for member in members.map(\.entry) where !groups.contains(member.group) && member.pid > 1 {
            // Asked again, as close to the signal as can be: the pid may have been given to another.
            if isThere(member.identity) { kill(member.pid, signal) }
        }
    }

    private func isThere(_ process: ProcessIdentity) -> Bool {
        ProcessTable.entry(of: process.pid)?.identity == process
    }
}

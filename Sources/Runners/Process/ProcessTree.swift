import Glibc

/// The processes of one run: the leader's group and session, its descendants, and whatever carries the run's mark.
///
/// Covered are children that fork, daemonise or begin a session of their own, as long as the chain of parents is
/// unbroken when first looked at, or they kept the environment that they were given. A process that clears its
/// environment and lets its parent die before the first look escapes.
struct ProcessTree: Sendable {
    let leader: ProcessIdentity?
    /// Variable that only the run's processes were started with (`ALMANAC_RUN_ID=…`).
    let mark: String
    /// Members seen so far: one whose parent has died meanwhile stays a member.
    private var known: Set<ProcessIdentity> = []

    init(leader: ProcessIdentity?, mark: String) {
        self.leader = leader
        self.mark = mark
    }

    /// The members that are alive. `readingMarks` costs a read of every process's environment.
    mutating func living(readingMarks: Bool) -> [ProcessEntry] {
        let entries = ProcessTable.all()
        var members: Set<pid_t> = []
        let leaderIsOurs = leader.map { leader in entries.contains { $0.identity == leader } } ?? false
        if leaderIsOurs, let leader { members.insert(leader.pid) }
        for entry in entries where belongs(entry, leaderIsOurs: leaderIsOurs, readingMarks: readingMarks) {
            members.insert(entry.pid)
        }
        addDescendants(to: &members, among: entries)
        let living = entries.filter { members.contains($0.pid) && $0.pid != getpid() && !$0.isZombie }
        known.formUnion(living.map(\.identity))
        return living
    }

    private func belongs(_ entry: ProcessEntry, leaderIsOurs: Bool, readingMarks: Bool) -> Bool {
        if known.contains(entry.identity) { return true }
        if leaderIsOurs, let leader, entry.group == leader.pid || entry.session == leader.pid { return true }
        return readingMarks && ProcessTable.wasStarted(entry.pid, with: mark)
    }

    private func addDescendants(to members: inout Set<pid_t>, among entries: [ProcessEntry]) {
        var before = -1
        while before != members.count {
            before = members.count
            for entry in entries where members.contains(entry.parent) { members.insert(entry.pid) }
        }
    }
}

extension ProcessTree {
    /// How long the kernel may take to remove killed processes.
    private static let killTime = Duration.seconds(2)

    /// Ends all of them: TERM, `grace` to obey, KILL. Answers those that are alive even then.
    mutating func end(grace: Duration) async -> [ProcessEntry] {
        var living = living(readingMarks: true)
        signal(SIGTERM, to: living)
        // A stopped process obeys TERM when it goes on.
        signal(SIGCONT, to: living)
        if await isGone(within: grace, then: nil) { return [] }
        living = self.living(readingMarks: true)
        signal(SIGKILL, to: living)
        _ = await isGone(within: Self.killTime, then: SIGKILL)
        return self.living(readingMarks: true)
    }

    /// Looks again and again, 5 to 200 ms apart, and sends `again` to what is still there.
    ///
    /// Without cgroups the kernel tells nobody that a group has become empty.
    private mutating func isGone(within time: Duration, then again: CInt?) async -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now + time
        var pause = Duration.milliseconds(5)
        while true {
            let living = living(readingMarks: false)
            if living.isEmpty, self.living(readingMarks: true).isEmpty { return true }
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

    /// Signals the leader's group at once and every other member by itself.
    ///
    /// The group's number can't have passed to others while its leader, alive or not yet reaped, holds it.
    private func signal(_ signal: CInt, to members: [ProcessEntry]) {
        var group: pid_t?
        if let leader, ProcessTable.entry(of: leader.pid)?.identity == leader, leader.pid > 1 {
            group = leader.pid
            kill(-leader.pid, signal)
        }
        for member in members where member.group != group && member.pid > 1 {
            // Asked again, as close to the signal as can be: the pid may have been given to another.
            if ProcessTable.entry(of: member.pid)?.identity == member.identity { kill(member.pid, signal) }
        }
    }
}

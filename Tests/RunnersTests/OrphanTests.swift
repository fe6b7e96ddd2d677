import Foundation
import Operations
import Testing

@testable import Runners

struct OrphanTests {
    let bench: Bench

    init() throws { bench = try Bench() }

    private var bootID: String { ProcessTable.bootID() ?? "" }

    // Tests run side by side, and a run's id is what its processes are found by: each is used in one test only.

    /// Starts a process as a server would that dies right after: nobody watches over it, the ledger is not cleared.
    private func orphan(_ command: String, runID: String, marked: Bool = true) async throws -> LaunchedProcess {
        let assignment = bench.assignment(command)
        var run = assignment.run
        run.id = runID
        let log = try bench.logs.create(runID: runID)
        let output = try await OutputPipe.open(into: log)
        let variables = ["PATH": RunEnvironment.searchPath].merging(
            marked ? RunEnvironment.identifying(run) : [:]
        ) { _, own in own }
        let null = try InputFile.open(nil, in: bench.folder, runID: runID)
        defer { closeFile(null) }
        let process = try await LaunchedProcess.start(
            .init(
                command: command, variables: variables, folder: bench.workspace, input: null,
                output: output.writeEnd))
        closeFile(output.writeEnd)
        await bench.wait(for: "ready", of: runID)
        await output.close()
        return process
    }

    /// Ids of the runs that were still alive.
    private func endOrphans(_ ledger: ProcessLedger) async -> [String] {
        await ledger.end(ledger.orphans(), grace: .milliseconds(100)).map(\.runID)
    }

    private func identity(_ process: LaunchedProcess) throws -> ProcessIdentity {
        try #require(ProcessTable.entry(of: process.pid)?.identity)
    }

    @Test("What a lost server left behind is ended, and its runs are named")
    func endsOrphans() async throws {
        let ledger = bench.rules.ledger
        let plain = try await orphan("echo ready; exec sleep 1000", runID: "run-plain")
        let deaf = try await orphan("trap '' TERM; (setsid sleep 1001 &); echo ready; sleep 1002", runID: "run-deaf")
        try ledger.announce(runID: "run-plain", of: "cron|nightly")
        try ledger.enter(runID: "run-plain", of: "cron|nightly", leader: identity(plain))
        try ledger.enter(runID: "run-deaf", of: "cron|nightly", leader: identity(deaf))
        let ended = await endOrphans(ProcessLedger(path: ledger.path))
        #expect(ended == ["run-deaf", "run-plain"])
        #expect(bench.living("run-plain").isEmpty)
        #expect(bench.living("run-deaf").isEmpty)
        #expect(ledger.entries().isEmpty)
        for process in [plain, deaf] {
            process.letGo()
            _ = await process.status.settled()
        }
    }

    @Test("After a server is killed in the middle of a run, the next one ends what it left")
    func killedServer() async throws {
        let folder = bench.folder
        await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
            let bench = try Bench(folder: folder)
            let assignment = bench.assignment("echo ready; (setsid sleep 1001 &); sleep 1000")
            let log = try bench.logs.create(runID: assignment.run.id)
            async let outcome = bench.shell.carryOut(assignment, log: log, started: {})
            await bench.wait(for: "ready", of: assignment.run.id)
            kill(getpid(), SIGKILL)
            _ = await outcome
        }
        let runID = try #require(bench.rules.ledger.entries().first?.runID)
        #expect(!bench.living(runID).isEmpty)
        #expect(bench.text(of: runID) == "ready\n", "what the run had written is kept")
        #expect(await endOrphans(bench.rules.ledger) == [runID])
        #expect(bench.living(runID).isEmpty)
    }

    @Test("A process is found though the server died before it could write its number down, or its leader has ended")
    func foundByMark() async throws {
        let ledger = bench.rules.ledger
        let unwritten = try await orphan("echo ready; exec sleep 1000", runID: "run-unwritten")
        try ledger.announce(runID: "run-unwritten", of: "cron|nightly")
        let leaderless = try await orphan("sleep 1001 & echo ready", runID: "run-leaderless")
        try ledger.enter(runID: "run-leaderless", of: "cron|nightly", leader: identity(leaderless))
        leaderless.letGo()
        _ = await leaderless.status.settled()
        let ended = await endOrphans(ledger)
        #expect(ended == ["run-leaderless", "run-unwritten"])
        #expect(bench.living("run-unwritten").isEmpty)
        #expect(bench.living("run-leaderless").isEmpty)
        unwritten.letGo()
        _ = await unwritten.status.settled()
    }

    @Test("I17: a process that merely has a recorded number is never signalled")
    func recycledPid() async throws {
        let ledger = bench.rules.ledger
        let stranger = try await orphan("echo ready; exec sleep 1000", runID: "run-stranger", marked: false)
        var other = try identity(stranger)
        other.startTicks -= 1
        try ledger.enter(runID: "run-recycled", of: "cron|nightly", leader: other)
        let text = ProcessLedger.Entry(
            runID: "run-other-boot", schedule: "cron|nightly", bootID: "00000000-0000-0000-0000-000000000000",
            leader: try identity(stranger)
        ).text
        try text.write(toFile: ledger.path + "/run-other-boot.process", atomically: false, encoding: .utf8)
        #expect(ledger.entries().map(\.runID) == ["run-other-boot", "run-recycled"])
        #expect(await endOrphans(ledger) == [])
        #expect(ProcessTable.entry(of: stranger.pid)?.isZombie == false)
        #expect(ledger.entries().isEmpty)
        kill(stranger.pid, SIGKILL)
        stranger.letGo()
        let status = await stranger.status.settled()
        #expect(Ending(status) == .signal(9))
    }

    @Test("B5: a run waits until what a killed server left of its schedule has ended; others do not")
    func waitsForOrphans() async throws {
        let ledger = bench.rules.ledger
        let deaf = try await orphan("trap '' TERM; echo ready; while :; do sleep 0.1; done", runID: "run-before")
        try ledger.enter(runID: "run-before", of: "cron|nightly", leader: identity(deaf))
        let rules = ProcessRules(
            ledger: ledger, orphans: ledger.orphans(), grace: bench.rules.grace, drainTimeout: bench.rules.drainTimeout)
        let shell = ShellRunner(rules: rules)
        // Its end is not waited for yet, so it stays a zombie: that is how the runs can tell.
        let look = "grep -q '^State:.*Z' /proc/\(deaf.pid)/status && echo alone || echo both"
        let next = bench.assignment(look)
        var other = bench.assignment(look)
        other.run.schedule = ScheduleID(.cron, "other")
        async let waiting = bench.carryOut(next, by: shell)
        #expect(try await bench.carryOut(other, by: shell).1 == "both\n")
        #expect(await ledger.end(rules.orphans, grace: .milliseconds(100)).map(\.runID) == ["run-before"])
        #expect(try await waiting.1 == "alone\n")
        deaf.letGo()
        _ = await deaf.status.settled()
    }

    @Test("A deaf orphan holds up its own schedule alone: what obeys is settled before")
    func settledApart() async throws {
        let ledger = bench.rules.ledger
        let deaf = try await orphan("trap '' TERM; echo ready; while :; do sleep 0.1; done", runID: "run-stubborn")
        let mild = try await orphan("echo ready; exec sleep 1000", runID: "run-docile")
        try ledger.enter(runID: "run-stubborn", of: "cron|deaf", leader: identity(deaf))
        try ledger.enter(runID: "run-docile", of: "cron|mild", leader: identity(mild))
        let orphans = ledger.orphans()
        // A grace that the test does not outlive: only the cancelling ends it.
        let ending = Task { await ledger.end(orphans, grace: .seconds(3600)) }
        try await orphans.settled(of: "cron|mild")
        #expect(ledger.entries().map(\.runID) == ["run-stubborn"])
        ending.cancel()
        let ended = await ending.value.map(\.runID)
        #expect(ended == ["run-docile", "run-stubborn"])
        try await orphans.settled(of: "cron|deaf")
        for process in [deaf, mild] {
            process.letGo()
            _ = await process.status.settled()
        }
    }

    @Test("A run that waits for an orphan's end can be cancelled")
    func cancelledWhileWaiting() async throws {
        let ledger = bench.rules.ledger
        try ledger.announce(runID: "run-unended", of: "cron|nightly")
        let shell = ShellRunner(rules: ProcessRules(ledger: ledger, orphans: ledger.orphans()))
        let assignment = bench.assignment("touch ran")
        let log = try bench.logs.create(runID: assignment.run.id)
        let task = Task { await shell.carryOut(assignment, log: log, started: {}) }
        task.cancel()
        #expect(await task.value.ending == .cancelled)
        #expect(!FileManager.default.fileExists(atPath: bench.workspace + "/ran"))
    }

    @Test("A run that has ended by itself is not reported")
    func ended() async throws {
        let ledger = bench.rules.ledger
        let process = try await orphan("echo ready", runID: "run-over")
        try ledger.enter(runID: "run-over", of: "cron|nightly", leader: identity(process))
        process.letGo()
        _ = await process.status.settled()
        #expect(await endOrphans(ledger) == [])
        #expect(ledger.entries().isEmpty)
    }

    @Test("Files that are no entries are left alone")
    func foreignFiles() async throws {
        let ledger = bench.rules.ledger
        try ledger.announce(runID: "run-a", of: "cron|a")
        for (name, text) in [
            ("notes.txt", "hello"), ("run-b.process", "run run-c\nboot x\n"), ("run-d.process", "rubbish"),
            ("run-e.process", "run run-e\nboot x\npid 1\nstart 0\n"),
        ] {
            try text.write(toFile: "\(ledger.path)/\(name)", atomically: false, encoding: .utf8)
        }
        #expect(ledger.entries().map(\.runID) == ["run-a"])
        #expect(await endOrphans(ledger) == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: ledger.path).count == 4)
    }

    @Test(
        "A process's line is read though its name holds blanks and parentheses",
        arguments: ["sh", "a b", "x) R 1", "((("])
    func statLine(name: String) throws {
        let line = "4711 (\(name)) S 17 4711 4710 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 987654 2560000 200\n"
        let entry = try #require(ProcessEntry(stat: line))
        #expect(entry.name == name)
        #expect(entry.identity == ProcessIdentity(pid: 4711, startTicks: 987654))
        #expect((entry.parent, entry.group, entry.session) == (17, 4711, 4710))
        #expect(!entry.isZombie)
    }
}

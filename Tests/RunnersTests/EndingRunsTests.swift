import Foundation
import Operations
import Testing

@testable import Runners

struct EndingRunsTests {
    /// Processes of every stubborn kind; `ready` is written when all are there.
    private static let family = """
        sh -c 'touch a; exec sleep 1000' &
        (trap '' TERM; touch b; exec sleep 1001) &
        setsid sh -c 'touch c; exec sleep 1002' &
        (setsid sh -c 'trap "" TERM; touch d; sleep 1003 & exec sleep 1004' &)
        (sh -c '(sh -c "touch e; exec sleep 1005" &)' &)
        env -i setsid /bin/sh -c 'trap "" TERM; : > f; while :; do /bin/sleep 1006; done' &
        trap '' TERM
        until [ -e a -a -e b -a -e c -a -e d -a -e e -a -e f ]; do :; done
        echo ready
        while :; do sleep 1; done
        """

    @Test("B13, I16: a timeout ends the whole family: forked, daemonised, deaf to TERM, in other sessions, unmarked")
    func timeoutEndsTree() async throws {
        let clock = HandClock()
        let bench = try Bench(clock: clock)
        let assignment = bench.assignment(Self.family, timeoutSeconds: 60)
        let log = try bench.logs.create(runID: assignment.run.id)
        let started = Promise<Void>()
        async let outcome = bench.shell.carryOut(assignment, log: log) { started.fulfil() }
        await started.settled()
        await bench.wait(for: "ready", of: assignment.run.id)
        let family = bench.family(assignment.run.id)
        #expect(family.count >= 9, "\(family.map(\.words))")
        await clock.advance(by: .seconds(60))
        #expect(await outcome.ending == .failed)
        #expect(await outcome.reason == "timed out after 60 s")
        #expect(bench.living(assignment.run.id).isEmpty)
        let left = family.compactMap { member in
            ProcessTable.entry(of: member.pid).flatMap { $0.identity == member.identity && !$0.isZombie ? $0 : nil }
        }
        #expect(left.map(\.words) == [])
    }

    @Test("A job that obeys TERM may clean up, and its last words are kept")
    func termFirst() async throws {
        let clock = HandClock()
        // A grace that a test would not outlive: the run must end by the job's own exit.
        let bench = try Bench(grace: .seconds(3600), clock: clock)
        let assignment = bench.assignment(
            "trap 'echo cleaned up; exit 0' TERM; echo ready; while :; do sleep 0.01; done", timeoutSeconds: 5)
        let log = try bench.logs.create(runID: assignment.run.id)
        async let outcome = bench.shell.carryOut(assignment, log: log, started: {})
        await bench.wait(for: "ready", of: assignment.run.id)
        await clock.advance(by: .seconds(5))
        #expect(await outcome.reason == "timed out after 5 s")
        #expect(bench.text(of: assignment.run.id).hasSuffix("cleaned up\n"))
    }

    @Test("A stopped job is ended too")
    func stopped() async throws {
        let clock = HandClock()
        let bench = try Bench(grace: .seconds(3600), clock: clock)
        let assignment = bench.assignment("echo ready; kill -STOP $$", timeoutSeconds: 5)
        let log = try bench.logs.create(runID: assignment.run.id)
        async let outcome = bench.shell.carryOut(assignment, log: log, started: {})
        await bench.wait(for: "ready", of: assignment.run.id)
        await clock.advance(by: .seconds(5))
        #expect(await outcome.reason == "timed out after 5 s")
    }

    @Test("Cancelling ends the family and says cancelled")
    func cancelling() async throws {
        let bench = try Bench()
        let assignment = bench.assignment(Self.family)
        let log = try bench.logs.create(runID: assignment.run.id)
        let task = Task { await bench.shell.carryOut(assignment, log: log, started: {}) }
        await bench.wait(for: "ready", of: assignment.run.id)
        task.cancel()
        let outcome = await task.value
        #expect(outcome.ending == .cancelled)
        #expect(outcome.reason == "cancelled")
        #expect(outcome.outputPreview == "ready")
        #expect(bench.living(assignment.run.id).isEmpty)
        #expect(bench.rules.ledger.entries().isEmpty)
    }

    @Test("A run that is cancelled before it starts does not start")
    func cancelledBefore() async throws {
        let bench = try Bench()
        let assignment = bench.assignment("touch ran")
        let log = try bench.logs.create(runID: assignment.run.id)
        let started = Tally()
        let gate = Promise<Void>()
        let task = Task {
            _ = await gate.wait()
            return await bench.shell.carryOut(assignment, log: log) { started.add() }
        }
        task.cancel()
        let outcome = await task.value
        #expect(outcome.ending == .cancelled)
        #expect(outcome.reason == "cancelled before it started")
        #expect(started.count == 0)
        #expect(!FileManager.default.fileExists(atPath: bench.workspace + "/ran"))
    }

    @Test("While a run lives it is written down, and no longer")
    func ledger() async throws {
        let bench = try Bench()
        let assignment = bench.assignment("echo $$; until [ -e go ]; do sleep 0.01; done")
        let log = try bench.logs.create(runID: assignment.run.id)
        let started = Promise<Void>()
        async let outcome = bench.shell.carryOut(assignment, log: log) { started.fulfil() }
        await started.settled()
        await bench.wait(for: "\n", of: assignment.run.id)
        let entry = try #require(bench.rules.ledger.entries().first)
        let pid = try #require(entry.leader?.pid)
        #expect(entry.runID == assignment.run.id)
        #expect(entry.bootID == ProcessTable.bootID())
        #expect(bench.text(of: assignment.run.id) == "\(pid)\n")
        #expect(ProcessTable.entry(of: pid)?.identity == entry.leader)
        try bench.write("", to: "go")
        #expect(await outcome.ending == .success)
        #expect(bench.rules.ledger.entries().isEmpty)
    }
}

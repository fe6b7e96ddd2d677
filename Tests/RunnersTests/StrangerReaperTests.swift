import Foundation
import Operations
import Testing

@testable import Runners

struct StrangerReaperTests {
    @Test("B14: an ended child that leads no run is reaped at the second look; a run's leader never is")
    func reaps() async {
        await #expect(processExitsWith: .success) {
            let bench = try Bench()
            let assignment = bench.assignment("echo ready; exec sleep 1000")
            let log = try bench.logs.create(runID: assignment.run.id)
            let started = Promise<Void>()
            let run = Task { await bench.shell.carryOut(assignment, log: log) { started.fulfil() } }
            await started.settled()
            await bench.wait(for: "ready", of: assignment.run.id)
            let leader = try #require(bench.rules.ledger.entries().first?.leader)

            let stranger = try await endedStranger()

            var reaper = StrangerReaper(ledger: bench.rules.ledger)
            #expect(reaper.look() == 0, "it might be a run that is just being started")
            #expect(reaper.look() == 1)
            #expect(ProcessTable.entry(of: stranger) == nil)
            kill(leader.pid, SIGKILL)
            #expect(await run.value.reason == "ended by SIGKILL", "its end was left to the run")
            #expect(reaper.look() == 0)
        }
    }

    @Test("Nobody is reaped while it is not known which process a run was started as")
    func waits() async {
        await #expect(processExitsWith: .success) {
            let bench = try Bench()
            try bench.rules.ledger.announce(runID: "run-a", of: "cron|a")
            _ = try await endedStranger()
            var reaper = StrangerReaper(ledger: bench.rules.ledger)
            #expect(reaper.look() + reaper.look() == 0)
            bench.rules.ledger.leave(runID: "run-a")
            #expect(reaper.look() + reaper.look() == 1)
        }
    }
}

/// A child of this process that has ended and that nobody waits for.
private func endedStranger() async throws -> pid_t {
    var stranger = pid_t()
    let arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
    defer { free(arguments[0]) }
    try #require(posix_spawn(&stranger, "/bin/true", nil, nil, arguments, nil) == 0)
    while ProcessTable.entry(of: stranger)?.isZombie == false { await Task.yield() }
    return stranger
}

import Foundation
import Operations
import Synchronization
import SystemPackage
import Testing

@testable import Runners

struct SpawnGateTests {
    private struct OtherFault: Error {}

    @Test("Want of descriptors, processes or memory is waited out", arguments: [EMFILE, ENFILE, EAGAIN, ENOMEM])
    func waits(code: Int32) async throws {
        let attempts = Tally()
        let value = try await SpawnGate().pass {
            attempts.add()
            if attempts.count < 3 { throw Errno(rawValue: code) }
            return 7
        }
        #expect(value == 7)
        #expect(attempts.count == 3)
    }

    @Test("It gives up when nothing could be started for as long as it is patient")
    func givesUp() async {
        let attempts = Tally()
        await #expect(throws: (any Error).self) {
            try await SpawnGate(patience: .milliseconds(50)).pass {
                attempts.add()
                throw Errno(rawValue: EMFILE)
            }
        }
        #expect(attempts.count > 1)
    }

    @Test("Other faults are told at once")
    func otherFaults() async {
        let attempts = Tally()
        await #expect(throws: OtherFault.self) {
            try await SpawnGate().pass {
                attempts.add()
                throw OtherFault()
            }
        }
        #expect(attempts.count == 1)
    }

    @Test("One start at a time, and a waiter that is cancelled does not hold up the others")
    func oneAtATime() async throws {
        let gate = SpawnGate()
        let inside = Promise<Void>()
        let go = Promise<Void>()
        let first = Task {
            try await gate.pass {
                inside.fulfil()
                await go.settled()
                return 1
            }
        }
        await inside.settled()
        let cancelled = Task { try await gate.pass { 2 } }
        let last = Task { try await gate.pass { 3 } }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        go.fulfil()
        #expect(try await first.value == 1)
        #expect(try await last.value == 3)
        let room = Occupancy()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await gate.pass {
                        room.enter()
                        await Task.yield()
                        room.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(room.most == 1)
    }

    @Test("Runs of every ending give back all descriptors they took")
    func descriptorsReturn() async {
        await #expect(processExitsWith: .success) {
            let clock = HandClock()
            let bench = try Bench(grace: .milliseconds(50), clock: clock)
            let assignments = [
                bench.assignment("echo x; echo y >&2", stdin: "in"), bench.assignment("exit 3"),
                bench.assignment("kill -KILL $$"), bench.assignment("true", workspaceDir: "/nowhere"),
                bench.assignment(String(repeating: "x", count: 3_000_000)),
                bench.assignment("(setsid sleep 3 &); true"), bench.assignment("sleep 1000", timeoutSeconds: 9),
            ]
            var counts: [Int] = []
            // The first round opens what the libraries keep for good.
            for _ in 0..<3 {
                for job in assignments {
                    let assignment = bench.again(job)
                    let log = try bench.logs.create(runID: assignment.run.id)
                    async let outcome = bench.shell.carryOut(assignment, log: log, started: {})
                    if assignment.work.timeoutSeconds != nil { await clock.advance(by: .seconds(9)) }
                    _ = await outcome
                }
                counts.append(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count)
            }
            #expect(counts[2] == counts[0])
            #expect(counts[1] == counts[0])
        }
    }

    @Test("B21: three hundred runs at once with sixty-four descriptors: every one is carried out")
    func fewDescriptors() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit(rlim_cur: 64, rlim_max: 64)
            setrlimit(__rlimit_resource_t(7), &limit)
            let bench = try Bench()
            let successes = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<300 {
                    group.addTask {
                        let assignment = bench.assignment("echo x")
                        guard let log = try? bench.logs.create(runID: assignment.run.id) else { return false }
                        return await bench.shell.carryOut(assignment, log: log, started: {}).ending == .success
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(successes == 300)
        }
    }
}

/// Counts who is inside, and remembers the highest count.
private final class Occupancy: Sendable {
    private let state = Mutex((now: 0, most: 0))
    var most: Int { state.withLock { $0.most } }
    func enter() { state.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
    func leave() { state.withLock { $0.now -= 1 } }
}

import CivilTime
import HeapModule
import Operations
import StoreTestKit
import Testing

@testable import Engine

@Suite("Thousands at once")
struct BurstTests {
    private static let count = 10_000

    private static func jobs(_ change: (inout Schedule) -> Void = { _ in }) -> [Schedule] {
        (0..<count).map { number in oneShot("burst-\(number)", at: at(0), change) }
    }

    @Test("B15: 10,000 due at once: every occurrence has a record, whatever the slots, and in the end all have run")
    func everyOccurrence() throws {
        var world = World(Self.jobs(), context: makeContext(concurrency: 64))
        world.now = at(0)
        world.tick()
        let runs = world.record.runs.values
        #expect(runs.count == Self.count)
        #expect(Set(runs.map(\.occurrence)).count == Self.count)
        #expect(runs.count { $0.status == .running } == 64)
        #expect(runs.count { $0.status == .waiting } == Self.count - 64)
        var rounds = 0
        while !world.state.liveRuns.isEmpty, rounds <= Self.count / 64 + 1 {
            world.end(world.state.liveRuns.filter { $0.status == .running })
            rounds += 1
        }
        #expect(world.started.count == Self.count)
        #expect(Set(world.started.map(\.id)).count == Self.count)
        #expect(world.record.runs.values.allSatisfy { $0.status == .success })
        #expect(world.record.stasis.isEmpty)
    }

    @Test("B15: 10,000 found beyond their grace: every one waits in stasis, and none has run")
    func beyondGrace() throws {
        var world = World(Self.jobs(), context: makeContext())
        world.now = at(Int64(Grace.whileAlive) + 60)
        world.tick()
        #expect(world.record.runs.isEmpty)
        #expect(world.record.stasis.count == Self.count)
        #expect(world.record.stasis.values.reduce(0) { $0 + $1.count } == Self.count)
        #expect(world.started.isEmpty)
    }

    @Test("who leaves the line without having run blocked nobody: the others keep their one place in it")
    func placesInLine() throws {
        let many = job { schedule in
            schedule.timetable.timing = .every(seconds: 1, anchor: at(60))
            schedule.createdAt = at(60)
            schedule.cursor = at(60)
            schedule.overlap = .allow
            schedule.graceSeconds = 300
        }
        var world = World([many, oneShot("long", at: dawn)], context: makeContext(concurrency: 1))
        world.now = dawn
        world.tick()
        world.now = at(200)
        world.tick()
        #expect(world.started.map(\.schedule.ref) == ["long"])
        let waiting = world.state.liveRuns.filter { $0.status == .waiting }
        #expect(waiting.count > 100)
        // The loop decides again each second while the record takes nothing: a line that grows with each is a spin.
        var state = world.state
        let places = state.line.count
        for run in waiting.dropLast() { state.drop(run) }
        #expect(state.line.count == places)
        #expect(state.waitEnds.count <= places)
    }
}

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

    private static func few(_ count: Int = 5) -> [Schedule] { (0..<count).map { oneShot("few-\($0)", at: at(0)) } }

    @Test("the first of many start while the others are still to be claimed")
    func inParts() async throws {
        try await Rig.run(Self.few(), dueMax: 2) { rig in
            for (claimed, sleep) in [(2, 0.0), (4, 0), (5, Engine.wakeSecondsMax)] {
                if claimed == 2 { await rig.pass(1) } else { await rig.turn() }
                await rig.runner.until { $0.count == claimed }
                #expect(await rig.store.record.runs.count == claimed)
                #expect(rig.alarm.settings.last == sleep)
            }
        }
    }

    @Test("a stop while more is due does not spin: what is due is taken up no more (B9)")
    func stopInBetween() async throws {
        try await Rig.run(Self.few(), runner: ScriptedRunner(ignoresCancellation: true), dueMax: 2) { rig in
            await rig.pass(1)
            await rig.runner.until { $0.count == 2 }
            rig.engine.stop()
            await rig.settle()
            // The turn that took the stop has set its alarm when the next one answers.
            await rig.settle()
            #expect(rig.alarm.settings.last == Engine.wakeSecondsMax)
        }
    }

    @Test("ends that block nobody wait until all that is due has been claimed")
    func claimsBeforeEnds() async throws {
        let runner = ScriptedRunner()
        for number in 1...100 { runner.end("id-\(String(1_000_000 + number).dropFirst())") }
        try await Rig.run(Self.few(9), runner: runner, dueMax: 2) { rig in
            await rig.pass(1)
            for _ in 0..<4 { await rig.turn() }
            try await rig.store.until { $0.runs.values.count { $0.status == .success } == 9 }
            let told = await rig.store.record.events.map(\.event.type)
            let lastStart = try #require(told.lastIndex(of: .cronRunStarted))
            let firstEnd = try #require(told.firstIndex(of: .cronRunCompleted))
            #expect(lastStart < firstEnd)
        }
    }

    @Test(
        "a beginning with more overdue than one decision takes up is settled whole, as of its instant, before all else")
    func longBeginning() async throws {
        let store = MemoryStore()
        let clocks = VirtualClocks(wall: at(-1))
        try await Rig.run(Self.few(), store: store, clocks: clocks) { _ in }
        clocks.pass(3_600)
        try await Rig.run(store: store, clocks: clocks, dueMax: 2) { rig in
            // The clock goes on; a request is answered only when all is settled.
            clocks.pass(5)
            await rig.settle()
            let record = await store.record
            #expect(record.stasis.count == 5)
            #expect(record.stasis.values.allSatisfy { $0.reason == .downtime && $0.createdAt == at(3_599) })
            #expect(Set(record.stasis.values.map(\.outageID)) == Set(record.outages.keys.map { $0 }))
            #expect(record.runs.isEmpty && rig.runner.handed.isEmpty)
        }
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

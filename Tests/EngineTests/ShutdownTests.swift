import CivilTime
import Operations
import Store
import StoreTestKit
import Testing

@testable import Engine

@Suite struct ShutdownTests {
    @Test("a stop is recorded, and requests are refused from then on")
    func stops() async throws {
        let store = MemoryStore()
        var kept: Rig?
        try await Rig.run([job()], store: store) { rig in kept = rig }
        #expect(await store.record.events.last?.event.type == .schedulerStopped)
        let rig = try #require(kept)
        #expect(rig.alarm.isStopped)
        await #expect(throws: CommandRefused.stopping) { try await rig.ask(.runNow(jobID)) }
        #expect(rig.engine.health.unreadiness(at: rig.clocks.monotonic) != nil)
    }

    @Test(
        "work that goes on is interrupted when its time is up: it ends failed, operators hear of it, and then the stop is recorded"
    )
    func cancels() async throws {
        let store = MemoryStore()
        try await Rig.run([job(every: 3_600)], store: store) { rig in
            await rig.pass(1)
            await rig.runner.until { $0.count == 1 }
            rig.engine.mailbox.post(.stop)
            try await rig.until([.failed])
            #expect(await rig.runs().first?.error == "interrupted: the server was stopped while it ran")
        }
        let types = await store.record.events.map(\.event.type)
        #expect(Array(types.suffix(3)) == [.cronRunFailed, .notificationCreated, .schedulerStopped])
    }

    @Test("while it waits for work to end it starts nothing and does not spin")
    func waitsQuietly() async throws {
        let runner = ScriptedRunner(ignoresCancellation: true)
        try await Rig.run(
            [job(every: 60).bound(to: "main", wake: .now), job("other", every: 60), heartbeat(every: 86_400)],
            runner: runner
        ) { rig in
            await rig.pass(1)
            await runner.until { $0.count == 3 }
            let heart = try #require(runner.handed.first { $0.schedule.source == .heartbeat })
            runner.end(heart.id)
            try await rig.until([.success], of: heart.schedule)
            rig.engine.mailbox.post(.stop)
            await rig.settle()
            let turns = rig.alarm.settings.count
            rig.clocks.pass(120)
            runner.end(try #require(runner.handed.first { $0.schedule == jobID }).id)
            try await rig.until([.success])
            rig.alarm.ring()
            await rig.settle()
            #expect(runner.handed.count == 3)
            #expect(rig.alarm.settings.dropFirst(turns).allSatisfy { $0 >= 1 })
        }
    }

    @Test("what waits for its turn when the engine stops does not get it, and says so at once")
    func waitingEnds() async throws {
        let store = MemoryStore()
        try await Rig.run([job(every: 60, overlap: .queue)], store: store) { rig in
            await rig.pass(1)
            await rig.runner.until { $0.count == 1 }
            await rig.pass(60)
            try await rig.until([.running, .waiting])
        }
        let left = await store.record.runs.values.sorted { Place($0) < Place($1) }
        #expect(left.map(\.status.isLive) == [false, false])
        #expect(left.last?.error == "interrupted: the scheduler stopped before it was started")
        #expect(await store.record.events.last?.event.type == .schedulerStopped)
    }

    @Test("a store that can't be written does not hold up the stop for ever; the next start finds the run interrupted")
    func stopsWithoutStore() async throws {
        let store = MemoryStore()
        let clocks = VirtualClocks(wall: at(-1))
        let full = StoreError(.full, context: "writing changes", underlying: "the disk is full")
        var kept: Rig?
        try await Rig.run([job(every: 3_600)], store: store, clocks: clocks) { rig in
            kept = rig
            await rig.pass(1)
            await rig.runner.until { $0.count == 1 }
            await store.failCommits(.before, with: full)
            rig.engine.mailbox.post(.stop)
            while !rig.alarm.isStopped {
                rig.alarm.ring()
                await rig.settle()
            }
        }
        #expect(kept != nil)
        try await Rig.run(store: store, clocks: clocks) { rig in
            #expect(await rig.runs().map(\.status) == [.failed])
        }
    }
}

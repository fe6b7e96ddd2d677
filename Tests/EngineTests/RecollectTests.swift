import CivilTime
import Operations
import Recurrence
import StoreTestKit
import Testing

@testable import Engine

/// What is still to be done is on record, so that a restart does not forget it (docs/decisions/0011).
@Suite struct RecollectTests {
    let session = ScheduleID(.heartbeat, "main")

    @Test("what a session was not told before a restart is told to its next beat: ends of jobs, and wakes")
    func remarks() async throws {
        let store = MemoryStore()
        let clocks = VirtualClocks(wall: at(100))
        let schedules = [heartbeat(every: 1_800), job(every: 3_600).bound(to: "main", wake: .next)]
        try await Rig.run(schedules, store: store, clocks: clocks) { rig in
            try await rig.ask(.runNow(jobID))
            await rig.runner.until { $0.count == 1 }
            rig.runner.endAll()
            try await rig.until([.success])
            clocks.pass(5)
            try await rig.ask(.wake(session: "main", now: false, reason: "The supplier wrote."))
        }
        clocks.pass(60)
        try await Rig.run(store: store, clocks: clocks) { rig in
            clocks.pass(1_640)
            await rig.turn()
            await rig.runner.until { $0.count == 1 }
            let beat = rig.runner.handed[0]
            #expect(beat.scheduledAt == at(1_800))
            #expect(beat.notes == ["Job \"Job job\" (job) ended: success.", "The supplier wrote."])
            rig.runner.endAll()
            try await rig.until([.success], of: beat.schedule)
        }
        clocks.pass(1_800)
        try await Rig.run(store: store, clocks: clocks) { rig in
            try await rig.ask(.wake(session: "main", now: true, reason: "Again."))
            await rig.runner.until { $0.count == 1 }
            #expect(rig.runner.handed[0].notes == ["Again."])
        }
    }

    @Test("a retry to come survives a restart of the engine, under its own instant")
    func retries() async throws {
        let store = MemoryStore()
        let clocks = VirtualClocks(wall: at(-1))
        try await Rig.run([job(every: 3_600, retries: 2)], store: store, clocks: clocks) { rig in
            await rig.pass(1)
            await rig.runner.until { $0.count == 1 }
            rig.runner.endAll(RunOutcome(.failed, reason: "exit status 1"))
            try await rig.until([.failed])
        }
        let retryAt = try #require(await store.record.runs.values.first?.retryAt)
        clocks.pass(1)
        try await Rig.run(store: store, clocks: clocks) { rig in
            clocks.pass(clocks.now.seconds(to: retryAt))
            await rig.turn()
            await rig.runner.until { $0.count == 1 }
            #expect(rig.runner.handed.map(\.attempt) == [2])
            rig.runner.endAll()
            try await rig.until([.failed, .success])
        }
    }

    @Test("one that is created anew after a clock was set back does not run again what ran, and does not miss it")
    func createdAnew() async throws {
        try await Rig.run([job(overlap: .allow)]) { rig in
            for _ in 0..<4 { await rig.pass(60) }
            let ran = await rig.runs().map(\.id)
            try await rig.ask(.delete(jobID, expectedVersion: nil))
            rig.clocks.set(by: -150)
            try await rig.ask(.create(job(overlap: .allow)))
            rig.clocks.sleep(300)
            await rig.turn()
            let accounted = await Set(rig.runs().map(\.scheduledAt))
            #expect(await rig.runs().map(\.id).prefix(ran.count) == ran[...])
            #expect(await rig.runs().count == accounted.count)
            for entry in await rig.store.record.stasis.values {
                let plan = try entry.timetable.plan(zones: zones, seed: jobID)
                #expect(accounted.isDisjoint(with: plan.occurrences(in: entry.span, limit: 100).map(\.at)))
            }
        }
    }

    @Test("after a rebase a restart still knows what ran ahead of the clock")
    func accounts() async throws {
        let store = MemoryStore()
        let clocks = VirtualClocks(wall: at(-1))
        try await Rig.run([job(overlap: .allow)], store: store, clocks: clocks) { rig in
            for _ in 0..<4 { await rig.pass(60) }
            clocks.set(by: -150)
            await rig.turn()
            try await rig.ask(.rebase(jobID))
            await #expect(throws: CommandRefused.notAhead(jobID)) { try await rig.ask(.rebase(jobID)) }
        }
        let ran = await store.record.runs.count
        clocks.pass(400)
        try await Rig.run(store: store, clocks: clocks) { rig in
            #expect(await rig.runs().count == ran)
            let missed = await store.record.stasis.values
            let accounted = await Set(rig.runs().map(\.scheduledAt))
            for entry in missed {
                let plan = try entry.timetable.plan(zones: zones, seed: jobID)
                let instants = plan.occurrences(in: entry.span, limit: 100).map(\.at)
                #expect(instants.count == entry.count)
                #expect(accounted.isDisjoint(with: instants))
            }
        }
    }
}

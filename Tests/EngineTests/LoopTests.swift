import CivilTime
import Operations
import StoreTestKit
import Testing

@testable import Engine

/// The actor: what it records before it acts, how it sleeps, and that it is never in two minds.
@Suite struct LoopTests {
    @Test("what is due is claimed, handed over, and its end recorded")
    func wholeRun() async throws {
        try await Rig.run([job()]) { rig in
            await rig.pass(1)
            await rig.runner.until { $0.count == 1 }
            let run = rig.runner.handed[0]
            #expect(await rig.runs() == [run])
            rig.clocks.pass(2.5)
            rig.runner.end(run.id, RunOutcome(.success, exitCode: 0, outputPreview: "done"))
            try await rig.until([.success])
            let ended = try #require(await rig.runs().first)
            #expect(ended.durationMS == 2_500)
            #expect(ended.outputPreview == "done")
        }
    }

    @Test("the loop sleeps until the next due instant, and at most half a minute")
    func sleeps() async throws {
        try await Rig.run([job()]) { rig in
            await rig.turn()
            #expect(rig.alarm.settings.last == 1)
            await rig.pass(1)
            #expect(rig.alarm.settings.last == 30)
            await rig.pass(50)
            #expect(rig.alarm.settings.last == 10)
        }
    }

    @Test("a run that ends when the next is due does not block it")
    func endsJustThen() async throws {
        try await Rig.run([job()]) { rig in
            await rig.pass(1)
            await rig.runner.until { $0.count == 1 }
            rig.clocks.pass(60)
            rig.runner.end(rig.runner.handed[0].id)
            try await rig.until([.success, .running])
        }
    }

    @Test("a run claimed at the start, within its own grace, is carried out")
    func claimedAtStart() async throws {
        let store = MemoryStore()
        let clocks = VirtualClocks(wall: at(-1))
        try await Rig.run([job(every: 3_600, grace: 600)], store: store, clocks: clocks) { _ in }
        clocks.pass(60)
        try await Rig.run(store: store, clocks: clocks) { rig in
            await rig.runner.until { $0.count == 1 }
            rig.runner.endAll()
            try await rig.until([.success])
        }
    }

    @Test("a cancellation that comes before the runner has the run still reaches it")
    func earlyCancel() async throws {
        try await Rig.run([job(every: 3_600)]) { rig in
            // Both requests may be taken in one turn: the run is cancelled before its task begins.
            async let ran = rig.ask(.runNow(jobID))
            async let waited: Void = rig.settle()
            _ = try await (ran, waited)
            try await rig.ask(.cancel(jobID, at: nil))
            try await rig.until([.cancelled])
        }
    }

    @Test("a run cancelled before its task began is cancelled when it does")
    func cancelBeforeTask() async throws {
        try await Rig.run { rig in
            let run = Run(
                id: "early", of: job(), trigger: .manual, status: .running, scheduledAt: dawn, claimedAt: dawn,
                node: "n")
            let desk = await rig.engine.desk
            desk.admit(run.id)
            desk.cancel(run.id)
            let ending = await desk.carryOut(run, of: job(), clocks: rig.clocks)
            #expect(ending.outcome.ending == .cancelled)
        }
    }

    @Test("a clock set forward is on record, with what it passed over")
    func stepForward() async throws {
        try await Rig.run([job()]) { rig in
            await rig.pass(0.5)
            rig.clocks.set(by: 3_600)
            await rig.turn()
            let record = await rig.store.record
            #expect(record.events.contains { $0.event.type == .schedulerClockStepped })
            #expect(record.stasis.values.map(\.reason) == [.clockJump])
        }
    }

    @Test("a clock set back starts nothing twice")
    func stepBack() async throws {
        try await Rig.run([job(overlap: .allow)]) { rig in
            await rig.pass(1)
            await rig.pass(60)
            rig.clocks.set(by: -90)
            await rig.turn()
            for _ in 0..<4 { await rig.pass(20) }
            #expect(await rig.runs().count == 2)
            #expect(rig.alarm.settings.allSatisfy { $0 > 0 })
        }
    }

    @Test("after the machine slept, what fell into its sleep is missed as suspended")
    func slept() async throws {
        try await Rig.run([job()]) { rig in
            await rig.turn()
            rig.clocks.sleep(602)
            await rig.turn()
            let entries = await rig.store.record.stasis.values
            #expect(entries.map(\.reason) == [.suspended])
            #expect(entries.map(\.count) == [10])
        }
    }

    @Test("stasis is answered through the engine, and twice is refused")
    func answers() async throws {
        try await Rig.run([job(every: 3_600)]) { rig in
            await rig.turn()
            rig.clocks.sleep(600)
            await rig.turn()
            let target = StasisTarget(OccurrenceID(jobID, dawn), scope: nil)
            let reply = try await rig.ask(.approve(target))
            #expect(reply.run?.trigger == .backfill)
            await #expect(throws: CommandRefused.self) { try await rig.ask(.approve(target)) }
            await #expect(throws: CommandRefused.notInStasis(OccurrenceID(jobID, at(5)))) {
                try await rig.ask(.deleteMissed(StasisTarget(OccurrenceID(jobID, at(5)), scope: nil)))
            }
        }
    }

    @Test("an occurrence that has its account already is passed over, and nobody else is held up (B10)")
    func passedOver() async throws {
        let store = MemoryStore()
        let other = job("other")
        let taken = Run(
            id: "before", of: job(), trigger: .schedule, status: .success, scheduledAt: at(60), claimedAt: at(60),
            finishedAt: at(61), node: "n")
        try await Rig.run([job(), other], store: store) { rig in
            _ = try await store.commit(ChangeSet([.insertRun(taken)]))
            await rig.pass(1)
            await rig.runner.until { $0.count == 2 }
            rig.runner.endAll()
            try await rig.until([.success, .success])
            try await rig.until([.success], of: other.id)
            await rig.pass(60)
            try await rig.until([.success, .running], of: other.id)
            #expect(await rig.runs().map(\.id).contains("before"))
            #expect(await rig.runs().count == 2)
            #expect(rig.engine.health.trouble == nil)
            await rig.pass(60)
            try await rig.until([.success, .success, .running])
        }
    }

    @Test("a loop that no longer turns is told although nothing has failed (B20)")
    func overdue() async throws {
        try await Rig.run([job(every: 3_600)]) { rig in
            await rig.turn()
            #expect(rig.engine.health.unreadiness(at: rig.clocks.monotonic) == nil)
            // The clocks go on, and the alarm that should wake it never rings.
            rig.clocks.pass(Engine.wakeSecondsMax + EngineHealth.overdueSecondsMax + 1)
            let why = rig.engine.health.unreadiness(at: rig.clocks.monotonic)
            #expect(why?.hasPrefix("the scheduler's loop is overdue") == true)
            rig.alarm.ring()
            await rig.settle()
            #expect(rig.engine.health.unreadiness(at: rig.clocks.monotonic) == nil)
        }
    }
}

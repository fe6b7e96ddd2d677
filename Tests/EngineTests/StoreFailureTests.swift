import CivilTime
import Operations
import Store
import StoreTestKit
import Testing

@testable import Engine

/// A store that fails: nothing starts without a record, nothing is lost, nothing spins (B9, B17, I21).
@Suite struct StoreFailureTests {
    static let full = StoreError(.full, context: "writing changes", underlying: "the disk is full")

    @Test("while the store can't be written nothing starts, and the loop tries once a second")
    func nothingStarts() async throws {
        try await Rig.run([job()]) { rig in
            await rig.turn()
            await rig.store.failCommits(.before, with: Self.full)
            let turns = rig.alarm.settings.count
            await rig.pass(1)
            for _ in 0..<5 { await rig.pass(1) }
            #expect(rig.runner.handed.isEmpty)
            #expect(rig.alarm.settings.dropFirst(turns).allSatisfy { $0 >= Engine.troubleSeconds })
            #expect(rig.engine.health.unreadiness(at: rig.clocks.monotonic) != nil)
            await rig.store.heal()
            await rig.pass(1)
            await rig.runner.until { $0.count == 1 }
            #expect(rig.runner.handed.map(\.scheduledAt) == [dawn])
            #expect(rig.engine.health.unreadiness(at: rig.clocks.monotonic) == nil)
        }
    }

    @Test("what the trouble made too late is missed, because of the store")
    func missedByStore() async throws {
        try await Rig.run([job(every: 3_600)]) { rig in
            await rig.turn()
            await rig.store.failCommits(.before, with: Self.full)
            for _ in 0..<60 { await rig.pass(1) }
            await rig.store.heal()
            await rig.pass(1)
            #expect(await rig.store.record.stasis.values.map(\.reason) == [.storeUnavailable])
            #expect(rig.runner.handed.isEmpty)
        }
    }

    @Test("a commit that was done although it failed starts its runs once", arguments: [CommitMoment.before, .after])
    func doubt(_ moment: CommitMoment) async throws {
        try await Rig.run([job(every: 3_600)]) { rig in
            await rig.turn()
            await rig.store.failNextCommit(moment, with: Self.full)
            await rig.pass(1)
            await rig.pass(1)
            await rig.runner.until { $0.count == 1 }
            #expect(await rig.runs().map(\.status) == [.running])
            #expect(rig.runner.handed.count == 1)
        }
    }

    @Test("while it can't be told whether a commit was done nothing is decided; then its runs start")
    func lastingDoubt() async throws {
        try await Rig.run([job(every: 3_600)]) { rig in
            await rig.turn()
            await rig.store.failNextCommit(.after, with: Self.full)
            await rig.store.failReads(with: Self.full)
            await rig.pass(1)
            #expect(rig.runner.handed.isEmpty)
            await #expect(throws: CommandRefused.self) { try await rig.ask(.runNow(jobID)) }
            await rig.store.heal()
            await rig.pass(1)
            await rig.runner.until { $0.count == 1 }
            #expect(await rig.runs().count == 1)
        }
    }

    @Test("a request whose commit can't be told is not answered as if nothing was done; look again")
    func unknownOutcome() async throws {
        try await Rig.run([job(every: 3_600)]) { rig in
            await rig.turn()
            await rig.store.failNextCommit(.after, with: Self.full)
            await rig.store.failReads(with: Self.full)
            await #expect(throws: CommandRefused.outcomeUnknown("the store can't be written: the disk is full")) {
                try await rig.ask(.pause(jobID, until: nil))
            }
            // Another one meanwhile is not even tried.
            await #expect(throws: CommandRefused.notRecorded("the store can't be written: the disk is full")) {
                try await rig.ask(.disable(jobID))
            }
            await rig.store.heal()
            await rig.pass(1)
            #expect(rig.engine.tracked(jobID)?.schedule.state == .paused(until: nil))
        }
    }

    @Test("a cancellation whose commit failed although it was done is carried out: its row in the audit tells")
    func auditTells() async throws {
        try await Rig.run([job(every: 3_600)]) { rig in
            await rig.pass(1)
            await rig.runner.until { $0.count == 1 }
            await rig.store.failNextCommit(.after, with: Self.full)
            try await rig.ask(.cancel(jobID, at: nil))
            try await rig.until([.cancelled])
            #expect(await rig.store.record.audit.count { $0.action == "cancel" } == 1)
        }
    }

    @Test("a refusal that persists neither makes the loop spin nor holds up the other schedules (B9, B10)")
    func refusalPersists() async throws {
        let other = job("other", every: 5)
        try await Rig.run([job(), other]) { rig in
            await rig.store.refuseCommits { changes in
                let touches = changes.mutations.contains { mutation in
                    if case .insertRun(let run) = mutation { run.schedule == jobID } else { false }
                }
                return touches ? .cursorMoved(jobID) : nil
            }
            let turns = rig.alarm.settings.count
            await rig.pass(1)
            await rig.runner.until { $0.count == 1 }
            for _ in 0..<4 {
                rig.runner.endAll()
                await rig.settle()
                await rig.pass(1)
            }
            let settings = rig.alarm.settings.dropFirst(turns)
            #expect(settings.allSatisfy { $0 >= 0.5 })
            #expect(rig.engine.health.trouble?.contains("cron|job") == true)
            await rig.pass(1)
            await rig.runner.until { $0.count == 2 }
            #expect(rig.runner.handed.map(\.schedule) == [other.id, other.id])
            await rig.store.heal()
            await rig.pass(1)
            await rig.runner.until { $0.count == 3 }
            #expect(rig.engine.health.trouble == nil)
        }
    }

    @Test("an end that can't be recorded is kept until it can", arguments: [CommitMoment.before, .after])
    func endIsKept(_ moment: CommitMoment) async throws {
        try await Rig.run([job(every: 3_600)]) { rig in
            await rig.pass(1)
            await rig.runner.until { $0.count == 1 }
            await rig.store.failCommits(moment, with: Self.full)
            rig.runner.endAll(RunOutcome(.failed, exitCode: 3, reason: "exit status 3"))
            for _ in 0..<3 { await rig.pass(1) }
            await rig.store.heal()
            await rig.pass(1)
            try await rig.until([.failed])
            let record = await rig.store.record
            #expect(record.events.count { $0.event.type == .cronRunFailed } == 1)
            #expect(record.notifications.values.map(\.count) == [1])
        }
    }

    @Test("a request that could not be recorded has changed nothing, and says so")
    func requestFails() async throws {
        try await Rig.run([job(every: 3_600)]) { rig in
            await rig.turn()
            await rig.store.failNextCommit(.before, with: Self.full)
            await #expect(throws: CommandRefused.notRecorded("the store can't be written: the disk is full")) {
                try await rig.ask(.pause(jobID, until: nil))
            }
            #expect(rig.engine.tracked(jobID)?.schedule.state == .active)
            try await rig.ask(.pause(jobID, until: nil))
            #expect(await rig.store.record.schedules[jobID]?.state == .paused(until: nil))
        }
    }

    @Test("every write of a story fails once, before or after: each occurrence has one account, none is started twice")
    func everyWrite() async throws {
        var writes = 0
        // Waiting for the runs on record to be handed over: none is claimed and left alone.
        for number in 1...40 {
            for moment in [CommitMoment.before, .after] {
                let store = MemoryStore()
                try await Rig.run([job(retries: 1)], store: store) { rig in
                    let first = await store.commitCount
                    await store.failCommit(first + number, moment, with: Self.full)
                    for minute in 0..<5 {
                        await rig.pass(minute == 0 ? 1 : 55)
                        await rig.pass(2)
                        let claimed = await Set(rig.runs().filter { $0.status == .running }.map(\.id))
                        await rig.runner.until { claimed.isSubset(of: $0.map(\.id)) }
                        rig.runner.endAll(minute == 1 ? RunOutcome(.failed, reason: "no") : RunOutcome(.success))
                        await rig.pass(3)
                    }
                    await rig.pass(1)
                    await rig.pass(1)
                    writes = await store.commitCount - first
                    let runs = await rig.runs().filter { $0.trigger == .schedule }
                    #expect(runs.map(\.scheduledAt) == (0..<5).map { at($0 * 60) }, "write \(number), \(moment)")
                    let handed = rig.runner.handed.map(\.id)
                    #expect(Set(handed).count == handed.count, "write \(number), \(moment)")
                }
            }
            if number > writes { break }
        }
    }

    @Test("memory that disagrees with the record takes it up and goes on")
    func recalled() async throws {
        try await Rig.run([job()]) { rig in
            await rig.turn()
            var moved = try #require(await rig.store.record.schedules[jobID])
            let version = moved.version
            moved.title = "Changed elsewhere"
            moved.version += 1
            moved.cursor = at(30)
            _ = try await rig.store.commit(ChangeSet([.replaceSchedule(moved, expectedVersion: version)]))
            await rig.pass(1)
            #expect(rig.runner.handed.isEmpty)
            #expect(rig.engine.tracked(jobID)?.schedule == moved)
            await rig.pass(60)
            await rig.runner.until { $0.count == 1 }
            #expect(rig.runner.handed.map(\.scheduledAt) == [at(60)])
        }
    }
}

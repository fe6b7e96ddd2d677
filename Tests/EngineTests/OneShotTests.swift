import CivilTime
import Operations
import StoreTestKit
import Testing

@testable import Engine

@Suite struct OneShotTests {
    let id = ScheduleID(.cron, "once")

    @Test("an instant that has passed is at once a missed occurrence")
    func passed() {
        let world = World(oneShot(at: at(-600)))
        #expect(world.pending(id).map(\.reason) == [.past])
        #expect(world.pending(id).map(\.lastAt) == [at(-600)])
        #expect(world.started.isEmpty)
    }

    @Test("one that has just passed runs")
    func justPassed() {
        let world = World(oneShot(at: at(-10)))
        #expect(world.started.map(\.scheduledAt) == [at(-10)])
        #expect(world.pending(id).isEmpty)
    }

    @Test("a passed instant of a disabled one is neither run nor missed")
    func passedDisabled() {
        let world = World(oneShot(at: at(-600)) { $0.state = .disabled })
        #expect(world.pending(id).isEmpty && world.started.isEmpty)
    }

    @Test("an edit to an instant that has passed is a miss too; an edit of anything else is none")
    func editedToPassed() throws {
        var world = World(oneShot(at: at(600)))
        try world.edit(id) { $0.timetable.timing = .at(at(-600)) }
        #expect(world.pending(id).map(\.reason) == [.past])
        try world.edit(id) { $0.title = "Renamed" }
        #expect(world.pending(id).count == 1)
    }

    @Test("it goes when it has run well, if it is asked to")
    func deletedAfterRun() throws {
        var world = World(oneShot(at: dawn) { $0.deleteAfterRun = true })
        world.advance(bySeconds: 2)
        world.end(id)
        #expect(world.record.schedules[id] == nil)
        #expect(world.statuses(id) == [.success])
        #expect(world.events(.cronJobDeleted).map(\.actor) == [.schedule])
    }

    @Test("it stays when it failed, and its notification stays open")
    func keptAfterFailure() {
        var world = World(oneShot(at: dawn) { $0.deleteAfterRun = true })
        world.advance(bySeconds: 2)
        world.end(id, .failed)
        #expect(world.record.schedules[id] != nil)
        #expect(world.notifications(id).map(\.status) == [.new])
    }

    @Test("it goes after a retry that went well, and closes what its failure opened")
    func deletedAfterRetry() {
        var world = World(
            oneShot(at: dawn) {
                $0.deleteAfterRun = true
                $0.retries = 1
            })
        world.advance(bySeconds: 2)
        world.end(id, .failed)
        world.advance(bySeconds: 30)
        world.end(id)
        #expect(world.record.schedules[id] == nil)
        #expect(world.notifications(id).map(\.status) == [.resolved])
    }

    @Test("a manual run before its instant does not take it away")
    func manualRunKeepsIt() throws {
        var world = World(oneShot(at: at(600)) { $0.deleteAfterRun = true })
        try world.runNow(id)
        world.end(id)
        #expect(world.record.schedules[id] != nil)
        world.advance(bySeconds: 700)
        #expect(world.started.count == 2)
    }

    @Test("a rescheduled one goes after the run at its new instant")
    func rescheduled() throws {
        var world = World(oneShot(at: at(-600)) { $0.deleteAfterRun = true })
        try world.answer(.reschedule(to: at(60)), id, at: at(-600))
        world.advance(bySeconds: 70)
        #expect(world.started.map(\.trigger) == [.backfill])
        world.end(id)
        #expect(world.record.schedules[id] == nil)
    }
}

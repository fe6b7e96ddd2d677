import CivilTime
import Operations
import StoreTestKit
import Testing

@testable import Engine

/// A clock that was wrong is set right: the operator takes the record's lead back (I12, I13).
@Suite struct RebaseTests {
    /// A minute job whose clock stood a year ahead for a moment.
    func yearAhead() -> World {
        var world = World(job(overlap: .allow))
        world.advance(bySeconds: 61)
        world.jump(bySeconds: 365 * 86_400, .clockJump)
        world.jump(bySeconds: -365 * 86_400)
        return world
    }

    @Test("without it the job stands still until the clock has caught up; with it, it runs from the next minute on")
    func runsAgain() throws {
        var world = yearAhead()
        world.advance(bySeconds: 600)
        let before = world.started.count
        let reply = try world.rebase()
        #expect(reply.withdrawnMissed > 500_000)
        world.advance(bySeconds: 180)
        #expect(world.started.count == before + 3)
    }

    @Test("what was missed ahead of the clock is missed no more; what lay before stays; the notification closes")
    func withdraws() throws {
        var world = World(job())
        world.restart(afterSeconds: 330)
        world.jump(bySeconds: 3_600, .clockJump)
        world.jump(bySeconds: -3_600)
        try world.rebase()
        #expect(world.pending().map(\.count) == [6])
        #expect(world.notifications().map(\.status) == [.new])
        try world.answer(.delete, at: at(300))
        #expect(world.notifications().map(\.status) == [.resolved])
    }

    @Test("an undo of a change from before it does not take its mark back: a restart still knows what ran ahead (B19)")
    func undoneAfterwards() throws {
        var world = World(job(overlap: .allow))
        try world.edit { $0.title = "Renamed" }
        let row = try #require(world.record.audit.last)
        world.advance(bySeconds: 61)
        world.jump(bySeconds: 3_600, .clockJump)
        world.jump(bySeconds: -3_600)
        try world.rebase()
        let mark = try #require(world.record.schedules[jobID]?.accountedThrough)
        try world.ask { state, now throws(CommandRefused) in
            try state.decideUndo(row, pending: [], at: now, by: ada, reason: nil)
        }
        #expect(world.record.schedules[jobID]?.title == job().title)
        #expect(world.record.schedules[jobID]?.accountedThrough == mark)
    }

    @Test("what ran ahead of the clock does not run again")
    func ranAlready() throws {
        var world = World(job(overlap: .allow))
        world.advance(bySeconds: 601)
        world.jump(bySeconds: -300)
        try world.rebase()
        world.restart(afterSeconds: 1)
        world.advance(bySeconds: 290)
        #expect(world.runs().count == 11)
        #expect(world.pending().isEmpty)
        world.advance(bySeconds: 70)
        #expect(world.runs().count == 12)
    }

    @Test("downtime after it misses only what has no account")
    func missesAround() throws {
        var world = World(job(overlap: .allow))
        world.advance(bySeconds: 301)
        world.jump(bySeconds: -200)
        try world.rebase()
        world.restart(afterSeconds: 400)
        #expect(world.pending().map(\.firstAt) == [at(360)])
        #expect(world.pending().map(\.lastAt) == [at(480)])
    }

    @Test("what an earlier schedule of the same name missed stays on record")
    func earlierSchedule() throws {
        var world = World(job())
        world.jump(bySeconds: 330)
        try world.delete()
        world.advance(bySeconds: 1)
        try world.create(job())
        world.jump(bySeconds: -300)
        try world.rebase()
        #expect(world.record.stasis.values.map(\.count) == [5])
    }

    @Test("a record that does not lie ahead is left alone")
    func nothingAhead() {
        var world = World(job())
        world.advance(bySeconds: 61)
        #expect(throws: CommandRefused.notAhead(jobID)) { try world.rebase() }
    }
}

import CivilTime
import Operations
import Recurrence
import StoreTestKit
import Testing

@testable import Engine

@Suite struct StateTests {
    @Test("an edit while an occurrence is due claims it under the old rule and replays nothing (B19)")
    func editWhileDue() throws {
        var world = World(job())
        world.now = at(3)
        try world.edit { $0.timetable.timing = .every(seconds: 10, anchor: dawn) }
        #expect(world.runs().map(\.scheduledAt) == [dawn])
        #expect(world.record.schedules[jobID]?.cursor == at(3))
        world.advance(bySeconds: 6)
        #expect(world.runs().count == 1)
        world.advance(bySeconds: 1)
        #expect(world.runs().map(\.scheduledAt) == [dawn, at(10)])
    }

    @Test("what was overdue when somebody paused, disabled or edited is not lost", arguments: [0, 1, 2])
    func overdueIsNotLost(_ act: Int) throws {
        var world = World(job())
        world.now = at(125)
        switch act {
        case 0: try world.change(.pause(until: nil))
        case 1: try world.change(.disable)
        default: try world.edit { $0.title = "Renamed" }
        }
        #expect(world.pending().map(\.count) == [2])
        #expect(world.runs().map(\.scheduledAt) == [at(120)])
    }

    @Test("changing the zone across a boundary neither replays nor drops (B19)")
    func changedZone() throws {
        var world = World(
            job {
                $0.timetable = Timetable(timing: .cron(expression: "0 * * * *", dialect: .almanac), timezone: "UTC")
            })
        world.advance(bySeconds: 10)
        world.end()
        try world.edit { $0.timetable.timezone = "Asia/Kolkata" }
        world.advance(bySeconds: 3_600)
        #expect(world.runs().map(\.scheduledAt) == [dawn, at(1_800)])
    }

    @Test("paused time is consumed, and one event says how much it held")
    func pause() throws {
        var world = World(job())
        try world.change(.pause(until: nil))
        world.advance(bySeconds: 600)
        #expect(world.runs().isEmpty && world.pending().isEmpty)
        try world.change(.resume)
        let note = try #require(world.events(.cronJobUpdated).last?.payload.note)
        #expect(note["suppressed_count"] == .integer(10))
        #expect(note["suppressed_from"] == .string(at(-1).iso8601))
        world.advance(bySeconds: 61)
        #expect(world.runs().map(\.scheduledAt) == [at(600), at(660)])
    }

    @Test("a pause that turns into a disablement is counted as one stretch")
    func pausedThenDisabled() throws {
        var world = World(job())
        try world.change(.pause(until: nil))
        world.advance(bySeconds: 121)
        try world.change(.disable)
        world.advance(bySeconds: 120)
        try world.change(.enable)
        #expect(world.events(.cronJobUpdated).last?.payload.note?["suppressed_count"] == .integer(4))
        #expect(world.runs().isEmpty && world.pending().isEmpty)
    }

    @Test("an edit of a paused schedule says what the pause has held back under the old rule")
    func editWhilePaused() throws {
        var world = World(job())
        try world.change(.pause(until: nil))
        world.advance(bySeconds: 121)
        try world.edit { $0.timetable.timing = .every(seconds: 3_600, anchor: dawn) }
        #expect(world.events(.cronJobUpdated).last?.payload.note?["suppressed_count"] == .integer(3))
        #expect(world.record.schedules[jobID]?.state == .paused(until: nil))
    }

    @Test("a limited pause ends by itself, and an occurrence at its end runs")
    func limitedPause() throws {
        var world = World(job())
        try world.change(.pause(until: at(120)))
        #expect(world.state.nextDue == at(120))
        world.advance(bySeconds: 122)
        #expect(world.record.schedules[jobID]?.state == .active)
        #expect(world.runs().map(\.scheduledAt) == [at(120)])
        #expect(world.events(.cronJobUpdated).last?.actor == .system)
        #expect(world.events(.cronJobUpdated).last?.payload.note?["suppressed_count"] == .integer(2))
    }

    @Test("a limited pause found ended too late: what fell after it is missed with the turn's reason")
    func limitedPauseFoundLate() throws {
        var world = World(job())
        try world.change(.pause(until: at(120)))
        world.jump(bySeconds: 302, .suspended)
        #expect(world.pending().map(\.count) == [3])
        #expect(world.pending().map(\.reason) == [.suspended])
        #expect(world.runs().map(\.scheduledAt) == [at(300)])
    }

    struct Forbidden: Sendable, CustomTestStringConvertible {
        var first: [StateAction]
        var action: StateAction
        var testDescription: String { "\(first.map(\.name)) then \(action.name)" }
    }

    @Test(
        "a state forbids what makes no sense in it",
        arguments: [
            Forbidden(first: [], action: .resume), Forbidden(first: [], action: .enable),
            Forbidden(first: [.pause(until: nil)], action: .pause(until: nil)),
            Forbidden(first: [.pause(until: nil)], action: .enable),
            Forbidden(first: [.disable], action: .disable), Forbidden(first: [.disable], action: .resume),
            Forbidden(first: [.disable], action: .pause(until: nil)),
        ])
    func forbidden(_ forbidden: Forbidden) throws {
        var world = World(job())
        for action in forbidden.first { try world.change(action) }
        let state = world.record.schedules[jobID]?.state.name ?? ""
        let seq = world.record.lastSeq
        #expect(throws: CommandRefused.stateForbids(jobID, state: state, action: forbidden.action.name)) {
            try world.change(forbidden.action)
        }
        #expect(world.record.lastSeq == seq)
    }

    @Test("a stale version never overwrites (I11)")
    func staleVersion() throws {
        var world = World(job())
        try world.edit { $0.title = "First" }
        let standing = try #require(world.record.schedules[jobID])
        #expect(throws: CommandRefused.versionChanged(standing)) { try world.edit(version: 1) { $0.title = "Second" } }
        #expect(world.record.schedules[jobID]?.title == "First")
    }

    @Test("a deletion answers its stasis, closes its notifications, cancels what runs and ends what waits")
    func deletion() throws {
        var world = World(job(overlap: .queue))
        world.restart(afterSeconds: 61)
        world.advance(bySeconds: 120)
        #expect(world.statuses() == [.running, .waiting])
        let running = try #require(world.runs().first)
        try world.delete()
        #expect(world.pending().isEmpty)
        #expect(world.record.stasis.values.map(\.status) == [.deleted])
        #expect(world.notifications().allSatisfy { $0.status == .resolved })
        #expect(world.cancelled == [running.id])
        #expect(world.statuses() == [.running, .cancelled])
        world.end([running], .cancelled)
        #expect(world.statuses() == [.cancelled, .cancelled])
        #expect(world.state.live.isEmpty)
        #expect(world.state.nextDue == nil)
    }

    @Test("a schedule made anew under an old name starts from now")
    func madeAnew() throws {
        var world = World(job())
        world.advance(bySeconds: 62)
        world.end()
        try world.delete()
        try world.create(job())
        world.advance(bySeconds: 60)
        #expect(world.runs().map(\.scheduledAt) == [dawn, at(60), at(120)])
    }

    @Test("many edits leave the queue no longer than the schedules need")
    func editsDontPileUp() throws {
        var world = World(job(every: 86_400))
        for number in 0..<1_000 { try world.edit { $0.title = "Title \(number)" } }
        world.advance(bySeconds: 2)
        #expect(world.runs().count == 1)
    }
}

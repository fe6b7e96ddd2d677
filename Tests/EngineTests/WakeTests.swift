import CivilTime
import Operations
import Recurrence
import StoreTestKit
import Testing

@testable import Engine

@Suite struct WakeTests {
    let id = ScheduleID(.heartbeat, "main")

    func world(_ more: Schedule...) -> World { World([heartbeat()] + more, at: at(60)) }

    @Test("a wake starts a beat outside the rule, and leaves the rule's cursor and phase alone (I24)")
    func wakeNow() throws {
        var world = world()
        let cursor = world.record.schedules[id]?.cursor
        let reply = try world.wake(now: true, "look here")
        #expect(reply.run?.trigger == .wake)
        #expect(reply.run?.notes == ["look here"])
        #expect(world.record.schedules[id]?.cursor == cursor)
        world.end(id)
        world.advance(bySeconds: 1_800)
        #expect(world.runs(id).map(\.scheduledAt) == [at(60), at(1_800)])
    }

    @Test("a wake for the next beat is handed to it, once")
    func wakeNext() throws {
        var world = world()
        try world.wake(now: false, "one")
        try world.wake(now: false, "two")
        #expect(world.started.isEmpty)
        world.advance(bySeconds: 1_800)
        world.end(id)
        world.advance(bySeconds: 1_800)
        #expect(world.started.map(\.notes) == [["one", "two"], []])
    }

    @Test("a busy session is not woken twice: its next beat is told, and the answer says so")
    func busy() throws {
        var world = world()
        try world.wake(now: true, "first")
        let reply = try world.wake(now: true, "second")
        #expect(reply.run == nil)
        #expect(!reply.warnings.isEmpty)
        world.end(id)
        world.advance(bySeconds: 1_800)
        #expect(world.started.map(\.notes) == [["first"], ["second"]])
    }

    @Test("two wakes lie at least the spacing apart")
    func spacing() throws {
        var world = world()
        try world.wake(now: true, "first")
        world.end(id)
        world.now = world.now.advanced(bySeconds: 9)
        #expect(try world.wake(now: true, "second").run == nil)
        world.now = world.now.advanced(bySeconds: 1)
        #expect(try world.wake(now: true, "third").run?.notes == ["second", "third"])
    }

    @Test("a paused session is told later, a disabled one refuses")
    func byState() throws {
        var world = world()
        try world.change(.pause(until: nil), id)
        #expect(try world.wake(now: true, "hello").run == nil)
        try world.change(.disable, id)
        #expect(throws: CommandRefused.stateForbids(id, state: "disabled", action: "wake")) { try world.wake() }
        try world.change(.enable, id)
        world.advance(bySeconds: 1_800)
        #expect(world.started.map(\.notes) == [["hello"]])
    }

    @Test(
        "the end of a bound job wakes the session now, tells its next beat, or keeps silent",
        arguments: SessionWake.allCases)
    func boundJob(_ wake: SessionWake) throws {
        var world = world(job(every: 86_400).bound(to: "main", wake: wake))
        try world.runNow()
        world.end()
        switch wake {
        case .now: #expect(world.statuses(id) == [.running])
        case .next, .off: #expect(world.statuses(id) == [])
        }
        world.end(id)
        world.advance(bySeconds: 1_800)
        #expect(world.runs(id).map(\.notes.count).reduce(0, +) == (wake == .off ? 0 : 1))
    }

    @Test("jobs that end together are all told, also when one of them wakes the session at once")
    func together() throws {
        var world = world(
            job("a", every: 86_400).bound(to: "main", wake: .next),
            job("b", every: 86_400).bound(to: "main", wake: .now),
            job("c", every: 86_400).bound(to: "main", wake: .next))
        for ref in ["a", "b", "c"] { try world.runNow(ScheduleID(.cron, ref)) }
        world.end(world.started)
        #expect(world.started.last?.notes.count == 2)
        world.end(id)
        world.advance(bySeconds: 1_800)
        #expect(world.runs(id).flatMap(\.notes).count == 3)
    }

    @Test("outside the active hours a job's end wakes nobody; an operator may")
    func activeHours() throws {
        var beat = heartbeat(hours: ActiveHours(start: "14:00", end: "18:00"))
        beat.graceSeconds = 0
        var world = World([beat, job(every: 86_400).bound(to: "main", wake: .now)], at: at(60))
        try world.runNow()
        world.end()
        #expect(world.runs(id).isEmpty)
        #expect(try world.wake(now: true, "now").run?.notes.count == 2)
    }

    @Test("a beat of a busy session is skipped, not queued")
    func busyBeat() {
        var world = World(heartbeat(every: 60))
        world.advance(bySeconds: 62)
        #expect(world.statuses(id) == [.running, .skipped])
        #expect(world.runs(id).last?.error?.contains("busy") == true)
    }

    @Test("what a session is told is bounded: the newest stay")
    func bounded() throws {
        var world = world()
        for number in 0..<80 { try world.wake(now: false, "remark \(number)") }
        world.advance(bySeconds: 1_800)
        #expect(world.started.first?.notes.count == EngineState.remarksMax)
        #expect(world.started.first?.notes.last == "remark 79")
    }

    @Test("a restart does not move the phase (B16)")
    func phase() {
        var world = world()
        world.restart(afterSeconds: 777)
        world.advance(bySeconds: 1_800)
        #expect(world.started.map(\.scheduledAt) == [at(1_800)])
    }
}

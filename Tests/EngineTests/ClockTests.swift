import CivilTime
import Operations
import StoreTestKit
import Testing

@testable import Engine

@Suite struct ClockTests {
    @Test(
        "the clock goes forward: what it passed over is missed, counted exactly (B7)",
        arguments: [3_600, 86_400, 31_536_000])
    func forward(_ seconds: Int64) {
        var world = World(job())
        world.advance(bySeconds: 1)
        world.end()
        world.jump(bySeconds: seconds, .clockJump)
        #expect(world.pending().map(\.count) == [Int(seconds / 60) - 1])
        #expect(world.pending().first?.reason == .clockJump)
        #expect(world.statuses() == [.success, .running])
    }

    @Test("the clock goes back: nothing starts twice, and the cursor stays (B7)", arguments: [1, 3_600, 31_536_000])
    func back(_ seconds: Int64) {
        var world = World(job(overlap: .allow))
        world.advance(bySeconds: 301)
        let runs = world.runs().count
        let cursor = world.record.schedules[jobID]?.cursor
        world.jump(bySeconds: -seconds)
        world.advance(bySeconds: min(seconds, 7_200) - 1)
        #expect(world.runs().count == runs)
        #expect(world.record.schedules[jobID]?.cursor == cursor)
        if seconds <= 7_200 {
            world.advance(bySeconds: 62)
            #expect(world.runs().count == runs + 1)
        }
    }

    @Test("nothing an operator does after a step back replays, and no cursor goes back (I12)")
    func backAndEdited() throws {
        var world = World(job(overlap: .allow))
        world.advance(bySeconds: 301)
        let runs = world.runs().count
        world.jump(bySeconds: -200)
        try world.edit { $0.title = "Renamed" }
        try world.change(.pause(until: nil))
        try world.change(.resume)
        world.advance(bySeconds: 190)
        #expect(world.runs().count == runs)
        try world.change(.disable)
        world.jump(bySeconds: -3_700)
        try world.change(.enable)
        let cursor = try #require(world.record.schedules[jobID]?.cursor)
        #expect(cursor == at(300))
        world.advance(bySeconds: 3_900)
        #expect(Set(world.runs().map(\.scheduledAt)).count == world.runs().count)
        #expect(world.started.count == Set(world.started.map(\.id)).count)
    }

    struct Reading: Sendable, CustomTestStringConvertible {
        var name: String
        var wall: Double
        var boot: Double
        var step: Double
        var stall: Double
        var testDescription: String { name }
    }

    @Test(
        "two readings of the clocks tell a step from a stall",
        arguments: [
            Reading(name: "as planned", wall: 10, boot: 10, step: 0, stall: 0),
            Reading(name: "woken early", wall: 4, boot: 4, step: 0, stall: 0),
            Reading(name: "drift", wall: 11.9, boot: 10, step: 0, stall: 0),
            Reading(name: "set forward", wall: 3_610, boot: 10, step: 3_600, stall: 0),
            Reading(name: "set back", wall: -3_590, boot: 10, step: -3_600, stall: 0),
            Reading(name: "asleep", wall: 610, boot: 610, step: 0, stall: 600),
            Reading(name: "asleep and set forward", wall: 700, boot: 610, step: 90, stall: 600),
        ])
    func readings(_ reading: Reading) {
        let clocks = VirtualClocks()
        var watch = ClockWatch(clocks)
        watch.plan(afterSeconds: 10, from: clocks)
        clocks.move(wall: reading.wall, monotonic: reading.boot, boot: reading.boot)
        let finding = watch.look(clocks)
        #expect(abs(finding.stepSeconds - reading.step) < 0.001)
        #expect(abs(finding.stallSeconds - reading.stall) < 0.001)
    }
}

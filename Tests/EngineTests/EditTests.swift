import CivilTime
import Operations
import StoreTestKit
import Testing

@testable import Engine

/// What an edit does to what is due while it is made (B19).
@Suite struct EditTests {
    @Test("an edit that claims twice starts one run of a schedule that skips (I6)")
    func claimsTwice() throws {
        var world = World(job(every: 60), at: at(59))
        world.now = at(61)
        // Due under the old timetable at 60, and passed under the new one at 50: both within their grace.
        try world.edit { $0.timetable.timing = .at(at(50)) }
        #expect(world.started.map(\.scheduledAt) == [at(60)])
        #expect(world.runs().map(\.status).sorted { $0.rawValue < $1.rawValue } == [.running, .skipped])
    }

    @Test("an edit that claims twice takes no more slots than there are (I7)")
    func slots() throws {
        var world = World([job(every: 60, overlap: .allow)], at: at(59), context: makeContext(concurrency: 1))
        world.now = at(61)
        try world.edit { $0.timetable.timing = .at(at(50)) }
        #expect(world.started.count == 1)
        #expect(world.statuses().contains(.waiting))
    }

    @Test("an edit consumes no time that was not accounted for, whatever it changes")
    func accounted() throws {
        var world = World(job(every: 60), at: at(59))
        world.now = at(200)
        try world.edit { $0.timetable.timing = .every(seconds: 7, anchor: dawn) }
        #expect(world.pending().map(\.count) == [2])
        #expect(world.statuses() == [.running])
    }
}

import CivilTime
import Operations
import Recurrence
import StoreTestKit
import Testing

@testable import Engine

/// `dawn` is 12:00Z on 2 March 2026; the 3rd is taken out of these schedules.
@Suite struct ExclusionTests {
    private static let reason = "excluded on 2026-03-03 by the calendar holidays"

    private func excluding(every seconds: Int64, grace: Int? = nil) throws -> Schedule {
        let third = try #require(LocalDate(year: 2026, month: 3, day: 3))
        return job(every: seconds, grace: grace) {
            $0.timetable.exclusions = [.calendar(name: "holidays", dates: [third])]
        }
    }

    @Test("an excluded occurrence is recorded as skipped when its time comes, with the reason")
    func skipped() throws {
        var world = World(try excluding(every: 43_200))
        world.advance(bySeconds: 100)
        world.end(jobID)
        world.advance(bySeconds: 43_200)
        // Midnight of the 3rd has passed, and the next that is due lies a day ahead.
        #expect(world.statuses() == [.success, .skipped])
        let skip = try #require(world.runs().last)
        #expect(skip.scheduledAt == at(43_200))
        #expect(skip.error == Self.reason)
        #expect(world.started.count == 1)
        #expect(world.record.schedules[jobID]?.cursor == at(43_200))
        #expect(world.events(.cronRunSkipped).count == 1)
        world.advance(bySeconds: 100_000)
        #expect(world.statuses() == [.success, .skipped, .skipped, .running])
        #expect(world.runs().last?.scheduledAt == at(129_600))
    }

    @Test("what an excluded day took out while nobody was there is skipped, not missed")
    func downtime() throws {
        var world = World(try excluding(every: 21_600))
        world.advance(bySeconds: 2)
        world.end(jobID)
        world.restart(afterSeconds: 129_600)
        // 18:00 on the 2nd and 00:00 on the 4th were missed, four on the 3rd were not.
        #expect(world.pending().map(\.count) == [2])
        #expect(world.pending().first?.firstAt == at(21_600))
        #expect(world.pending().first?.lastAt == at(129_600))
        #expect(world.statuses() == [.success, .skipped, .skipped, .skipped, .skipped])
        // One of the stretch is answered, and the other remains.
        try world.answer(.delete, at: at(21_600), scope: .occurrence)
        #expect(world.pending().map(\.count) == [1])
    }

    @Test("a change of the calendar leaves on record what was skipped under the old one")
    func edited() throws {
        var world = World(try excluding(every: 43_200))
        world.advance(bySeconds: 2)
        world.end(jobID)
        world.advance(bySeconds: 50_000)
        try world.edit { $0.timetable = $0.timetable.updating(["holidays": []]) }
        world.advance(bySeconds: 50_000)
        #expect(world.runs().map(\.scheduledAt) == [at(0), at(43_200), at(86_400)])
        #expect(world.statuses() == [.success, .skipped, .running])
    }

    @Test("one decision records no more skips than it may claim")
    func bounded() throws {
        var world = World(try excluding(every: 60))
        world.restart(afterSeconds: 200_000)
        #expect(world.runs().count == EngineState.claimsMax)
        #expect(world.runs().last?.scheduledAt == at(43_200 + 86_400 - 60))
    }
}

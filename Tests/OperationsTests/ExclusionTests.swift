import CivilTime
import Operations
import Recurrence
import Testing

@Suite("Days that are taken out of a schedule")
struct ExclusionTests {
    private let zones: ZoneDatabase

    init() throws { zones = try ZoneDatabase.system() }

    private func plan(
        _ timing: Timetable.Timing, _ exclusions: [Exclusion], timezone: String = "America/Chicago",
        added: [AddedOccurrence] = []
    ) throws -> Plan {
        try Timetable(timing: timing, timezone: timezone, added: added, exclusions: exclusions)
            .plan(zones: zones, seed: ScheduleID(.cron, "job"))
    }

    private func cron(_ text: String) -> Timetable.Timing { .cron(expression: text, dialect: .almanac) }
    private func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }
    private func date(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    private func span(_ from: String, _ to: String) throws -> Span {
        Span(from: try instant(from), to: try instant(to))
    }

    @Test("A day that is excluded is passed over, in its own zone")
    func passedOver() throws {
        let plan = try plan(cron("0 22 * * *"), [.date(date("2026-12-25"))])
        // 22:00 in Chicago is 04:00Z of the next day.
        let week = try span("2026-12-24T00:00:00Z", "2026-12-28T00:00:00Z")
        #expect(
            plan.occurrences(in: week, limit: 10).map(\.at.iso8601) == [
                "2026-12-24T04:00:00Z", "2026-12-25T04:00:00Z", "2026-12-27T04:00:00Z",
            ])
        #expect(plan.count(in: week) == 3)
        #expect(plan.next(after: try instant("2026-12-25T04:00:00Z")) == (try instant("2026-12-27T04:00:00Z")))
        #expect(plan.previous(before: try instant("2026-12-27T04:00:00Z")) == (try instant("2026-12-25T04:00:00Z")))
        let lost = try instant("2026-12-26T04:00:00Z")
        #expect(!plan.matches(lost))
        #expect(plan.lists(lost))
        #expect(plan.nextListed(after: try instant("2026-12-25T04:00:00Z")) == lost)
        #expect(plan.excludedOccurrences(in: week, limit: 10).map(\.at) == [lost])
        #expect(plan.excludedCount(in: week) == 1)
        #expect(plan.exclusion(of: lost)?.words == "excluded on 2026-12-25")
        #expect(plan.exclusion(of: lost.advanced(bySeconds: 60)) == nil)
    }

    @Test("A calendar's name stands in the reason; a date of the schedule's own goes before it")
    func reasons() throws {
        let holidays = Exclusion.calendar(
            name: "holidays", dates: [try date("2026-12-26"), try date("2026-12-25"), try date("2026-12-26")])
        let days = [.date(try date("2026-12-25")), holidays].days(in: .utc)
        #expect(
            days.map(\.words) == ["excluded on 2026-12-25", "excluded on 2026-12-26 by the calendar holidays"])
        #expect(days.map(\.span.from) == [try instant("2026-12-25T00:00:00Z"), try instant("2026-12-26T00:00:00Z")])
    }

    @Test("An occurrence that an operator added stands, also on an excluded day")
    func added() throws {
        let noon = try instant("2026-12-25T12:00:00Z")
        let plan = try plan(
            cron("0 6,12 * * *"), [.date(date("2026-12-25"))], timezone: "UTC", added: [AddedOccurrence(at: noon)])
        let day = try span("2026-12-25T00:00:00Z", "2026-12-26T00:00:00Z")
        #expect(plan.occurrences(in: day, limit: 5).map(\.at) == [noon])
        #expect(plan.count(in: day) == 1)
        #expect(plan.matches(noon))
        #expect(plan.excludedOccurrences(in: day, limit: 5).map(\.at) == [try instant("2026-12-25T06:00:00Z")])
        #expect(plan.excludedCount(in: day) == 1)
    }

    @Test("Every two weeks from an anchor, a fortnight left out")
    func fortnights() throws {
        let anchor = try instant("2026-01-05T15:00:00Z")
        let plan = try plan(.every(seconds: 1_209_600, anchor: anchor), [.date(date("2026-01-19"))])
        #expect(
            plan.occurrences(in: Span(from: .distantPast, to: .distantFuture), limit: 3).map(\.at.iso8601) == [
                "2026-01-05T15:00:00Z", "2026-02-02T15:00:00Z", "2026-02-16T15:00:00Z",
            ])
    }

    @Test("A schedule with every one of its days taken out is never due")
    func nothingLeft() throws {
        let plan = try plan(.at(instant("2026-12-25T18:00:00Z")), [.date(date("2026-12-25"))])
        #expect(plan.next(after: .distantPast) == nil)
        #expect(plan.previous(before: .distantFuture) == nil)
        #expect(plan.nextListed(after: .distantPast) == (try instant("2026-12-25T18:00:00Z")))
    }

    @Test("Where midnight is skipped, the day begins when the gap ends")
    func skippedMidnight() throws {
        let plan = try plan(cron("0 * * * *"), [.date(date("2018-11-04"))], timezone: "America/Sao_Paulo")
        let days = try span("2018-11-03T03:00:00Z", "2018-11-06T02:00:00Z")
        #expect(plan.excludedCount(in: days) == 23)
        #expect(plan.count(in: days) == 48)
        #expect(plan.next(after: try instant("2018-11-04T02:00:00Z")) == (try instant("2018-11-05T02:00:00Z")))
    }

    @Test("Due and excluded together are what the rule says", arguments: 0..<40)
    func partition(_ number: Int) throws {
        var random = Generator(state: UInt64(number) &* 0x9e37_79b9_7f4a_7c15 &+ 1)
        let texts = ["*/7 * * * *", "0 * * * *", "30 2 * * *", "0 0 * * 1-5", "15 9-17/2 1-15 * *"]
        let start = LocalDate(dayNumber: Int.random(in: 20_000...21_000, using: &random))
        let dates = (0..<Int.random(in: 1...8, using: &random)).map { _ in
            start.adding(days: Int.random(in: 0...20, using: &random))
        }
        let plan = try plan(cron(texts[number % texts.count]), dates.map(Exclusion.date))
        let from = Instant(epochSeconds: Int64(start.dayNumber) * 86_400 + Int64.random(in: 0...90_000, using: &random))
        let span = Span(from: from, to: from.advanced(bySeconds: Int64.random(in: 1...1_700_000, using: &random)))
        let due = plan.occurrences(in: span, limit: .max)
        let out = plan.excludedOccurrences(in: span, limit: .max)
        #expect((due + out).sorted { $0.at < $1.at } == plan.rule.occurrences(in: span, limit: .max))
        #expect(plan.count(in: span) == due.count)
        #expect(plan.excludedCount(in: span) == out.count)
        let zone = try zones.zone(named: "America/Chicago")
        #expect(out.allSatisfy { dates.contains(zone.local($0.at).date) })
        #expect(!due.contains { dates.contains(zone.local($0.at).date) })
        var walked: [Instant] = []
        var last = Instant(epochMilliseconds: span.from.epochMilliseconds - 1)
        while let next = plan.next(after: last), next < span.to {
            #expect(plan.previous(before: next).map { $0 <= last } ?? true)
            walked.append(next)
            last = next
        }
        #expect(walked == due.map(\.at))
    }

    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 31
        }
    }

    @Test("New dates of a calendar are taken over; a calendar that has gone keeps its dates")
    func updating() throws {
        let old = try [date("2026-12-25")]
        let new = try [date("2027-12-25")]
        var table = Timetable(timing: cron("0 0 * * *"), timezone: "UTC")
        table.exclusions = [.calendar(name: "holidays", dates: old), .calendar(name: "gone", dates: old)]
        #expect(
            table.updating(["holidays": new]).exclusions == [
                .calendar(name: "holidays", dates: new), .calendar(name: "gone", dates: old),
            ])
    }

    @Test("A single occurrence that was skipped or moved is listed and not due; the one it moved to is")
    func removed() throws {
        let (monday, tuesday) = (try instant("2026-03-02T15:00:00Z"), try instant("2026-03-03T15:00:00Z"))
        let evening = try instant("2026-03-03T23:00:00Z")
        var table = Timetable(timing: cron("0 9 * * *"), timezone: "America/Chicago")
        table.remove(RemovedOccurrence(at: monday), after: .distantPast)
        table.remove(RemovedOccurrence(at: tuesday, movedTo: evening), after: .distantPast)
        table.add(AddedOccurrence(at: evening), after: .distantPast)
        let plan = try table.plan(zones: zones, seed: ScheduleID(.cron, "job"))
        let days = try span("2026-03-02T00:00:00Z", "2026-03-05T00:00:00Z")
        #expect(plan.occurrences(in: days, limit: 9).map(\.at) == [evening, try instant("2026-03-04T15:00:00Z")])
        #expect(plan.count(in: days) == 2)
        #expect(plan.next(after: days.from) == evening)
        #expect(plan.nextListed(after: days.from) == monday)
        #expect(plan.excludedOccurrences(in: days, limit: 9).map(\.at) == [monday, tuesday])
        #expect(plan.exclusion(of: monday)?.words == "skipped by an operator")
        #expect(plan.exclusion(of: tuesday)?.words == "moved to 2026-03-03T23:00:00Z")
        // Taken out again, the moved one just goes.
        table.remove(RemovedOccurrence(at: evening), after: .distantPast)
        #expect(table.added.isEmpty && table.removed.count == 2)
        // What has become a record is let go with the next exception.
        table.add(AddedOccurrence(at: evening), after: monday)
        #expect(table.removed.map(\.at) == [tuesday])
    }

    @Test("A removal on an excluded day changes nothing: the day goes before it")
    func removedOnDay() throws {
        let noon = try instant("2026-12-25T12:00:00Z")
        let table = Timetable(
            timing: cron("0 6,12 * * *"), timezone: "UTC", exclusions: [.date(try date("2026-12-25"))],
            removed: [RemovedOccurrence(at: noon)])
        let plan = try table.plan(zones: zones, seed: ScheduleID(.cron, "job"))
        let day = try span("2026-12-25T00:00:00Z", "2026-12-26T00:00:00Z")
        #expect(plan.count(in: day) == 0)
        #expect(plan.excludedCount(in: day) == 2)
        #expect(plan.exclusion(of: noon)?.words == "excluded on 2026-12-25")
    }
}

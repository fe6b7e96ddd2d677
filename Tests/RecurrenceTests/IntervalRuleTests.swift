import CivilTime
import Recurrence
import Testing

@Suite("Intervals, instants and heartbeats")
struct IntervalRuleTests {
    let anchor = Instant(epochSeconds: 1_767_225_600)

    @Test("An interval occurs at its anchor and each multiple after it")
    func every() throws {
        let rule = Rule.every(seconds: 5400, anchor: anchor)
        #expect(rule.next(after: .distantPast) == anchor)
        #expect(rule.next(after: anchor) == anchor.advanced(bySeconds: 5400))
        #expect(rule.previous(before: anchor) == nil)
        #expect(rule.previous(before: anchor.advanced(bySeconds: 1)) == anchor)
        #expect(rule.matches(anchor.advanced(bySeconds: 54_000)))
        #expect(!rule.matches(anchor.advanced(bySeconds: 54_001)))
        #expect(rule.count(in: Span(from: anchor, to: anchor.advanced(bySeconds: 86_400))) == 16)
        #expect(rule.count(in: Span(from: .distantPast, to: anchor)) == 0)
        #expect(rule.occurrencesPerDay == 16)
    }

    @Test("An interval without length never occurs") func noLength() {
        #expect(Rule.every(seconds: 0, anchor: anchor).next(after: .distantPast) == nil)
        #expect(Rule.every(seconds: -5, anchor: anchor).count(in: Span(from: anchor, to: .distantFuture)) == 0)
    }

    @Test("Instants at the ends of all time are searched from without harm")
    func extremes() throws {
        let hours = try #require(ActiveHours(start: "09:00", end: "17:00"))
        let zone = try zone("America/Chicago")
        let rules: [Rule] = [
            try cron("0 9 * * *", "America/Chicago"), try cron("@every 5m"), .at(anchor),
            .every(seconds: .max, anchor: anchor), .every(seconds: 1, anchor: Instant(epochSeconds: .min)),
            .heartbeat(everySeconds: 1800, anchor: anchor, activeHours: hours, zone: zone),
            .heartbeat(everySeconds: .max, anchor: Instant(epochSeconds: .max), activeHours: hours, zone: zone),
        ]
        let ends = [Int64.min, .max].map(Instant.init(epochMilliseconds:)) + [.distantPast, .distantFuture]
        for rule in rules {
            for end in ends {
                if let next = rule.next(after: end) { #expect(next > end) }
                if let previous = rule.previous(before: end) { #expect(previous < end) }
                _ = rule.count(in: Span(from: end, to: end.advanced(bySeconds: 86_400)))
                _ = rule.matches(end)
            }
        }
    }

    @Test("One instant occurs once") func once() {
        let rule = Rule.at(anchor)
        #expect(rule.next(after: .distantPast) == anchor)
        #expect(rule.next(after: anchor) == nil)
        #expect(rule.previous(before: .distantFuture) == anchor)
        #expect(rule.count(in: Span(from: anchor, to: anchor.advanced(bySeconds: 1))) == 1)
        #expect(rule.count(in: Span(from: .distantPast, to: anchor)) == 0)
    }

    @Test(
        "A heartbeat keeps to its hours, in spring and in autumn",
        arguments: [
            ("09:00", "17:00", 1800, "2026-03-07T00:00:00Z"), ("22:00", "03:00", 1500, "2026-03-07T00:00:00Z"),
            ("22:00", "03:00", 1500, "2026-10-31T00:00:00Z"), ("01:30", "02:30", 600, "2026-03-07T00:00:00Z"),
            ("01:30", "02:30", 600, "2026-10-31T00:00:00Z"), ("00:00", "24:00", 3600, "2026-10-31T00:00:00Z"),
            ("23:50", "00:10", 420, "2026-06-01T00:00:00Z"), ("12:00", "12:00", 3600, "2026-06-01T00:00:00Z"),
        ])
    func heartbeat(_ start: String, _ end: String, _ every: Int64, _ from: String) throws {
        let zone = try zone("America/Chicago")
        let hours = try #require(ActiveHours(start: start, end: end))
        let rule = Rule.heartbeat(everySeconds: every, anchor: anchor, activeHours: hours, zone: zone)
        let start = try instant(from)
        let span = Span(from: start, to: start.advanced(bySeconds: 3 * 86_400))
        var expected: [Instant] = []
        var beat = anchor
        while beat < span.to {
            if beat >= span.from, hours.contains(zone.local(beat).time) { expected.append(beat) }
            beat = beat.advanced(bySeconds: every)
        }
        #expect(rule.occurrences(in: span, limit: .max).map(\.at) == expected)
        #expect(rule.count(in: span) == expected.count)
        for (earlier, later) in zip(expected, expected.dropFirst()) { #expect(rule.previous(before: later) == earlier) }
    }

    @Test("A heartbeat that always falls outside its hours never beats")
    func never() throws {
        let hours = try #require(ActiveHours(start: "09:00", end: "10:00"))
        let rule = Rule.heartbeat(everySeconds: 86_400, anchor: anchor, activeHours: hours, zone: .utc)
        #expect(rule.next(after: anchor) == nil)
        #expect(rule.previous(before: .distantFuture) == nil)
    }

    @Test("Counts of a lane's hours add up to the count of the whole")
    func lanes() throws {
        let day = try span("2026-03-08T06:00:00Z", "2026-03-09T05:00:00Z")
        let rule = try cron("*/7 8-18 * * *", "America/Chicago")
        let counts = rule.counts(in: day)
        #expect(counts.count == 23)
        #expect(counts.reduce(0, +) == rule.count(in: day))
        #expect(counts.reduce(0, +) == rule.occurrences(in: day, limit: .max).count)
    }

    @Test(
        "How often a rule occurs in a day",
        arguments: [
            ("*/5 * * * *", 288.0), ("0 * * * *", 24), ("0 9 * * *", 1), ("0 0 30 2 *", 0), ("0 0 9 * * * 2026", 1),
        ])
    func rates(_ text: String, _ perDay: Double) throws {
        let rule = try cron(text)
        #expect(rule.occurrencesPerDay == perDay)
        #expect(rule.averageGapSeconds == (perDay > 0 ? 86_400 / perDay : nil))
    }

    @Test("The first occurrences of a span come one by one, and only as many as are asked for")
    func lazily() throws {
        let rule = try cron("* * * * *")
        let century = try span("2026-01-01T00:00:00Z", "2126-01-01T00:00:00Z")
        #expect(
            rule.occurrences(in: century, limit: 3).map(\.at.epochSeconds) == [0, 60, 120].map { 1_767_225_600 + $0 })
        #expect(rule.count(in: century) == 36_524 * 1440)
        #expect(rule.occurrences(in: Span(from: century.to, to: century.from), limit: 5).isEmpty)
    }
}

import CivilTime
import Recurrence
import Testing

@Suite("Properties of random expressions in twenty zones")
struct PropertyTests {
    /// A zone and a day near which its clock changes (or does not).
    static let places: [(zone: String, day: String)] = [
        ("America/Chicago", "2026-03-08"), ("America/Chicago", "2026-11-01"), ("Europe/London", "2026-03-29"),
        ("Europe/London", "2026-10-25"), ("Australia/Lord_Howe", "2026-04-04"), ("Australia/Lord_Howe", "2026-10-03"),
        ("America/Sao_Paulo", "2018-11-04"), ("America/Sao_Paulo", "2018-02-18"), ("Africa/Cairo", "2023-04-28"),
        ("Africa/Cairo", "2023-10-27"), ("Asia/Gaza", "2026-03-28"), ("Asia/Gaza", "2026-10-24"),
        ("Pacific/Apia", "2011-12-30"), ("Africa/Casablanca", "2026-02-15"), ("Africa/Casablanca", "2026-03-22"),
        ("Asia/Kathmandu", "2026-03-08"), ("UTC", "2026-02-28"), ("America/St_Johns", "2004-10-31"),
        ("America/St_Johns", "2011-03-13"), ("Pacific/Kwajalein", "1993-08-21"), ("America/Havana", "2026-03-08"),
        ("America/Havana", "2026-11-01"), ("America/Santiago", "2026-09-06"), ("America/Santiago", "2026-04-04"),
        ("Europe/Dublin", "2026-10-25"), ("Asia/Kolkata", "2026-12-31"), ("Pacific/Chatham", "2026-09-26"),
        ("Antarctica/Troll", "2026-03-29"), ("Asia/Tehran", "2022-09-21"), ("America/Caracas", "2016-05-01"),
        ("Asia/Pyongyang", "2018-05-04"), ("America/New_York", "2026-06-30"),
    ]

    @Test("A look at every minute finds the same occurrences", arguments: places.indices)
    func oracle(_ index: Int) throws {
        let place = Self.places[index]
        let zone = try zone(place.zone)
        let date = try #require(LocalDate(place.day))
        let start = (zone.startOfDay(date.adding(days: -2)).epochSeconds + 7200) / 3600 * 3600
        let oracle = Oracle(zone: zone, from: start, minutes: 5 * 1440)
        let span = Span(
            from: Instant(epochSeconds: start), to: Instant(epochSeconds: start + 5 * 86_400))
        var random = SeededRandom(seed: SeededRandom.runSeed &+ UInt64(index))
        for _ in 0..<SeededRandom.rounds(Self.expressionsPerPlace) {
            let expression = RandomExpression(&random)
            let policy = Self.policy(&random)
            let rule = Rule.cron(try CronExpression(expression.text), zone, policy)
            let expected = oracle.occurrences(
                expression, policy.gap ?? (expression.isAllHours ? .skip : .next),
                policy.overlap ?? (expression.isAllHours ? .both : .first))
            let found = rule.occurrences(in: span, limit: .max).map(\.at.epochSeconds)
            if found != expected {
                Issue.record("\(expression.text) in \(place), \(policy), seed \(SeededRandom.runSeed): \(found)")
            }
            consistency(rule, span, found.count, &random)
        }
    }

    /// Over 5,000 expressions in all.
    private static let expressionsPerPlace = 157

    @Test("The places are as many as promised") func counts() {
        #expect(Set(Self.places.map(\.zone)).count >= 20)
        #expect(Self.places.count * Self.expressionsPerPlace >= 5_000)
    }

    /// The dialect's own policies for one half, any others for the rest.
    private static func policy(_ random: inout SeededRandom) -> DSTPolicy {
        guard Bool.random(using: &random) else { return .dialect }
        return DSTPolicy(
            gap: GapPolicy.allCases.randomElement(using: &random),
            overlap: Bool.random(using: &random) ? nil : RepeatedHourPolicy.allCases.randomElement(using: &random))
    }

    /// What must hold of any rule, whatever it means.
    private func consistency(_ rule: Rule, _ span: Span, _ count: Int, _ random: inout SeededRandom) {
        func holds(_ fact: Bool, _ what: @autoclosure () -> String) {
            if !fact { Issue.record("\(what()): \(rule), seed \(SeededRandom.runSeed)") }
        }
        holds(rule.count(in: span) == count, "the count is \(rule.count(in: span)), not \(count)")
        let middle = Instant(
            epochSeconds: .random(in: span.from.epochSeconds...span.to.epochSeconds, using: &random))
        let first = Span(from: span.from, to: middle)
        let second = Span(from: middle, to: span.to)
        holds(rule.count(in: first) + rule.count(in: second) == count, "counts cut at \(middle) differ")
        holds(
            rule.occurrences(in: first, limit: .max).count == rule.count(in: first), "count up to \(middle)")
        holds(rule.counts(in: span).reduce(0, +) == count, "the hours' counts do not add up")
        if let next = rule.next(after: middle) {
            holds(next > middle, "next after \(middle)")
            holds(rule.matches(next), "no match at \(next)")
            let before = rule.previous(before: next)
            holds(before.map { $0 <= middle } ?? true, "previous before \(next)")
            if let before { holds(rule.next(after: before) == next, "next after \(before)") }
            // Where it occurs at an instant, that is the previous of its next.
            holds(rule.next(after: next).flatMap(rule.previous).map { $0 == next } ?? true, "previous of next, \(next)")
        }
        if let previous = rule.previous(before: middle) {
            holds(previous < middle, "previous before \(middle)")
            holds(rule.matches(previous), "no match at \(previous)")
            holds(rule.next(after: previous).map { $0 >= middle } ?? true, "next after \(previous)")
        }
    }

    @Test("A look at every day from 1970 to 2199 finds the same days", arguments: 0..<SeededRandom.rounds(5))
    func days(_ number: Int) throws {
        var random = SeededRandom(seed: SeededRandom.runSeed &+ 1000 &+ UInt64(number))
        var expression = RandomExpression(&random)
        let fields = expression.text.split(separator: " ").dropFirst(2).joined(separator: " ")
        expression.text = "0 12 " + fields
        let rule = Rule.cron(try CronExpression(expression.text), .utc, .dialect)
        let end = try #require(LocalDate(year: 2200, month: 1, day: 1)).dayNumber
        let label = "\(expression.text), seed \(SeededRandom.runSeed)"
        var at = Instant(epochSeconds: -1)
        var days = 0
        for day in 0..<end where expression.matches(LocalDate(dayNumber: day)) {
            let next = rule.next(after: at)
            let expected = Instant(epochSeconds: Int64(day) * 86_400 + 43_200)
            guard next == expected else {
                Issue.record("\(label) after \(at): \(next?.iso8601 ?? "never"), not \(expected)")
                return
            }
            if days > 0, rule.previous(before: expected) != at {
                Issue.record("\(label) before \(expected): \(rule.previous(before: expected)?.iso8601 ?? "never")")
                return
            }
            at = expected
            days += 1
        }
        #expect(rule.next(after: at) == nil, "\(label)")
        #expect(rule.count(in: Span(from: Instant(epochSeconds: 0), to: .distantFuture)) == days, "\(label)")
    }

    @Test("What is printed in canonical form reads back as the same")
    func roundTrip() throws {
        var random = SeededRandom(seed: SeededRandom.runSeed)
        for _ in 0..<SeededRandom.rounds(500) {
            let text = RandomExpression(&random).text
            let once = try CronExpression(text).canonical
            #expect(try CronExpression(once).canonical == once, "\(text), seed \(SeededRandom.runSeed)")
        }
    }
}

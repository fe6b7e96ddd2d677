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
        for _ in 0..<SeededRandom.rounds(12) {
            let expression = RandomExpression(&random)
            let compiled = try CronExpression(expression.text)
            let policies: [DSTPolicy] = [
                .dialect,
                DSTPolicy(gap: GapPolicy.allCases.randomElement(using: &random), overlap: nil),
                DSTPolicy(
                    gap: GapPolicy.allCases.randomElement(using: &random),
                    overlap: RepeatedHourPolicy.allCases.randomElement(using: &random)),
            ]
            for policy in policies {
                let rule = Rule.cron(compiled, zone, policy)
                let expected = oracle.occurrences(
                    expression, policy.gap ?? (expression.isAllHours ? .skip : .next),
                    policy.overlap ?? (expression.isAllHours ? .both : .first))
                let found = rule.occurrences(in: span, limit: .max).map(\.at.epochSeconds)
                #expect(found == expected, "\(expression.text) in \(place), \(policy), seed \(SeededRandom.runSeed)")
                try consistency(rule, span, found.count, &random)
            }
        }
    }

    /// What must hold of any rule, whatever it means.
    private func consistency(_ rule: Rule, _ span: Span, _ count: Int, _ random: inout SeededRandom) throws {
        let label = "\(rule), seed \(SeededRandom.runSeed)"
        #expect(rule.count(in: span) == count, "\(label)")
        let middle = Instant(
            epochSeconds: .random(in: span.from.epochSeconds...span.to.epochSeconds, using: &random))
        let first = Span(from: span.from, to: middle)
        let second = Span(from: middle, to: span.to)
        #expect(rule.count(in: first) + rule.count(in: second) == count, "\(label) cut at \(middle)")
        #expect(rule.occurrences(in: first, limit: .max).count == rule.count(in: first), "\(label)")
        if let next = rule.next(after: middle) {
            #expect(next > middle, "\(label)")
            #expect(rule.matches(next), "\(label)")
            let before = rule.previous(before: next)
            #expect(before.map { $0 <= middle } ?? true, "\(label) after \(middle)")
            if let before { #expect(rule.next(after: before) == next, "\(label) after \(middle)") }
        }
        if let previous = rule.previous(before: middle) {
            #expect(previous < middle, "\(label)")
            #expect(rule.matches(previous), "\(label)")
            #expect(rule.next(after: previous).map { $0 >= middle } ?? true, "\(label) before \(middle)")
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

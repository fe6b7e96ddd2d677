import CivilTime
import Recurrence
import Testing

@Suite("What happens when the clocks change")
struct DaylightSavingTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var dialect: Dialect
        var text: String
        var day: String
        /// UTC times, with the note where there is one.
        var expected: [String]
        var testDescription: String { "\(dialect.rawValue) \(text) on \(day)" }
    }

    static let examples: [Example] = [
        Example(dialect: .almanac, text: "30 2 * * *", day: "2026-03-08", expected: ["08:00 moved from 02:30"]),
        Example(
            dialect: .almanac, text: "30 1 * * *", day: "2026-11-01", expected: ["06:30 occurs twice, first taken"]),
        Example(
            dialect: .almanac, text: "*/30 2 * * *", day: "2026-03-08", expected: ["08:00 moved from 02:00 and 02:30"]),
        Example(dialect: .vixie, text: "*/30 2 * * *", day: "2026-03-08", expected: []),
        Example(
            dialect: .vixie, text: "0,30 2 * * *", day: "2026-03-08", expected: ["08:00 moved from 02:00 and 02:30"]),
        Example(dialect: .vixie, text: "30 2 * * *", day: "2026-03-08", expected: ["08:00 moved from 02:30"]),
        Example(
            dialect: .vixie, text: "30 1 * * *", day: "2026-11-01", expected: ["06:30 occurs twice, first taken"]),
        Example(
            dialect: .vixie, text: "*/30 1 * * *", day: "2026-11-01",
            expected: [
                "06:00 occurs twice, first pass", "06:30 occurs twice, first pass", "07:00 occurs twice, second pass",
                "07:30 occurs twice, second pass",
            ]),
        Example(dialect: .kubernetes, text: "30 2 * * *", day: "2026-03-08", expected: []),
        Example(
            dialect: .kubernetes, text: "30 1 * * *", day: "2026-11-01",
            expected: ["06:30 occurs twice, first pass", "07:30 occurs twice, second pass"]),
        Example(dialect: .quartz, text: "0 30 2 * * ?", day: "2026-03-08", expected: []),
        Example(
            dialect: .quartz, text: "0 30 1 * * ?", day: "2026-11-01", expected: ["07:30 occurs twice, second taken"]),
        Example(dialect: .spring, text: "0 30 2 * * *", day: "2026-03-08", expected: []),
        Example(dialect: .systemd, text: "*-*-* 02:30:00", day: "2026-03-08", expected: []),
        Example(
            dialect: .systemd, text: "*-*-* 01:30:00", day: "2026-11-01",
            expected: ["06:30 occurs twice, first taken"]),
        Example(
            dialect: .almanac, text: "30 2,3 * * *", day: "2026-03-08", expected: ["08:00 moved from 02:30", "08:30"]),
        Example(dialect: .almanac, text: "0 2,3 * * *", day: "2026-03-08", expected: ["08:00 also stands for 02:00"]),
    ]

    @Test("Chicago in 2026 goes as documented", arguments: examples)
    func chicago(_ example: Example) throws {
        let zone = try zone("America/Chicago")
        let date = try #require(LocalDate(example.day))
        let day = Span(from: zone.startOfDay(date), to: zone.startOfDay(date.adding(days: 1)))
        let rule = Rule.cron(try CronExpression(example.text, dialect: example.dialect), zone, .dialect)
        let found = rule.occurrences(in: day, limit: 100).map { occurrence in
            let time = occurrence.at.iso8601.dropFirst(11).prefix(5)
            return "\(time)" + (occurrence.dst.map { " \($0.text)" } ?? "")
        }
        #expect(found == example.expected)
    }

    @Test("Every two hours: the almanac moves the lost time, Vixie's wildcard job loses it")
    func everyTwoHours() throws {
        let morning = try span("2026-03-08T06:00:00Z", "2026-03-08T10:00:00Z")
        #expect(
            try cron("0 */2 * * *", "America/Chicago").texts(morning)
                == ["2026-03-08T06:00:00Z", "2026-03-08T08:00:00Z", "2026-03-08T09:00:00Z"])
        #expect(
            try cron("0 */2 * * *", "America/Chicago", dialect: .vixie).texts(morning)
                == ["2026-03-08T06:00:00Z", "2026-03-08T09:00:00Z"])
    }

    @Test("Every half hour occurs 50 times on the day with 25 hours")
    func intervals() throws {
        let day = try span("2026-11-01T05:00:00Z", "2026-11-02T06:00:00Z")
        #expect(try cron("*/30 * * * *", "America/Chicago").count(in: day) == 50)
    }
}

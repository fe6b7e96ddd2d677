import ChangeRequests
import CivilTime
import Testing

@Suite("Words for what repeats")
struct ReadRepetitionTests {
    private static let now = Instant(epochSeconds: 1_772_637_600)

    struct Row: Sendable, CustomTestStringConvertible {
        var text: String
        var expected: Repetition
        var isWarned = false

        var testDescription: String { text }
    }

    @Test(
        "Lengths of time are intervals, times of day are rules",
        arguments: [
            Row(text: "in 15 minutes", expected: .every(seconds: 900)),
            Row(text: "every 2 hours", expected: .every(seconds: 7200)),
            Row(text: "every hour", expected: .every(seconds: 3600)),
            Row(text: "90m", expected: .every(seconds: 5400)),
            Row(text: "in 2 weeks", expected: .every(seconds: 1_209_600)),
            Row(text: "4:30 pm", expected: .cron("30 16 * * *")),
            Row(text: "daily at 4:30 pm", expected: .cron("30 16 * * *")),
            Row(text: "every day at noon", expected: .cron("0 12 * * *")),
            Row(text: "weekdays at 9am", expected: .cron("0 9 * * 1-5")),
            Row(text: "weekends 10:00am", expected: .cron("0 10 * * 0,6")),
            Row(text: "every monday at 9am", expected: .cron("0 9 * * 1")),
            Row(text: "mondays at 9am", expected: .cron("0 9 * * 1")),
            Row(text: "monday 14:00", expected: .cron("0 14 * * 1")),
            Row(text: "09:15:30", expected: .cron("30 15 9 * * *")),
            Row(text: "tomorrow 9:15am", expected: .cron("15 9 * * *")),
            Row(text: "8:30", expected: .cron("30 8 * * *"), isWarned: true),
            Row(text: "every morning", expected: .cron("0 9 * * *"), isWarned: true),
        ])
    func repeats(_ row: Row) throws {
        let zone = try ZoneDatabase.system().zone(named: "America/Chicago")
        let reading = try readRepetition(row.text, now: Self.now, zone: zone)
        #expect(reading.repetition == row.expected)
        #expect(reading.warnings.isEmpty == !row.isWarned, "\(reading.warnings)")
    }

    @Test(
        "What cannot repeat is refused",
        arguments: [
            ("march 10 9am", InstantWordsError.Reason.doesNotRepeat), ("2026-03-09 10:00", .doesNotRepeat),
            ("in 0 minutes", .zeroInterval), ("", .empty), ("flurb", .notUnderstood),
            ("mondays tuesday", .contradiction),
        ])
    func refused(text: String, reason: InstantWordsError.Reason) throws {
        let zone = try ZoneDatabase.system().zone(named: "America/Chicago")
        let error = #expect(throws: InstantWordsError.self) {
            _ = try readRepetition(text, now: Self.now, zone: zone)
        }
        #expect(error?.reason == reason)
    }
}

import CivilTime
import Recurrence
import Testing

@Suite("Warnings say what an author may not expect")
struct WarningTests {
    @Test(
        "Each kind has its text and its fix",
        arguments: [
            ("*/7 * * * *", CronWarning.Kind.unevenStep, "@every 7m"),
            ("0 */5 * * *", .unevenStep, "@every 5h"),
            ("0 9 13 * FRI", .eitherDayField, "0 9 13 * +5"),
            ("0 9 */2 * MON", .starStepDays, "0 9 */2 * +1"),
            ("0 9 1 * 0-6", .wholeDayField, "0 9 * * *"),
            ("0 9 31 * *", .shortMonths, "0 9 L * *"),
            ("0 9 29 2 *", .shortMonths, "0 9 L 2 *"),
            ("0 9 30 2 *", .neverOccurs, nil),
            ("*/60 * * * *", .singleStep, "@every 60m"),
        ] as [(String, CronWarning.Kind, String?)])
    func kinds(_ text: String, _ kind: CronWarning.Kind, _ fix: String?) throws {
        let warnings = try CronExpression(text).warnings
        #expect(warnings.map(\.kind) == [kind])
        #expect(warnings.first?.fix == fix)
        if let fix { #expect(throws: Never.self) { try CronExpression(fix) } }
    }

    @Test(
        "Plain expressions have none",
        arguments: [
            "0 9 * * *", "*/5 * * * *", "0 9 * * MON-FRI", "0 9 1 * *", "0 9 1-7 * +MON", "0 */6 * * *", "0 9 31 12 *",
            "@daily", "@reboot", "@every 7m", "0 0 L * *",
        ])
    func none(_ text: String) throws {
        #expect(try CronExpression(text).warnings.isEmpty)
    }

    @Test("Times in a gap and in an overlap are named with their day")
    func clockChanges() throws {
        let year = try span("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
        #expect(
            try cron("30 2 * * *", "America/Chicago").warnings(in: year).map(\.text) == [
                "The clock skips 02:30 on 2026-03-08 in Chicago time; it occurs when the gap ends."
            ])
        #expect(
            try cron("30 1 * * *", "America/Chicago").warnings(in: year).map(\.text) == [
                "The clock shows 01:30 twice on 2026-11-01 in Chicago time; it occurs the first time only."
            ])
        #expect(
            try cron("30 2 * * *", "America/Chicago", dialect: .kubernetes).warnings(in: year).map(\.kind) == [.gapTime]
        )
        #expect(try cron("*/30 * * * *", "America/Chicago").warnings(in: year).isEmpty)
        #expect(try cron("0 9 * * *", "America/Chicago").warnings(in: year).isEmpty)
    }

    @Test("What a gap takes away is listed, never lost silently")
    func dropped() throws {
        let spring = try span("2026-03-08T00:00:00Z", "2026-03-09T00:00:00Z")
        let lost = try cron("*/30 2 * * *", "America/Chicago", dialect: .vixie).droppedTimes(in: spring)
        #expect(lost.map(\.at.iso8601) == ["2026-03-08T08:00:00Z"])
        #expect(lost.first?.dst == DSTNote(kind: .dropped, text: "02:00 and 02:30 do not exist"))
        #expect(try cron("30 2 * * *", "America/Chicago").droppedTimes(in: spring).isEmpty)
        #expect(try cron("*/30 * * * *", "America/Chicago").droppedTimes(in: spring).isEmpty)
        let kubernetes = try cron("30 2 * * *", "America/Chicago", dialect: .kubernetes)
        #expect(kubernetes.droppedTimes(in: spring).first?.dst?.text == "02:30 does not exist")
    }
}

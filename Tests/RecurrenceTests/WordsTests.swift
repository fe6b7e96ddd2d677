import CivilTime
import Recurrence
import Testing

@Suite("Rules in English")
struct WordsTests {
    @Test("A pattern of times reads as it is meant", arguments: WordsTable.times + WordsTable.days)
    func words(_ text: String, _ expected: String) throws {
        #expect(try CronExpression(text).words() == expected)
    }

    @Test("The table is as long as promised") func length() {
        #expect(WordsTable.times.count + WordsTable.days.count >= 150)
    }

    @Test(
        "Twelve-hour clocks say am and pm",
        arguments: [
            ("0 9 * * 1-5", "At 9:00 am, Monday to Friday"), ("0 0,12 * * *", "Every day at 12:00 am and 12:00 pm"),
            ("*/5 9-16 * * *", "Every 5 minutes between 9:00 am and 4:59 pm"),
            ("30 13 1 1 *", "At 1:30 pm on 1 January"),
        ])
    func twelveHours(_ text: String, _ expected: String) throws {
        #expect(try CronExpression(text).words(hour12: true) == expected)
    }

    @Test(
        "Other dialects read as their tools mean them",
        arguments: [
            (Dialect.systemd, "Mon..Fri *-*-* 09:00", "At 09:00, Monday to Friday"),
            (.systemd, "*-02~01", "At 00:00 on the last day of February"),
            (.systemd, "Mon *-05~07/1", "At 00:00 on the last 7 days of May, but only if it is a Monday"),
            (.quartz, "0 15 10 ? * 6L", "At 10:15 on the last Friday of the month"),
            (.quartz, "0 0 12 ? * 2", "At 12:00 on Mondays"),
            (.kubernetes, "5/10 * * * ?", "Every 10 minutes from 5 to 55 past every hour"),
            (
                .vixie, "0 0 */2 * MON",
                "At 00:00 on every 2nd day from the 1st of the month, but only if it is a Monday"
            ),
            (.kubernetes, "0 0 */2 * MON", "At 00:00 on every 2nd day from the 1st of the month, and also on Mondays"),
            (.spring, "0 0 9 * * MON-FRI", "At 09:00, Monday to Friday"),
        ])
    func dialects(_ dialect: Dialect, _ text: String, _ expected: String) throws {
        #expect(try CronExpression(text, dialect: dialect).words() == expected)
    }

    @Test("A rule names its zone")
    func zones() throws {
        #expect(try cron("0 9 * * 1-5", "America/Chicago").words() == "At 09:00, Monday to Friday, Chicago time")
        #expect(try cron("0 9 * * *", "America/New_York").words() == "Every day at 09:00, New York time")
        #expect(try cron("0 9 * * *").words() == "Every day at 09:00, UTC")
    }

    @Test("Intervals, instants and heartbeats read as they are")
    func others() throws {
        let anchor = try instant("2026-01-05T09:00:00Z")
        #expect(Rule.every(seconds: 5400, anchor: anchor).words() == "Every 1 hour 30 minutes")
        #expect(
            Rule.every(seconds: 1_209_600, anchor: anchor).words() == "Every 2 weeks, counted from 2026-01-05 09:00 UTC"
        )
        #expect(Rule.at(anchor).words() == "Once, at 2026-01-05 09:00 UTC")
        let hours = try #require(ActiveHours(start: "09:00", end: "24:00"))
        let beat = Rule.heartbeat(
            everySeconds: 1800, anchor: anchor, activeHours: hours, zone: try zone("America/Chicago"))
        #expect(beat.words() == "Every 30 minutes from 09:00 to 24:00, Chicago time")
        #expect(beat.words(hour12: true) == "Every 30 minutes from 9:00 am to 12:00 am, Chicago time")
    }
}

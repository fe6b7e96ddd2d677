import ChangeRequests
import CivilTime
import Testing

/// A phrase and the local time that it means in Chicago.
struct PhraseCase: Sendable, CustomTestStringConvertible {
    var text: String
    /// "2026-03-05 09:15", or with an offset.
    var expected: String
    var isWarned: Bool

    init(_ text: String, _ expected: String, warned: Bool = false) {
        self.text = text
        self.expected = expected
        self.isWarned = warned
    }

    var testDescription: String { text }
}

/// Wednesday, 4 March 2026, 09:20 in Chicago.
let now = Instant(epochSeconds: 1_772_637_600)

func chicago() throws -> Zone { try ZoneDatabase.system().zone(named: "America/Chicago") }

private func check(_ row: PhraseCase, at now: Instant = now) throws {
    let zone = try chicago()
    let reading = try readInstant(row.text, now: now, zone: zone)
    #expect(zone.local(reading.instant).description == row.expected)
    #expect(reading.warnings.isEmpty == !row.isWarned, "\(reading.warnings)")
}

@Suite("Words for an instant")
struct ReadInstantTests {
    @Test(
        "Lengths of time count from now",
        arguments: [
            PhraseCase("3s", "2026-03-04 09:20:03"),
            PhraseCase("20m", "2026-03-04 09:40"),
            PhraseCase("in 15m", "2026-03-04 09:35"),
            PhraseCase("in 90 minutes", "2026-03-04 10:50"),
            PhraseCase("in 2 hours", "2026-03-04 11:20"),
            PhraseCase("  In 2 Hours. ", "2026-03-04 11:20"),
            PhraseCase("2h", "2026-03-04 11:20"),
            PhraseCase("+45m", "2026-03-04 10:05"),
            PhraseCase("1h30m", "2026-03-04 10:50"),
            PhraseCase("1 hour and 30 minutes", "2026-03-04 10:50"),
            PhraseCase("an hour and a half", "2026-03-04 10:50"),
            PhraseCase("1.5 hours", "2026-03-04 10:50"),
            PhraseCase("two and a half hours", "2026-03-04 11:50"),
            PhraseCase("half an hour from now", "2026-03-04 09:50"),
            PhraseCase("a quarter of an hour", "2026-03-04 09:35"),
            PhraseCase("forty-five minutes", "2026-03-04 10:05"),
            PhraseCase("twenty five minutes later", "2026-03-04 09:45"),
            PhraseCase("a minute", "2026-03-04 09:21"),
            PhraseCase("now", "2026-03-04 09:20"),
            PhraseCase("in 0 minutes", "2026-03-04 09:20"),
        ])
    func elapsed(_ row: PhraseCase) throws { try check(row) }

    @Test(
        "Days and weeks keep the local time through a clock change",
        arguments: [
            PhraseCase("in 5 days", "2026-03-09 09:20"),
            PhraseCase("in a week", "2026-03-11 09:20"),
            PhraseCase("2w", "2026-03-18 09:20"),
            PhraseCase("in 3 days at 9pm", "2026-03-07 21:00"),
            PhraseCase("in 1 day and 2 hours", "2026-03-05 11:20"),
            PhraseCase("in 120 hours", "2026-03-09 10:20"),
        ])
    func days(_ row: PhraseCase) throws { try check(row) }

    @Test(
        "A time of day is the next such time",
        arguments: [
            PhraseCase("1am", "2026-03-05 01:00"),
            PhraseCase("9:21am", "2026-03-04 09:21"),
            PhraseCase("9:20am", "2026-03-05 09:20"),
            PhraseCase("5pm", "2026-03-04 17:00"),
            PhraseCase("at 5 p.m.", "2026-03-04 17:00"),
            PhraseCase("5 PM", "2026-03-04 17:00"),
            PhraseCase("5p", "2026-03-04 17:00"),
            PhraseCase("9.30pm", "2026-03-04 21:30"),
            PhraseCase("nine p m", "2026-03-04 21:00"),
            PhraseCase("nine thirty pm", "2026-03-04 21:30"),
            PhraseCase("09:00", "2026-03-05 09:00"),
            PhraseCase("0900", "2026-03-05 09:00"),
            PhraseCase("17:45", "2026-03-04 17:45"),
            PhraseCase("17:45:30", "2026-03-04 17:45:30"),
            PhraseCase("1700h", "2026-03-04 17:00"),
            PhraseCase("at 17h", "2026-03-04 17:00"),
            PhraseCase("12am", "2026-03-05 00:00"),
            PhraseCase("12:30pm", "2026-03-04 12:30"),
            PhraseCase("noon", "2026-03-04 12:00"),
            PhraseCase("at midday", "2026-03-04 12:00"),
            PhraseCase("midnight", "2026-03-05 00:00"),
            PhraseCase("half past nine pm", "2026-03-04 21:30"),
            PhraseCase("quarter to six pm", "2026-03-04 17:45"),
            PhraseCase("twenty past ten am", "2026-03-04 10:20"),
            PhraseCase("ten to twelve pm", "2026-03-04 11:50"),
            PhraseCase("9 at night", "2026-03-04 21:00"),
            PhraseCase("5 in the afternoon", "2026-03-04 17:00"),
            PhraseCase("5 o'clock in the morning", "2026-03-05 05:00"),
            PhraseCase("23:00 UTC", "2026-03-04 17:00"),
            PhraseCase("5", "2026-03-05 05:00", warned: true),
            PhraseCase("8:30", "2026-03-05 08:30", warned: true),
            PhraseCase("10:15", "2026-03-04 10:15", warned: true),
            PhraseCase("at 12", "2026-03-04 12:00", warned: true),
            PhraseCase("ten to six", "2026-03-05 05:50", warned: true),
        ])
    func clock(_ row: PhraseCase) throws { try check(row) }

    @Test(
        "A day and a time stand in any order",
        arguments: [
            PhraseCase("today 5pm", "2026-03-04 17:00"),
            PhraseCase("today 8am", "2026-03-04 08:00"),
            PhraseCase("tomorrow 9:15am", "2026-03-05 09:15"),
            PhraseCase("9:15am tomorrow", "2026-03-05 09:15"),
            PhraseCase("tomorrow at noon", "2026-03-05 12:00"),
            PhraseCase("tomorrow at midnight", "2026-03-05 00:00"),
            PhraseCase("today at midnight", "2026-03-05 00:00", warned: true),
            PhraseCase("the day after tomorrow at 6am", "2026-03-06 06:00"),
            PhraseCase("monday 14:00", "2026-03-09 14:00"),
            PhraseCase("14:00 on monday", "2026-03-09 14:00"),
            PhraseCase("wednesday 2pm", "2026-03-11 14:00"),
            PhraseCase("this friday 9am", "2026-03-06 09:00"),
            PhraseCase("next friday 9am", "2026-03-06 09:00", warned: true),
            PhraseCase("next monday 9am", "2026-03-09 09:00"),
            PhraseCase("thurs 9am", "2026-03-05 09:00"),
            PhraseCase("tomorrow 9", "2026-03-05 09:00", warned: true),
            PhraseCase("tomorrow at 5 in the afternoon", "2026-03-05 17:00"),
        ])
    func days2(_ row: PhraseCase) throws { try check(row) }

    @Test(
        "Parts of the day stand for an hour, with a warning",
        arguments: [
            PhraseCase("tonight", "2026-03-04 22:00", warned: true),
            PhraseCase("7:30 tonight", "2026-03-04 19:30"),
            PhraseCase("tonight at 11", "2026-03-04 23:00"),
            PhraseCase("tonight at 1am", "2026-03-05 01:00", warned: true),
            PhraseCase("tonight at midnight", "2026-03-05 00:00", warned: true),
            PhraseCase("tomorrow morning", "2026-03-05 09:00", warned: true),
            PhraseCase("tomorrow evening", "2026-03-05 18:00", warned: true),
            PhraseCase("tomorrow night at 9", "2026-03-05 21:00"),
            PhraseCase("this afternoon", "2026-03-04 15:00", warned: true),
            PhraseCase("morning", "2026-03-05 09:00", warned: true),
            PhraseCase("end of day", "2026-03-04 17:00", warned: true),
            PhraseCase("friday lunchtime", "2026-03-06 12:00", warned: true),
            PhraseCase("friday", "2026-03-06 09:00", warned: true),
            PhraseCase("tomorrow", "2026-03-05 09:00", warned: true),
        ])
    func parts(_ row: PhraseCase) throws { try check(row) }

    @Test(
        "Dates may be written or spoken; without a year it is the next such date",
        arguments: [
            PhraseCase("2026-03-09 10:00", "2026-03-09 10:00"),
            PhraseCase("2026-03-09T10:00", "2026-03-09 10:00"),
            PhraseCase("2026-03-09T10:00:30.250", "2026-03-09 10:00:30"),
            PhraseCase("2026-03-09 at 5pm", "2026-03-09 17:00"),
            PhraseCase("2026-03-09 5:00", "2026-03-09 05:00"),
            PhraseCase("2026-03-09 15:00 UTC", "2026-03-09 10:00"),
            PhraseCase("2026-03-09", "2026-03-09 00:00", warned: true),
            PhraseCase("2020-01-01 10:00", "2020-01-01 10:00"),
            PhraseCase("march 10 9am", "2026-03-10 09:00"),
            PhraseCase("9am on March 10th", "2026-03-10 09:00"),
            PhraseCase("10 march 2027, 9am", "2027-03-10 09:00"),
            PhraseCase("the 10th of march at 9am", "2026-03-10 09:00"),
            PhraseCase("march 1 9am", "2027-03-01 09:00"),
            PhraseCase("march 4 9am", "2027-03-04 09:00"),
            PhraseCase("march 4 10am", "2026-03-04 10:00"),
            PhraseCase("feb 29 noon", "2028-02-29 12:00"),
            PhraseCase("the 20th at 9am", "2026-03-20 09:00"),
            PhraseCase("the 1st at 9am", "2026-04-01 09:00"),
            PhraseCase("sept 3 at 0700", "2026-09-03 07:00"),
        ])
    func dates(_ row: PhraseCase) throws { try check(row) }

    @Test(
        "Offsets and epoch seconds name the instant itself",
        arguments: [
            PhraseCase("2026-03-09T15:00:00Z", "2026-03-09 10:00"),
            PhraseCase("2026-03-09T10:00-05:00", "2026-03-09 10:00"),
            PhraseCase("2026-03-09 10:00:00+0100", "2026-03-09 04:00"),
            PhraseCase("1772637600", "2026-03-04 09:20"),
            PhraseCase("1772637600.75", "2026-03-04 09:20"),
        ])
    func exact(_ row: PhraseCase) throws { try check(row) }

    @Test(
        "A skipped time is the first instant after the gap, a repeated one the first",
        arguments: [
            PhraseCase("2026-03-08 02:30", "2026-03-08 03:00", warned: true),
            PhraseCase("sunday 2:30am", "2026-03-08 03:00", warned: true),
            PhraseCase("2026-11-01 01:30", "2026-11-01 01:30", warned: true),
        ])
    func clockChanges(_ row: PhraseCase) throws { try check(row) }

    @Test("The first of two equal local times is the one before the change")
    func firstOfTwo() throws {
        let reading = try readInstant("2026-11-01 01:30", now: now, zone: chicago())
        #expect(reading.instant.iso8601 == "2026-11-01T06:30:00Z")
        #expect(reading.warnings == ["2026-11-01 01:30 occurs twice in America/Chicago: the first was taken."])
    }
}

import CivilTime
import Recurrence
import Testing

/// What other engines were seen to get wrong; each is a case of its own here.
@Suite("Defects seen in other engines do not occur here")
struct PeerDefectTests {
    @Test("The midnight after the spring change is there, and so is the next first of a month")
    func midnightAfterSpring() throws {
        let daily = try cron("0 0 * * *", "America/Chicago")
        #expect(daily.next(after: try instant("2026-03-08T06:00:00Z")) == (try instant("2026-03-09T05:00:00Z")))
        let monthly = try cron("0 0 1 * *", "America/Chicago")
        #expect(monthly.next(after: try instant("2026-03-08T12:00:00Z")) == (try instant("2026-04-01T05:00:00Z")))
    }

    @Test("A Friday that Apia skipped ends the search rather than stopping it")
    func lostFriday() throws {
        let start = try instant("2011-12-24T12:00:00Z")
        let almanac = try cron("0 12 * * 5", "Pacific/Apia")
        #expect(almanac.next(after: start) == (try instant("2011-12-30T10:00:00Z")))
        #expect(
            almanac.occurrences(in: try span("2011-12-24T12:00:00Z", "2012-01-05T00:00:00Z"), limit: 9).map(\.dst?.text)
                == ["moved from 2011-12-30 12:00"])
        for dialect in [Dialect.kubernetes, .vixie] {
            let rule = try cron("0 12 * * 5", "Pacific/Apia", dialect: dialect)
            #expect(rule.next(after: start) == (try instant("2012-01-05T22:00:00Z")))
        }
    }

    @Test("Half past one on Lord Howe is before its half-hour gap, not in it")
    func lordHoweGap() throws {
        for dialect in [Dialect.almanac, .kubernetes, .vixie] {
            let rule = try cron("30 1 * * *", "Australia/Lord_Howe", dialect: dialect)
            #expect(rule.next(after: try instant("2026-10-03T00:00:00Z")) == (try instant("2026-10-03T15:00:00Z")))
        }
    }

    @Test("A gap is passed, not stood at for ever", arguments: ["30 2 * * *", "0 * * * *"])
    func gapIsPassed(_ text: String) throws {
        let rule = try cron(text, "America/Chicago")
        var at = try instant("2026-03-08T05:30:00Z")
        for _ in 0..<100 {
            let next = try #require(rule.next(after: at))
            #expect(next > at)
            at = next
        }
        #expect(at > (try instant("2026-03-12T00:00:00Z")))
    }

    @Test("An overlap that begins at a minute past midnight does not loop")
    func stJohns() throws {
        let rule = try cron("30 * * * 0", "America/St_Johns")
        let found = rule.texts(try span("2004-10-29T00:00:00Z", "2004-11-02T00:00:00Z"))
        #expect(found.count == 24)
        #expect(found.first == "2004-10-31T04:00:00Z")
    }

    @Test("A quarter to two on Lord Howe occurs in both passes of the half hour")
    func lordHoweOverlap() throws {
        let found = try cron("45 * * * *", "Australia/Lord_Howe").texts(
            try span("2026-04-04T14:00:00Z", "2026-04-04T17:00:00Z"))
        #expect(found == ["2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z", "2026-04-04T16:15:00Z"])
    }

    @Test("The hour after Cairo's missing midnight keeps all its quarters")
    func cairo() throws {
        let found = try cron("*/15 1 * * 5", "Africa/Cairo").texts(
            try span("2023-04-27T12:00:00Z", "2023-04-28T12:00:00Z"))
        #expect(
            found == [
                "2023-04-27T22:00:00Z", "2023-04-27T22:15:00Z", "2023-04-27T22:30:00Z", "2023-04-27T22:45:00Z",
            ])
    }

    @Test("A range of one value is that value")
    func rangeOfOne() throws {
        #expect(try cron("10-10 * * * *").count(in: try span("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")) == 24)
    }

    @Test("A day whose midnight does not exist keeps its other times")
    func saoPaulo() throws {
        let rule = try cron("0 9 4 11 *", "America/Sao_Paulo")
        #expect(rule.next(after: try instant("2018-01-01T00:00:00Z")) == (try instant("2018-11-04T11:00:00Z")))
        let midnight = try cron("0 0 * * *", "America/Sao_Paulo")
        #expect(midnight.next(after: try instant("2018-11-03T12:00:00Z")) == (try instant("2018-11-04T03:00:00Z")))
    }

    @Test("Every seven minutes keeps local midnight")
    func systemdSevens() throws {
        let rule = try cron("*:0/7", "America/Chicago", dialect: .systemd)
        #expect(rule.matches(try instant("2026-01-02T06:00:00Z")))
        #expect(rule.previous(before: try instant("2026-01-02T06:00:00Z")) == (try instant("2026-01-02T05:56:00Z")))
    }

    @Test("Every second day counts from the first of the month")
    func springDays() throws {
        let rule = try cron("0 0 0 */2 * *", dialect: .spring)
        #expect(
            rule.texts(try span("2026-01-30T00:00:00Z", "2026-02-04T00:00:00Z"))
                == ["2026-01-31T00:00:00Z", "2026-02-01T00:00:00Z", "2026-02-03T00:00:00Z"])
    }

    @Test("The first seven days or Mondays include the first of March")
    func firstOfMarch() throws {
        let rule = try cron("0 0 1-7 * MON")
        #expect(rule.matches(try instant("2026-03-01T00:00:00Z")))
        #expect(rule.count(in: try span("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z")) == 11)
    }

    @Test("Each quarter of an autumn night's 25 hours has its run")
    func autumnQuarters() throws {
        let day = try span("2026-11-01T05:00:00Z", "2026-11-02T06:00:00Z")
        #expect(try cron("*/15 * * * *", "America/Chicago").texts(day).count == 100)
    }

    @Test("Leap days go on after the year 2100 that has none")
    func leapDays() throws {
        let rule = try cron("0 0 29 2 *")
        #expect(rule.next(after: try instant("2096-03-01T00:00:00Z")) == (try instant("2104-02-29T00:00:00Z")))
    }

    @Test(
        "A date that does not exist is never, at once", arguments: ["0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 31W 4 *"])
    func never(_ text: String) throws {
        let rule = try cron(text)
        #expect(rule.next(after: try instant("2026-01-01T00:00:00Z")) == nil)
        #expect(rule.previous(before: try instant("2026-01-01T00:00:00Z")) == nil)
        #expect(rule.occurrencesPerDay == 0)
        #expect(rule.words().contains("ever"))
    }

    @Test(
        "What others swallow is refused",
        arguments: [
            "0 0 * * MON#6", "0,15, * * * *", "*/0 * * * *", "0 0 * * MON%2", "0 0 * * MONDAY", "5x * * * *",
            "* * * * * * * *", "0 0 * *", "5/10 * * * *", "*/90 * * * *", "0 0 * * FRI-MON", "0 22-2 * * *",
        ])
    func refused(_ text: String) {
        #expect(throws: CronSyntaxError.self) { try CronExpression(text) }
    }
}

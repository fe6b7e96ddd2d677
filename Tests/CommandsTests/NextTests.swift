import CivilTime
import Operations
import Testing

@testable import Commands

@Suite("almanac next")
struct NextTests {
    @Test("prints local time, UTC and what a clock change does, a line each")
    func lines() async {
        let answer = await almanac("next", "30 2 * * *", "--tz", "America/Chicago", "--after", "2026-03-07", "-n", "3")
        #expect(answer.status == .ok)
        #expect(
            answer.lines == [
                "Sat 2026-03-07 02:30 -06:00  2026-03-07T08:30:00Z",
                "Sun 2026-03-08 03:00 -05:00  2026-03-08T08:00:00Z  moved from 02:30",
                "Mon 2026-03-09 02:30 -05:00  2026-03-09T07:30:00Z",
            ])
    }

    @Test("takes the words of an expression without quotes")
    func unquoted() async {
        let answer = await almanac("next", "@every", "90m", "--after", "0", "-n", "1", "--tz", "UTC", "--json")
        #expect(answer.output.contains(#""next":[5400]"#))
    }

    @Test("starts from now, in the zone of ALMANAC_TIMEZONE")
    func defaults() async {
        let answer = await almanac("next", "0 9 * * *", "-n", "1", environment: ["ALMANAC_TIMEZONE": "Asia/Tokyo"])
        #expect(answer.lines == ["Wed 2026-03-04 09:00 +09:00  2026-03-04T00:00:00Z"])
    }

    @Test("says never, and that a start of the scheduler is no instant")
    func never() async {
        #expect(await almanac("next", "0 0 30 2 *").output == "Never: no such date exists.\n")
        #expect(await almanac("next", "@reboot").output.contains("the start of the scheduler"))
    }

    @Test("points at what is wrong, says what is allowed, and ends with 65")
    func fault() async {
        let answer = await almanac("next", "0 25 * * *")
        #expect(answer.status == .badInput)
        #expect(answer.output.isEmpty)
        #expect(
            answer.complaint == """
                almanac: The hour field says 25; it takes 0 to 23.
                  0 25 * * *
                    ^^

                """)
    }

    @Test("with --json a fault is JSON on standard output too")
    func jsonFault() async {
        let answer = await almanac("next", "0 25 * * *", "--json")
        #expect(answer.status == .badInput)
        #expect(answer.output.hasPrefix(#"{"error":{"field":"hour","column":3,"found":"25","allowed":"0 to 23","#))
    }

    @Test(
        "refuses what it can't mean",
        arguments: [
            ["next"], ["next", "-n", "0", "* * * * *"], ["next", "--jsonl", "* * * * *"],
            ["next", "-n", "x", "@daily"],
        ])
    func usage(_ arguments: [String]) async {
        let console = TestConsole()
        let status = await carryOut(
            arguments, in: Surroundings(environment: [:], console: console.console(), clock: StoppedClock(now: testNow))
        )
        #expect(status == .usage)
        #expect(!console.complaint.isEmpty)
    }

    @Test(
        "reads an instant in every form",
        arguments: [
            ("2026-03-08T08:00:00Z", "2026-03-08T08:00:00Z"), ("1772956800", "2026-03-08T08:00:00Z"),
            ("2026-03-08", "2026-03-08T06:00:00Z"), ("2026-03-08 01:00", "2026-03-08T07:00:00Z"),
            ("2026-03-08T02:30", "2026-03-08T08:00:00Z"), ("2026-03-08T03:00:00-05:00", "2026-03-08T08:00:00Z"),
        ])
    func instants(_ text: String, _ expected: String) throws {
        let zone = try ZoneDatabase.system().zone(named: "America/Chicago")
        #expect(try readAfter(text, zone: zone).iso8601 == expected)
    }

    @Test("refuses what is no instant", arguments: ["", "soon", "2026-02-30", "2026-03-08 25:00", "12:00"])
    func noInstants(_ text: String) throws {
        let zone = try ZoneDatabase.system().zone(named: "America/Chicago")
        #expect(throws: ExpressionFault.self) { try readAfter(text, zone: zone) }
    }
}

@Suite("almanac explain")
struct ExplainTests {
    @Test("says words, plainest form, fields and what comes next")
    func page() async {
        let answer = await almanac("explain", "0 9 * * MON-FRI", "--tz", "America/Chicago")
        #expect(answer.status == .ok)
        #expect(answer.lines.contains { $0.split(separator: " ") == ["plainest", "form", "0", "9", "*", "*", "1-5"] })
        #expect(answer.lines.contains { $0.split(separator: " ") == ["day-of-week", "field", "1-5"] })
        #expect(answer.lines.contains { $0.split(separator: " ") == ["on", "average", "every", "1d", "9h", "36m"] })
        #expect(answer.output.contains("Next 5"))
        #expect(answer.output.contains("  Wed 2026-03-04 09:00 -06:00  2026-03-04T15:00:00Z"))
    }

    @Test("notes what may surprise, with what to write instead")
    func warnings() async {
        let answer = await almanac("explain", "*/7 * * * *")
        #expect(answer.output.contains("Note: "))
        #expect(answer.output.contains("Instead: @every 7m"))
    }

    @Test("answers in JSON with all of it")
    func json() async throws {
        let answer = await almanac("explain", "@daily", "--tz", "UTC", "--json")
        let value = try jsonValue(of: Array(answer.output.utf8))
        #expect(value["canonical"]?.string == "0 0 * * *")
        #expect(value["fields"]?.list?.count == 5)
        #expect(value["next"]?.list?.first?.whole == 1_772_582_400)
        #expect(value["average_gap_seconds"]?.whole == 86_400)
        #expect(value["never"]?.truth == false)
    }

    @Test("ends with 65 for what it can't read")
    func fault() async {
        #expect(await almanac("explain", "* * *").status == .badInput)
        #expect(await almanac("explain", "@daily", "--tz", "America/Chigago").complaint.contains("America/Chicago"))
    }
}

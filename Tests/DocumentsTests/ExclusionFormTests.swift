import CivilTime
import Documents
import Operations
import Recurrence
import Testing

/// The calendar "holidays" of the context holds 25 December 2026 and 1 January 2027.
@Suite("Excluded days and anchors as they are written")
struct ExclusionFormTests {
    private func texts(_ draft: Draft) -> [String] { draft.schedule.timetable.exclusions.map(\.text) }

    private let daily = #""command":"x","cron_expr":"0 9 * * *""#

    @Test(
        "A list, or a text with lines or commas, of dates and calendars",
        arguments: [
            #"["2026-12-24","holidays"]"#, #""2026-12-24\nholidays""#, #""2026-12-24, holidays,""#,
            #"[" 2026-12-24 ","holidays","2026-12-24"]"#,
        ])
    func read(_ exclusions: String) throws {
        let draft = try job("{\(daily),\"exclusions\":\(exclusions)}")
        #expect(texts(draft) == ["2026-12-24", "holidays"])
        let dates = draft.schedule.timetable.exclusions.flatMap(\.dates).map(\.description)
        #expect(dates == ["2026-12-24", "2026-12-25", "2027-01-01"])
    }

    @Test("A job is written with its exclusions and the dates they stand for, and reads back as it was")
    func roundTrip() throws {
        let draft = try job("{\(daily),\"exclusions\":[\"holidays\",\"2026-12-24\"]}")
        let text = written { $0.job(draft.schedule, facts: nil) }
        #expect(text.contains(#""exclusions":["holidays","2026-12-24"]"#))
        #expect(text.contains(#""excluded_dates":["2026-12-24","2026-12-25","2027-01-01"]"#))
        #expect(try change(text, of: draft.schedule).schedule == draft.schedule)
    }

    @Test("A change leaves them, null clears them")
    func changes() throws {
        let schedule = try job("{\(daily),\"exclusions\":[\"holidays\"]}").schedule
        #expect(try texts(change(#"{"title":"t"}"#, of: schedule)) == ["holidays"])
        #expect(try texts(change(#"{"exclusions":null}"#, of: schedule)).isEmpty)
        #expect(try texts(change(#"{"exclusions":[]}"#, of: schedule)).isEmpty)
    }

    @Test("A calendar that is no longer declared may be sent back")
    func goneCalendar() throws {
        var schedule = try job("{\(daily)}").schedule
        schedule.timetable.exclusions = [.calendar(name: "gone", dates: [LocalDate(dayNumber: 20_900)])]
        #expect(
            try change(#"{"exclusions":["gone","2026-12-24"]}"#, of: schedule).schedule.timetable.exclusions.first
                == schedule.timetable.exclusions.first)
    }

    @Test("A heartbeat takes them too")
    func heartbeat() throws {
        let draft = try session(#"{"session_id":"desk","exclusions":["holidays"]}"#)
        #expect(texts(draft) == ["holidays"])
        #expect(written { $0.session(draft.schedule, facts: nil) }.contains(#""exclusions":["holidays"]"#))
    }

    @Test(
        "What is wrong is named",
        arguments: [
            (
                #"["2026-02-30"]"#,
                #"exclusions[0]: "2026-02-30" is no date such as 2026-12-25, and no calendar of the configuration. There are holidays."#
            ),
            (
                #"["2026-12-24","holiday"]"#,
                #"exclusions[1]: "holiday" is no date such as 2026-12-25, and no calendar of the configuration. Did you mean holidays?"#
            ),
            ("7", "exclusions: exclusions takes a list of dates and of calendars' names; it was given a number."),
            (#"["9999-12-24"]"#, "exclusions[0]: 9999-12-24 lies outside the years 1970 to 2199."),
        ])
    func refused(_ exclusions: String, _ expected: String) throws {
        #expect(refusal { try job("{\(daily),\"exclusions\":\(exclusions)}") } == [expected])
    }

    @Test("A single run on an excluded day is accepted with a remark")
    func excludedRun() throws {
        let draft = try job(#"{"command":"x","run_at":"2026-12-25T10:00","exclusions":["holidays"]}"#)
        #expect(
            draft.warnings == ["run_at is excluded on 2026-12-25 by the calendar holidays: the run will be skipped."])
    }

    // MARK: Anchors

    @Test(
        "An interval counts from its anchor",
        arguments: [
            (#""2026-01-05T09:00""#, "2026-01-05T15:00:00Z"), (#""2026-01-05T09:00:00Z""#, "2026-01-05T09:00:00Z"),
            ("1772637600", "2026-03-04T15:20:00Z"), (#""monday 09:00""#, "2026-03-09T14:00:00Z"),
        ])
    func anchor(_ written: String, _ expected: String) throws {
        let draft = try job(#"{"command":"x","every":"2w","anchor":\#(written)}"#)
        let anchor = try #require(Instant(iso8601: expected))
        #expect(draft.schedule.timetable.timing == .every(seconds: 1_209_600, anchor: anchor))
        let again = try change(#"{"every":"3w"}"#, of: draft.schedule)
        #expect(again.schedule.timetable.everySeconds == 1_814_400)
        let moved = try change(#"{"anchor":"2026-01-06T09:00:00Z"}"#, of: draft.schedule)
        #expect(
            try moved.schedule.timetable.timing
                == .every(seconds: 1_209_600, anchor: #require(Instant(iso8601: "2026-01-06T09:00:00Z"))))
    }

    @Test("An anchor goes with an interval; sent back whole beside a new rule it is passed over")
    func strayAnchor() throws {
        #expect(
            refusal { try job("{\(daily),\"anchor\":\"2026-01-05T09:00\"}") }
                == ["anchor: anchor goes with every, which is not given."])
        let draft = try job(#"{"command":"x","every":"2w","anchor":"2026-01-05T09:00:00Z"}"#)
        let next = try change(
            #"{"every_seconds":1209600,"anchor":"2026-01-05T09:00:00Z","cron_expr":"0 9 * * *"}"#, of: draft.schedule)
        #expect(next.schedule.timetable.timing == .cron(expression: "0 9 * * *", dialect: .almanac))
    }

    // MARK: Calendars of the configuration

    @Test("Calendars are declared by name, and jobs name them")
    func declared() throws {
        let configuration = try DocumentsTests.read(
            """
            calendars:
              holidays: [2027-01-01, 2026-12-25]
              freeze: |
                2026-06-19
                2026-06-20
            jobs:
              - job_id: payroll
                every: 2w
                anchor: 2026-01-09T09:00
                exclusions: [holidays, 2026-07-03]
                command: ./payroll.sh
            """)
        #expect(configuration.settings.calendars["holidays"]?.map(\.description) == ["2026-12-25", "2027-01-01"])
        #expect(configuration.settings.calendars["freeze"]?.map(\.description) == ["2026-06-19", "2026-06-20"])
        #expect(configuration.jobs.map(texts) == [["holidays", "2026-07-03"]])
    }

    @Test("A calendar's faults are placed")
    func faultyCalendars() {
        let yaml = """
            calendars:
              holidays:
                - 2026-12-25
                - Christmas
              2026: [2026-01-01]
            """
        let faults = refusal { try DocumentsTests.read(yaml) }
        #expect(faults.contains { $0.contains("calendars.holidays[1]") && $0.contains("\"Christmas\" is no date") })
        #expect(faults.contains { $0.contains("\"2026\" is no name of a calendar") })
        #expect(refusal { try DocumentsTests.read("calendars: [a]") }.first?.contains("takes names") == true)
    }
}

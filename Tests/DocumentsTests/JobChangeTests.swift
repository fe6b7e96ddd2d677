import CivilTime
import Documents
import Operations
import Recurrence
import Testing

@Suite("A change of a job")
struct JobChangeTests {
    private static let body =
        #"{"command":"make report","cron_expr":"0 9 * * 1-5","description":"d","channel":"c","timeout_seconds":60,"overlap":"queue","retries":2,"env":{"A":"1"},"metadata":{"k":1}}"#

    private func schedule() throws -> Schedule { try job(Self.body).schedule }

    @Test("What is not given stays; version, cursor and instants are the engine's")
    func nothing() throws {
        let schedule = try schedule()
        #expect(try change("{}", of: schedule).schedule == schedule)
    }

    @Test("What is given changes, null clears or stands for the default")
    func fields() throws {
        let before = try schedule()
        let after = try change(
            #"""
            {"title":"Report","description":null,"channel":"ops","category":"low","timeout_seconds":null,"overlap":null,
            "retries":5,"env":{"B":"2"},"metadata":null,"owner":"finance","runner":"dry-run"}
            """#, of: before
        ).schedule
        var expected = before
        expected.title = "Report"
        expected.description = nil
        expected.channel = "ops"
        expected.category = .low
        expected.work.timeoutSeconds = nil
        expected.overlap = .skip
        expected.retries = 5
        expected.work.env = ["B": "2"]
        expected.metadata = [:]
        expected.ownerID = "finance"
        expected.work.runner = "dry-run"
        #expect(after == expected)
    }

    @Test("A title that was made of the command follows it; one that was given stays")
    func titles() throws {
        let derived = try schedule()
        #expect(try change(#"{"command":"make all"}"#, of: derived).schedule.title == "make all")
        let named = try change(#"{"title":"Report"}"#, of: derived).schedule
        #expect(try change(#"{"command":"make all"}"#, of: named).schedule.title == "Report")
        #expect(try change(#"{"title":null}"#, of: named).schedule.title == "make report")
    }

    struct Timing: NamedRow {
        var name: String
        var body: String
        var expected: Timetable.Timing
        var timezone = "America/Chicago"
    }

    @Test(
        "The rule changes by any of its fields",
        arguments: [
            Timing(
                name: "expression", body: #"{"cron_expr":"0 10 * * *"}"#,
                expected: .cron(expression: "0 10 * * *", dialect: .almanac)),
            Timing(
                name: "zone alone", body: #"{"timezone":"Asia/Tokyo"}"#,
                expected: .cron(expression: "0 9 * * 1-5", dialect: .almanac), timezone: "Asia/Tokyo"),
            Timing(
                name: "dialect alone", body: #"{"dialect":"vixie"}"#,
                expected: .cron(expression: "0 9 * * 1-5", dialect: .vixie)),
            Timing(
                name: "interval", body: #"{"every":"1h"}"#,
                expected: .every(seconds: 3600, anchor: Instant(epochSeconds: 1_772_637_600))),
            Timing(
                name: "instant", body: #"{"run_at":"tomorrow 9am"}"#,
                expected: .at(Instant(epochSeconds: 1_772_722_800))),
            Timing(
                name: "the old rule beside the new",
                body: #"{"cron_expr":"0 9 * * 1-5","every_seconds":3600,"run_at":null}"#,
                expected: .every(seconds: 3600, anchor: Instant(epochSeconds: 1_772_637_600))),
        ])
    func timings(_ row: Timing) throws {
        let after = try change(row.body, of: schedule()).schedule
        #expect(after.timetable.timing == row.expected)
        #expect(after.timetable.timezone == row.timezone)
    }

    @Test("An interval that is given unchanged keeps its phase")
    func phase() throws {
        let before = try job(#"{"command":"x","every":"1h"}"#).schedule
        let later = try context(now: now.advanced(bySeconds: 1000))
        let same = try readJobChange(["every_seconds": 3600, "title": "X"], of: before, context: later).schedule
        #expect(same.timetable == before.timetable)
        let other = try readJobChange(["every": "2h"], of: before, context: later).schedule
        #expect(other.timetable.timing == .every(seconds: 7200, anchor: Instant(epochSeconds: 1_772_638_600)))
    }

    @Test("Added occurrences stay when the rule changes")
    func exceptions() throws {
        var before = try schedule()
        before.timetable.added = [AddedOccurrence(at: Instant(epochSeconds: 1_800_000_000))]
        #expect(try change(#"{"every":60}"#, of: before).schedule.timetable.added == before.timetable.added)
    }

    @Test(
        "The whole answer may be sent back",
        arguments: [
            ScheduleState.active, .disabled, .paused(until: nil), .paused(until: Instant(epochSeconds: 1_800_000_000)),
        ])
    func whole(state: ScheduleState) throws {
        for body in [Self.body, #"{"command":"x","every":"30m"}"#, #"{"command":"x","run_at":"2026-03-09T10:00:00Z"}"#]
        {
            var schedule = try job(body).schedule
            schedule.state = state
            let facts = JobFacts(nextRunAt: now, lastRun: nil, words: "every day")
            let answer = written { $0.job(schedule, facts: facts) }
            #expect(try change(answer, of: schedule).schedule == schedule)
        }
    }

    @Test("enabled switches between active and disabled")
    func enabled() throws {
        var schedule = try schedule()
        #expect(try change(#"{"enabled":false}"#, of: schedule).schedule.state == .disabled)
        schedule.state = .paused(until: nil)
        #expect(try change(#"{"enabled":false}"#, of: schedule).schedule.state == .disabled)
        #expect(try change(#"{"enabled":true}"#, of: schedule).schedule.state == .active)
        schedule.state = .disabled
        #expect(try change(#"{"enabled":true}"#, of: schedule).schedule.state == .active)
    }

    @Test(
        "What can't change is refused",
        arguments: [
            (#"{"job_id":"other"}"#, "job_id: A job keeps its id; this is job-1."),
            (
                #"{"state":"paused"}"#,
                "state: state can't be set here; it is active. Use the pause, resume, disable or enable action, or set enabled."
            ),
            (#"{"version":7}"#, "version: This is version 1; the form was made from another. Read it again."),
            (
                #"{"cron_expr":"0 10 * * *","every":60}"#,
                "every: A job is due by one of cron_expr, every, run_at or schedule_time; cron_expr and every are given."
            ),
            (#"{"dialect":"quartz"}"#, "cron_expr: "),
            (
                #"{"runner":"http"}"#,
                "command: \"make report\" is no request; the http runner takes a URL, or a method and a URL. Write POST https://example.org/hook."
            ),
            (#"{"nme":"x"}"#, "nme: A job has no field nme."),
        ])
    func refused(body: String, expected: String) throws {
        let schedule = try schedule()
        let refused = refusal { try change(body, of: schedule) }
        #expect(refused.count == 1)
        #expect(refused.first?.hasPrefix(expected) == true, "\(refused)")
    }
}

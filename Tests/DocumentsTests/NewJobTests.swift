import CivilTime
import Documents
import Operations
import Recurrence
import Testing

@Suite("The body of a new job")
struct NewJobTests {
    @Test("A command and an expression are enough")
    func least() throws {
        let draft = try job(#"{"command":"make report","cron_expr":"0 9 * * MON-FRI"}"#)
        let schedule = draft.schedule
        #expect(schedule.id == ScheduleID(.cron, "job-1"))
        #expect(schedule.ownerID == "operator")
        #expect(schedule.title == "make report")
        #expect(schedule.category == .normal)
        #expect(schedule.timetable.timing == .cron(expression: "0 9 * * MON-FRI", dialect: .almanac))
        #expect(schedule.timetable.timezone == "America/Chicago")
        #expect(schedule.timetable.dst == .dialect)
        #expect(schedule.work == Work(command: "make report"))
        #expect(schedule.overlap == .skip)
        #expect(schedule.graceSeconds == nil)
        #expect(schedule.retries == 0)
        #expect(!schedule.deleteAfterRun)
        #expect(schedule.sessionWake == .next)
        #expect(schedule.state == .active)
        #expect(schedule.version == 1)
        #expect(schedule.createdAt == now && schedule.cursor == now)
        #expect(draft.warnings.isEmpty)
    }

    @Test("Every field is carried over")
    func all() throws {
        let draft = try job(
            #"""
            {"job_id":"nightly.ledger","command":"run ledger","cron_expr":"30 2 * * *","timezone":"Europe/Berlin",
            "dialect":"vixie","dst":{"gap":"skip","overlap":"both"},"title":"Nightly ledger","description":"Closes\nthe day",
            "owner":"finance","session_id":"agent-7","channel":"#ops","category":"critical","runner":"shell",
            "workspace_dir":"/srv/ledger","env":{"PORT":8080,"MODE":"fast","DRY":false},"stdin":"yes\n",
            "timeout_seconds":3600,"delete_after_run":false,"overlap":"queue","grace_seconds":120,"retries":3,
            "wake_heartbeat":"now","enabled":false,"metadata":{"team":["a",1]}}
            """#)
        let schedule = draft.schedule
        #expect(schedule.id.ref == "nightly.ledger")
        #expect(schedule.timetable.timing == .cron(expression: "30 2 * * *", dialect: .vixie))
        #expect(schedule.timetable.timezone == "Europe/Berlin")
        #expect(schedule.timetable.dst == DSTPolicy(gap: .skip, overlap: .both))
        #expect(schedule.title == "Nightly ledger")
        #expect(schedule.description == "Closes\nthe day")
        #expect(schedule.ownerID == "finance")
        #expect(schedule.sessionID == "agent-7")
        #expect(schedule.channel == "#ops")
        #expect(schedule.category == .critical)
        #expect(
            schedule.work
                == Work(
                    runner: "shell", command: "run ledger", stdin: "yes\n", workspaceDir: "/srv/ledger",
                    env: ["PORT": "8080", "MODE": "fast", "DRY": "false"], timeoutSeconds: 3600))
        #expect(schedule.overlap == .queue)
        #expect(schedule.graceSeconds == 120)
        #expect(schedule.retries == 3)
        #expect(schedule.sessionWake == .now)
        #expect(schedule.state == .disabled)
        #expect(schedule.metadata == ["team": ["a", 1]])
    }

    struct Timing: NamedRow {
        var name: String
        var body: String
        var expected: Timetable.Timing
        var timezone = "America/Chicago"
        var isWarned = false
    }

    /// The whole second of `now`.
    private static let anchor = Instant(epochSeconds: 1_772_637_600)

    private static func at(_ text: String) -> Timetable.Timing { .at(Instant(iso8601: text) ?? .distantPast) }

    @Test(
        "Each way of saying when becomes a rule",
        arguments: [
            Timing(name: "interval as text", body: #""every":"30m""#, expected: .every(seconds: 1800, anchor: anchor)),
            Timing(name: "interval in seconds", body: #""every":90"#, expected: .every(seconds: 90, anchor: anchor)),
            Timing(
                name: "every_seconds", body: #""every_seconds":90.0"#, expected: .every(seconds: 90, anchor: anchor)),
            Timing(
                name: "both names alike", body: #""every":"90s","every_seconds":90"#,
                expected: .every(seconds: 90, anchor: anchor)),
            Timing(name: "two weeks", body: #""every":"2w""#, expected: .every(seconds: 1_209_600, anchor: anchor)),
            Timing(name: "@every", body: #""cron_expr":"@every 90m""#, expected: .every(seconds: 5400, anchor: anchor)),
            Timing(
                name: "nickname", body: #""cron_expr":" @daily ""#,
                expected: .cron(expression: "@daily", dialect: .almanac)),
            Timing(
                name: "six fields", body: #""cron_expr":"30 0 9 * * *""#,
                expected: .cron(expression: "30 0 9 * * *", dialect: .almanac)),
            Timing(
                name: "zone prefix", body: #""cron_expr":"CRON_TZ=Asia/Tokyo 0 9 * * *""#,
                expected: .cron(expression: "0 9 * * *", dialect: .almanac), timezone: "Asia/Tokyo"),
            Timing(
                name: "zone prefix and interval", body: #""cron_expr":"TZ=Asia/Tokyo @every 1h""#,
                expected: .every(seconds: 3600, anchor: anchor), timezone: "Asia/Tokyo"),
            Timing(
                name: "zone prefix that agrees",
                body: #""timezone":"Asia/Tokyo","cron_expr":"CRON_TZ=Asia/Tokyo 0 9 * * *""#,
                expected: .cron(expression: "0 9 * * *", dialect: .almanac), timezone: "Asia/Tokyo"),
            Timing(
                name: "null zone is the default", body: #""timezone":null,"cron_expr":"@daily""#,
                expected: .cron(expression: "@daily", dialect: .almanac)),
            Timing(
                name: "never", body: #""cron_expr":"0 0 30 2 *""#,
                expected: .cron(expression: "0 0 30 2 *", dialect: .almanac), isWarned: true),
            Timing(
                name: "instant with offset", body: #""run_at":"2026-03-05T09:00:00-06:00""#,
                expected: at("2026-03-05T15:00:00Z")),
            Timing(
                name: "instant in the job's zone", body: #""run_at":"2026-03-05 09:00","timezone":"Asia/Tokyo""#,
                expected: at("2026-03-05T00:00:00Z"), timezone: "Asia/Tokyo"),
            Timing(name: "plain words", body: #""run_at":"tomorrow 9:15am""#, expected: at("2026-03-05T15:15:00Z")),
            Timing(name: "length of time", body: #""run_at":"20m""#, expected: at("2026-03-04T15:40:00Z")),
            Timing(
                name: "vague words", body: #""run_at":"tonight""#, expected: at("2026-03-05T04:00:00Z"), isWarned: true),
            Timing(name: "epoch seconds", body: #""run_at":1772700000"#, expected: at("2026-03-05T08:40:00Z")),
            Timing(
                name: "epoch with a fraction", body: #""run_at":1772700000.9"#, expected: at("2026-03-05T08:40:00Z")),
            Timing(
                name: "the past", body: #""run_at":"2026-03-01T00:00:00Z""#, expected: at("2026-03-01T00:00:00Z"),
                isWarned: true),
            Timing(
                name: "time of day, daily", body: #""schedule_time":"4:30 pm","repeat":true"#,
                expected: .cron(expression: "30 16 * * *", dialect: .almanac)),
            Timing(
                name: "length of time, repeated", body: #""schedule_time":"in 15 minutes","repeat":true"#,
                expected: .every(seconds: 900, anchor: anchor)),
            Timing(
                name: "time of day, once", body: #""schedule_time":"4:30 pm","repeat":false"#,
                expected: at("2026-03-04T22:30:00Z")),
            Timing(
                name: "length of time, once", body: #""schedule_time":"in 15 minutes""#,
                expected: at("2026-03-04T15:35:00Z")),
            Timing(
                name: "weekday, repeated", body: #""schedule_time":"monday 9am","repeat":true"#,
                expected: .cron(expression: "0 9 * * 1", dialect: .almanac)),
            Timing(
                name: "nulls beside the one that counts",
                body: #""cron_expr":null,"every":null,"run_at":"3s","schedule_time":null"#,
                expected: at("2026-03-04T15:20:03Z")),
        ])
    func timings(_ row: Timing) throws {
        let draft = try job("{\"command\":\"x\",\(row.body)}")
        #expect(draft.schedule.timetable.timing == row.expected)
        #expect(draft.schedule.timetable.timezone == row.timezone)
        #expect(draft.warnings.isEmpty == !row.isWarned, "\(draft.warnings)")
    }

    @Test("The first occurrence of an interval lies one interval from now")
    func firstBeat() throws {
        let schedule = try job(#"{"command":"x","every":"90s"}"#).schedule
        let plan = try schedule.timetable.plan(zones: try ZoneDatabase.system(), seed: schedule.id)
        #expect(plan.next(after: schedule.cursor) == Instant(epochSeconds: 1_772_637_690))
    }

    @Test("A run_at that has passed lies behind the cursor, so that it is found")
    func past() throws {
        let schedule = try job(#"{"command":"x","run_at":"2026-03-01T00:00:00Z"}"#).schedule
        let plan = try schedule.timetable.plan(zones: try ZoneDatabase.system(), seed: schedule.id)
        #expect(plan.next(after: schedule.cursor) == Instant(iso8601: "2026-03-01T00:00:00Z"))
        #expect(schedule.createdAt == now)
    }

    @Test(
        "A title is made of the command's first line",
        arguments: [
            ("\\n  backup.sh --all\\necho done", "backup.sh --all"),
            (String(repeating: "x", count: 100), String(repeating: "x", count: 59) + "…"),
        ])
    func title(command: String, expected: String) throws {
        #expect(try job("{\"command\":\"\(command)\",\"every\":60}").schedule.title == expected)
    }

    @Test(
        "A finished job wakes its session's heartbeat as it says",
        arguments: [
            ("\"off\"", SessionWake.off), ("\"now\"", .now), ("\"next\"", .next), ("true", .next), ("false", .off),
            ("null", .next),
        ])
    func wakes(text: String, expected: SessionWake) throws {
        #expect(try job("{\"command\":\"x\",\"every\":60,\"wake_heartbeat\":\(text)}").schedule.sessionWake == expected)
    }

    @Test("Remarks name what an author may not expect")
    func remarks() throws {
        let draft = try job(
            #"{"command":"x","cron_expr":"*/7 * * * *","delete_after_run":true,"env":{"ALMANAC_X":"1"}}"#)
        #expect(draft.warnings.count == 3)
        #expect(
            draft.warnings.contains("delete_after_run counts only for a job that runs once (run_at); this one goes on.")
        )
    }
}

import CivilTime
import Documents
import Operations
import Recurrence
import Testing

@Suite("The configuration")
struct ConfigurationTests {
    private func read(_ yaml: String, _ environment: [String: String] = [:]) throws -> Configuration {
        try readConfiguration(yaml, environment: environment, now: now, zones: try ZoneDatabase.system())
    }

    @Test(
        "Nothing said is every default",
        arguments: ["", "# nothing\n", "{}", "jobs:\nsessions: []\nagent:\nport: null"])
    func defaults(yaml: String) throws {
        let configuration = try read(yaml, ["ALMANAC_PORT": "", "PATH": "/bin", "ALMANAC_JOB_ID": "x"])
        #expect(configuration == Configuration(settings: Settings()))
        #expect(configuration.settings.port == 8787)
        #expect(configuration.settings.bind == "127.0.0.1")
        #expect(configuration.settings.timezone == "America/Chicago")
        #expect(configuration.settings.suppressedCategories == [.low])
    }

    @Test("Every setting is read from the file")
    func file() throws {
        let settings = try read(
            """
            port: 9000
            bind: "::1"
            data: /var/lib/almanac
            timezone: Europe/Berlin
            week_start: monday
            hour12: true
            owner: finance
            runner: dry-run
            heartbeat_runner: shell
            agent:
              command: agent --quiet
              url: https://example.org/agent
            lane_threshold_per_day: 48
            retention_days: 7
            audit_retention_days: 30
            concurrency: 4
            kill_grace_seconds: 3
            log_level: debug
            allowed_hosts: [Ops.example.org, 10.0.0.7]
            notifications: {suppress: [low, normal]}
            """
        ).settings
        var expected = Settings()
        expected.port = 9000
        expected.bind = "::1"
        expected.data = "/var/lib/almanac"
        expected.timezone = "Europe/Berlin"
        expected.weekStart = .monday
        expected.hour12 = true
        expected.owner = "finance"
        expected.runner = "dry-run"
        expected.heartbeatRunner = "shell"
        expected.agentCommand = "agent --quiet"
        expected.agentURL = "https://example.org/agent"
        expected.laneThresholdPerDay = 48
        expected.retentionDays = 7
        expected.auditRetentionDays = 30
        expected.concurrency = 4
        expected.killGraceSeconds = 3
        expected.logLevel = .debug
        expected.allowedHosts = ["ops.example.org", "10.0.0.7"]
        expected.suppressedCategories = [.low, .normal]
        #expect(settings == expected)
    }

    @Test("Variables override the file")
    func environment() throws {
        let settings = try read(
            "port: 9000\nowner: file\nhour12: true\nnotifications: {suppress: [low]}",
            [
                "ALMANAC_PORT": "9001", "ALMANAC_HOUR12": "no", "ALMANAC_AGENT_COMMAND": "agent",
                "ALMANAC_ALLOWED_HOSTS": "a, b", "ALMANAC_NOTIFICATIONS_SUPPRESS": "critical,low",
                "ALMANAC_TIMEZONE": "UTC",
            ]
        ).settings
        #expect(settings.port == 9001)
        #expect(settings.owner == "file")
        #expect(!settings.hour12)
        #expect(settings.agentCommand == "agent")
        #expect(settings.allowedHosts == ["a", "b"])
        #expect(settings.suppressedCategories == [.critical, .low])
        #expect(settings.timezone == "UTC")
    }

    @Test("The reference names every default as it is", arguments: settingsReference.map(\.name))
    func reference(name: String) throws {
        let setting = try #require(settingsReference.first { $0.name == name })
        #expect(!setting.meaning.isEmpty && !setting.values.isEmpty)
        #expect(setting.environmentVariable.hasPrefix("ALMANAC_"))
        let parts = name.split(separator: ".")
        let yaml =
            parts.count == 2 ? "\(parts[0]):\n  \(parts[1]): \(setting.defaultText)" : "\(name): \(setting.defaultText)"
        #expect(try read(yaml).settings == Settings())
    }

    @Test("Declared schedules are read with the settings' zone and owner")
    func declared() throws {
        let configuration = try read(
            """
            timezone: Asia/Tokyo
            owner: finance
            jobs:
              - job_id: nightly
                command: |
                  first
                  second
                cron_expr: 0 2 * * *
              - {job_id: beat, command: x, every: 30m, owner: ops, timezone: UTC, env: {PORT: 80, ON: true}}
              - {job_id: once, command: x, run_at: 2026-03-09 10:00}
              - {job_id: daily, command: x, schedule_time: 16:30, repeat: true}
            sessions:
              - session_id: agent-7
                active_hours: 09:00-17:00
            """)
        let jobs = configuration.jobs.map(\.schedule)
        #expect(jobs.map(\.id.ref) == ["nightly", "beat", "once", "daily"])
        #expect(jobs[0].work.command == "first\nsecond\n")
        #expect(jobs[0].timetable.timezone == "Asia/Tokyo" && jobs[0].ownerID == "finance")
        #expect(jobs[1].timetable.timezone == "UTC" && jobs[1].ownerID == "ops")
        #expect(jobs[1].work.env == ["PORT": "80", "ON": "true"])
        #expect(jobs[2].timetable.timing == .at(Instant(epochSeconds: 1_773_018_000)))
        #expect(jobs[3].timetable.timing == .cron(expression: "30 16 * * *", dialect: .almanac))
        #expect(configuration.sessions.first?.schedule.timetable.timezone == "Asia/Tokyo")
    }

    struct Row: NamedRow {
        var name: String
        var yaml: String
        var expected: [String]

        init(_ name: String, _ yaml: String, _ expected: String...) {
            self.name = name
            self.yaml = yaml
            self.expected = expected
        }
    }

    @Test(
        "A faulty file is refused whole, with line, column and field",
        arguments: [
            Row(
                "unknown setting", "port: 1\nprot: 2",
                "2:1 prot: The configuration has no field prot. Did you mean port?"),
            Row(
                "unknown nested", "agent:\n  comand: x",
                "2:3 agent.comand: The configuration has no field agent.comand. Did you mean agent.command?"),
            Row("range", "port: 70000", "1:1 port: port says 70000; it takes a whole number of 0 to 65535."),
            Row("kind", "port: http", "1:1 port: port takes a whole number of 0 to 65535; it was given text."),
            Row(
                "choice", "week_start: mondy",
                "1:1 week_start: week_start says \"mondy\"; it takes sunday, monday or saturday. Did you mean monday?"),
            Row("flag", "hour12: yes", "1:1 hour12: hour12 takes true or false; it was given text."),
            Row(
                "zone", "owner: a\ntimezone: America/Chigago",
                "2:1 timezone: There is no time zone \"America/Chigago\". Did you mean America/Chicago?"),
            Row(
                "address", "agent: {url: ftp://x}",
                "1:9 agent.url: agent.url says \"ftp://x\"; it takes a URL that begins with http:// or https://."),
            Row(
                "category", "notifications:\n  suppress: [loww]",
                "2:3 notifications.suppress: notifications.suppress says \"loww\"; it takes critical, normal or low. Did you mean low?"
            ),
            Row(
                "section that is a text", "agent: x",
                "1:1 agent: agent takes names and values of its own; it was given text."),
            Row("not a mapping", "- a", "body: A configuration is a list of names and values; it was given a list."),
            Row(
                "jobs that are no list", "jobs: {a: b}",
                "1:1 jobs: jobs takes a list; it was given an object. Begin each entry with \"- \"."),
            Row(
                "job without id", "jobs:\n  - command: x\n    every: 60",
                "2:5 jobs[0].job_id: A declared job needs a job_id; none is given."),
            Row(
                "job that is a text", "jobs:\n  - x",
                "2:5 jobs[0].job_id: A declared job needs a job_id; none is given."),
            Row(
                "expression", "jobs:\n  - job_id: a\n    command: x\n    cron_expr: 0 25 * * *",
                "4:18 jobs[0].cron_expr: The hour field says 25; it takes 0 to 23."),
            Row(
                "quoted expression", "jobs:\n  - job_id: a\n    command: x\n    cron_expr: \"0 25 * * *\"",
                "4:19 jobs[0].cron_expr: The hour field says 25; it takes 0 to 23."),
            Row(
                "variable", "jobs:\n  - {job_id: a, command: x, every: 60, env: {B: [1]}}",
                "2:46 jobs[0].env.B: env.B takes text; it was given a list."),
            Row(
                "two of one id",
                "jobs:\n  - {job_id: a, command: x, every: 60}\n  - {job_id: a, command: y, every: 60}",
                "3:6 jobs[1].job_id: job_id a is taken by an entry above."),
            Row(
                "relative instant", "jobs:\n  - {job_id: a, command: x, run_at: tomorrow 9am}",
                "2:29 jobs[0].run_at: run_at says \"tomorrow 9am\", which means another instant each time the file is read. Write the date: 2026-03-09 10:00."
            ),
            Row(
                "deleted after its run",
                "jobs:\n  - {job_id: a, command: x, run_at: 2026-03-09 10:00, delete_after_run: true}",
                "2:55 jobs[0].delete_after_run: A declared job can't be deleted after its run: the file would bring it back."
            ),
            Row(
                "session without id", "sessions:\n  - every: 30m",
                "2:5 sessions[0].session_id: A session needs a session_id; none is given."),
            Row("name given twice", "port: 1\nport: 2", "1:1 port: port is given twice."),
            Row(
                "star without quotes", "jobs:\n  - job_id: a\n    cron_expr: */5 * * * *",
                "3:17 body: The file is not YAML: did not find expected alphabetic or numeric character. A text that begins with * or & stands in quotes: cron_expr: \"*/5 * * * *\"."
            ),
            Row(
                "tab", "agent:\n\tcommand: x",
                "2:1 body: The file is not YAML: found character that cannot start any token. Put the text in quotes; indent with blanks, not tabs."
            ),
            Row(
                "colon in a text", "owner: a: b",
                "1:9 body: The file is not YAML: mapping values are not allowed in this context. Put a text that holds \": \" in quotes."
            ),
            Row(
                "several faults", "port: -1\njobs:\n  - {job_id: a, command: x, every: 0, retries: 99}",
                "1:1 port: port says -1; it takes a whole number of 0 to 65535.",
                "3:29 jobs[0].every: every says 0 seconds; it takes 1 second to 315576000 (ten years).",
                "3:39 jobs[0].retries: retries says 99; it takes a whole number of 0 to 10."),
        ])
    func refused(_ row: Row) {
        let refused = refusal { try read(row.yaml) }
        #expect(refused.sorted() == row.expected.sorted())
    }

    @Test(
        "A faulty variable is refused by its own name",
        arguments: [
            (
                "ALMANAC_PORT", "http",
                "ALMANAC_PORT: ALMANAC_PORT takes a whole number of 0 to 65535; it was given text."
            ),
            ("ALMANAC_TIMEZONE", "Mars", "ALMANAC_TIMEZONE: There is no time zone \"Mars\"."),
            ("ALMANAC_HOUR12", "maybe", "ALMANAC_HOUR12: ALMANAC_HOUR12 takes true or false; it was given text."),
            (
                "ALMANAC_NOTIFICATIONS_SUPPRESS", "loud",
                "ALMANAC_NOTIFICATIONS_SUPPRESS: ALMANAC_NOTIFICATIONS_SUPPRESS says \"loud\"; it takes critical, normal or low."
            ),
        ])
    func refusedVariable(name: String, value: String, expected: String) {
        let refused = refusal { try read("", [name: value]) }
        #expect(refused.count == 1 && refused[0].hasPrefix(expected), "\(refused)")
    }

    @Test("Plain scalars are read by the core schema: times and leading zeros are texts")
    func scalars() throws {
        func owner(_ text: String) -> [String] { refusal { try read("owner: \(text)") } }
        for text in ["9:15", "0900", "yes", "1e", "1_000", "+", "0x1F", "1.2.3"] { #expect(owner(text) == []) }
        for text in ["17", "-3", "1.5", "1e3", "true"] { #expect(owner(text).count == 1, "\(text)") }
    }

    @Test("A file that grows by aliases is refused")
    func aliases() {
        var yaml = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        for (name, inner) in zip("bcdefg", "abcdef") {
            yaml += "\(name): &\(name) [\(Array(repeating: "*\(inner)", count: 10).joined(separator: ", "))]\n"
        }
        #expect(refusal { try read(yaml) } == ["body: The file holds more than 100000 values."])
    }
}

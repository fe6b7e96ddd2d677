import CivilTime
import Documents
import Operations
import Recurrence
import Testing

@Suite("The configuration")
struct ConfigurationTests {
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

    @Test("Words that mean another instant at each reading get a remark; a date gets none")
    func relative() throws {
        let jobs = try read(
            """
            jobs:
              - {job_id: a, command: x, run_at: tomorrow 9am}
              - {job_id: b, command: x, run_at: 2026-03-09 10:00}
              - {job_id: c, command: x, schedule_time: 9am, delete_after_run: true}
              - {job_id: d, command: x, schedule_time: 9am, repeat: true}
            """
        ).jobs
        #expect(jobs.map(\.warnings.count) == [1, 0, 2, 0])
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

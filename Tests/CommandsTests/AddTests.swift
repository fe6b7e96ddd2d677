import ArgumentParser
import Operations
import Testing

@testable import Commands

@Suite("almanac add")
struct AddTests {
    private func body(_ arguments: String..., owner: String? = nil) throws -> [String: JSONValue] {
        try AddCommand.parse(arguments).body(owner: owner)
    }

    @Test("makes the body of a job of its options, and sends nothing that was not given")
    func job() throws {
        #expect(try body("date", "--every", "30m") == ["command": "date", "every": "30m"])
        #expect(
            try body(
                "pg_dump main", "--cron", "30 2 * * *", "--tz", "Europe/Berlin", "--title", "Backup", "--id", "backup",
                "--owner", "ops", "--session", "s1", "--channel", "#ops", "--category", "critical", "--runner", "shell",
                "--workdir", "/srv", "--timeout", "10m", "--overlap", "queue", "--grace", "0", "--retries", "2",
                "--disabled", "--delete-after-run", "--env", "A=1", "B=x=y")
                == [
                    "command": "pg_dump main", "cron_expr": "30 2 * * *", "timezone": "Europe/Berlin",
                    "title": "Backup",
                    "job_id": "backup", "owner": "ops", "session_id": "s1", "channel": "#ops", "category": "critical",
                    "runner": "shell", "workspace_dir": "/srv", "timeout_seconds": 600, "overlap": "queue",
                    "grace_seconds": 0, "retries": 2, "enabled": false, "delete_after_run": true,
                    "env": ["A": "1", "B": "x=y"],
                ])
    }

    @Test("an instant is epoch seconds or words for the server")
    func at() throws {
        #expect(
            try body(
                "date", "--every", "2w", "--anchor", "monday 09:00", "--exclude", "holidays", "--exclude", "2026-12-25")
                == [
                    "command": "date", "every": "2w", "anchor": "monday 09:00",
                    "exclusions": ["holidays", "2026-12-25"],
                ])
        #expect(throws: (any Error).self) { try body("date", "--cron", "@daily", "--anchor", "monday 09:00") }
        #expect(try body("date", "--at", "1772500000")["run_at"] == 1_772_500_000)
        #expect(try body("date", "--at", "tomorrow 9am")["run_at"] == "tomorrow 9am")
    }

    @Test("the owner of the environment is taken where none is given")
    func owner() throws {
        #expect(try body("date", "--every", "1m", owner: "kim")["owner"] == "kim")
        #expect(try body("date", "--every", "1m", "--owner", "ops", owner: "kim")["owner"] == "ops")
    }

    @Test("one argument is shell text; words after -- stay words")
    func words() throws {
        #expect(try body("a | b > c", "--every", "1m")["command"] == "a | b > c")
        #expect(
            try body("--every", "1m", "--", "run", "--all", "two words", "it's")["command"]
                == #"run --all 'two words' 'it'\''s'"#)
        #expect(
            try body("--every", "1m", "--runner", "http", "--", "GET", "http://x/?a=1&b=2")["command"]
                == "GET http://x/?a=1&b=2")
    }

    @Test("makes the body of a heartbeat")
    func heartbeat() throws {
        #expect(
            try body("--heartbeat", "ops", "--every", "30m", "--hours", "09:00-24:00", "--prompt", "Look")
                == [
                    "session_id": "ops", "every": "30m", "active_hours": ["start": "09:00", "end": "24:00"],
                    "prompt": "Look",
                ])
    }

    @Test("says what is wrong with a value", arguments: ["9-17", "09:00", "09:00-25:00", "17:00-"])
    func hours(_ text: String) {
        #expect(throws: CommandFailure.self) { try AddCommand.activeHours(text) }
    }

    @Test("refuses variables without a name, and intervals that are none")
    func values() {
        #expect(throws: CommandFailure.self) { try body("date", "--every", "1m", "--env", "=x") }
        #expect(throws: CommandFailure.self) { try body("date", "--every", "1m", "--timeout", "soon") }
    }

    @Test(
        "quotes what the shell would take apart, and nothing else",
        arguments: [
            ("plain", "plain"), ("a/b-c_d.e:f=g,h@i%j+k", "a/b-c_d.e:f=g,h@i%j+k"), ("", "''"), ("a b", "'a b'"),
            ("$x", "'$x'"),
            ("it's", #"'it'\''s'"#), ("a\nb", "'a\nb'"),
        ])
    func quoting(_ text: String, _ quoted: String) {
        #expect(shellQuoted(text) == quoted)
    }
}

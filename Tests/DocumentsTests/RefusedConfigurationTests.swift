import CivilTime
import Documents
import Operations
import Testing

@Suite("Configurations that are refused")
struct RefusedConfigurationTests {
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
}

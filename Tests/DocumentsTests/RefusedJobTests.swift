import Documents
import Operations
import Testing

@Suite("Bodies of jobs that are refused")
struct RefusedJobTests {
    struct Row: NamedRow {
        var name: String
        /// Members beside `"command":"x","every":60`, or the whole body if it begins with `{` or `[`.
        var body: String
        var expected: [String]

        init(_ name: String, _ body: String, _ expected: String...) {
            self.name = name
            self.body = body
            self.expected = expected
        }
    }

    private static let every60 = #"{"command":"x","every":60,"#

    @Test(
        "What is wrong is said in a sentence, with what the field takes",
        arguments: [
            Row("not an object", "[]", "body: A job is an object; it was given a list."),
            Row(
                "empty", "{}", "command: A job needs a command; none is given.",
                "cron_expr: A job needs one of cron_expr, every, run_at or schedule_time; none is given."),
            Row("unknown field", every60 + #""titel":"a"}"#, "titel: A job has no field titel. Did you mean title?"),
            Row(
                "field of another tool", every60 + #""timeout":5}"#,
                "timeout: A job has no field timeout. Did you mean timeout_seconds?"),
            Row("read-only field", every60 + #""version":1}"#, "version: version is set by the server. Leave it out."),
            Row(
                "two rules", #"{"command":"x","every":60,"cron_expr":"@daily"}"#,
                "every: A job is due by one of cron_expr, every, run_at or schedule_time; cron_expr and every are given."
            ),
            Row(
                "expression", #"{"command":"x","cron_expr":"0 25 * * *"}"#,
                "cron_expr: The hour field says 25; it takes 0 to 23."),
            Row(
                "reboot", #"{"command":"x","cron_expr":"@reboot"}"#,
                "cron_expr: @reboot stands for the start of the machine, which is no instant that can be scheduled. Give a time, or an interval such as @every 1h."
            ),
            Row(
                "zone", every60 + #""timezone":"America/Chigago"}"#,
                "timezone: There is no time zone \"America/Chigago\". Did you mean America/Chicago?"),
            Row(
                "zone path", every60 + #""timezone":"../etc/passwd"}"#,
                "timezone: There is no time zone \"../etc/passwd\". Zones have names such as America/Chicago or UTC."),
            Row(
                "two zones", #"{"command":"x","timezone":"UTC","cron_expr":"CRON_TZ=Asia/Tokyo @daily"}"#,
                "timezone: cron_expr names the zone Asia/Tokyo and timezone UTC; give one."),
            Row(
                "interval", #"{"command":"x","every":"30x"}"#,
                "every: The interval has the unit \"x\"; it takes s, m, h, d or w. Write 30m, 1h30m or 2w."),
            Row(
                "no interval", #"{"command":"x","every":0}"#,
                "every: every says 0 seconds; it takes 1 second to 315576000 (ten years)."),
            Row(
                "interval of another kind", #"{"command":"x","every":1.5}"#,
                "every: every takes a length of time such as \"30m\", or whole seconds; it was given a number."),
            Row(
                "two intervals", #"{"command":"x","every":"1m","every_seconds":61}"#,
                "every_seconds: every says 60 seconds and every_seconds 61; give one."),
            Row(
                "words", #"{"command":"x","run_at":"tomorrow flurb"}"#,
                "run_at: \"flurb\" is not understood as a time. Write \"in 20 minutes\", \"tomorrow 9:15am\", \"monday 14:00\", 2026-03-09T10:00:00Z or epoch seconds."
            ),
            Row(
                "milliseconds", #"{"command":"x","run_at":1772700000000}"#,
                "run_at: run_at lies outside the years 1970 to 2199. It takes epoch seconds; milliseconds are divided by 1000 first."
            ),
            Row(
                "instant of another kind", #"{"command":"x","run_at":true}"#,
                "run_at: run_at takes an instant, plain words for one, or epoch seconds; it was given true or false."),
            Row(
                "a date that repeats", #"{"command":"x","schedule_time":"march 10 9am","repeat":true}"#,
                "schedule_time: \"march 10 9am\" is a single date; it does not repeat. Name a time of day (\"4:30 pm\") or an interval (\"in 15 minutes\")."
            ),
            Row(
                "repeat alone", every60 + #""repeat":true}"#,
                "repeat: repeat goes with schedule_time, which is not given."),
            Row(
                "command of another kind", #"{"command":["x"],"every":60}"#,
                "command: command takes text; it was given a list."),
            Row(
                "no command", #"{"command":" \n","every":60}"#,
                "command: command is empty; it takes what the job's runner carries out."),
            Row(
                "null command", #"{"command":null,"every":60}"#,
                "command: command is null; it takes what the job's runner carries out."),
            Row(
                "NUL in the command", #"{"command":"a\u0000b","every":60}"#,
                "command: command holds a NUL character, which no program can be given."),
            Row(
                "title of another kind", every60 + #""title":7}"#,
                "title: title takes text; it was given a number. Put it in double quotes."),
            Row(
                "title of two lines", every60 + #""title":"a\nb"}"#,
                "title: title holds a control character; it takes one line of text."),
            Row(
                "long title", every60 + "\"title\":\"\(String(repeating: "é", count: 201))\"}",
                "title: title has 201 characters; it takes at most 200."),
            Row(
                "id", every60 + #""job_id":"Nightly Ledger"}"#,
                "job_id: job_id takes letters, digits and . _ : @ -, 1 to 128 of them. Write nightly-ledger."),
            Row("owner", every60 + #""owner":""}"#, "owner: owner is empty; it takes 1 to 128 characters."),
            Row(
                "two owners", every60 + #""owner":"a","owner_id":"b"}"#,
                "owner_id: owner says \"a\" and owner_id \"b\"; give one."),
            Row(
                "choice", every60 + #""overlap":"qeue"}"#,
                "overlap: overlap says \"qeue\"; it takes skip, queue or allow. Did you mean queue?"),
            Row(
                "choice of another kind", every60 + #""category":1}"#,
                "category: category takes critical, normal or low; it was given a number."),
            Row(
                "runner", every60 + #""runner":"docker"}"#,
                "runner: runner says \"docker\"; it takes shell, http, agent or dry-run."),
            Row(
                "timeout", every60 + #""timeout_seconds":604801}"#,
                "timeout_seconds: timeout_seconds says 604801; it takes a whole number of 1 to 604800 seconds."),
            Row(
                "timeout with a fraction", every60 + #""timeout_seconds":1.5}"#,
                "timeout_seconds: timeout_seconds says 1.5; it takes a whole number of 1 to 604800 seconds."),
            Row(
                "retries", every60 + #""retries":11}"#, "retries: retries says 11; it takes a whole number of 0 to 10."),
            Row(
                "grace", every60 + #""grace_seconds":"5"}"#,
                "grace_seconds: grace_seconds takes a whole number of 0 to 604800 seconds; it was given text."),
            Row("flag", every60 + #""enabled":"yes"}"#, "enabled: enabled takes true or false; it was given text."),
            Row(
                "variables", every60 + #""env":{"1A":"x","B":["y"],"C":"z"}}"#,
                "env.1A: \"1A\" is no name of a variable; it takes letters, digits and _, no digit first.",
                "env.B: env.B takes text; it was given a list."),
            Row(
                "variables of another kind", every60 + #""env":["A=b"]}"#,
                "env: env takes an object of names and texts; it was given a list."),
            Row(
                "policy", every60 + #""dst":{"gap":"jump","fold":1}}"#,
                "dst.fold: dst has no field fold. It takes gap, overlap.",
                "dst.gap: gap says \"jump\"; it takes next, skip or same-offset."),
            Row(
                "metadata", every60 + "\"metadata\":{\"a\":\"\(String(repeating: "x", count: 16_384))\"}}",
                "metadata: metadata has 16392 bytes as JSON; it takes at most 16384."),
            Row(
                "request", every60 + #""runner":"http"}"#,
                "command: \"x\" is no request; the http runner takes a URL, or a method and a URL. Write POST https://example.org/hook."
            ),
        ])
    func refused(_ row: Row) { #expect(refusal { try job(row.body) } == row.expected) }

    @Test("Every wrong field is named at once, with its column where it has one")
    func all() {
        let refused = #expect(throws: Diagnostics.self) {
            try job(#"{"comand":"x","cron_expr":"0 9 * * 8","timezone":"Mars","retries":-1,"category":"urgent"}"#)
        }
        #expect(refused?.items.map(\.field) == ["comand", "category", "retries", "command", "timezone", "cron_expr"])
        let expression = refused?.items.last
        #expect(expression?.column == 9)
        #expect(expression?.line == nil)
    }

    @Test(
        "A request is a URL, or a method and a URL",
        arguments: ["https://example.org", "POST http://localhost:8080/hook?x=1"])
    func requests(command: String) throws {
        #expect(
            try job("{\"command\":\"\(command)\",\"runner\":\"http\",\"every\":60}").schedule.work.command == command)
    }
}

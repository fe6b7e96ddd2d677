import CivilTime
import Documents
import Operations
import Recurrence
import Testing

@Suite("The form of a heartbeat session")
struct SessionTests {
    @Test("A session_id is enough")
    func least() throws {
        let draft = try session(#"{"session_id":"agent-7"}"#)
        let schedule = draft.schedule
        #expect(schedule.id == ScheduleID(.heartbeat, "agent-7"))
        #expect(schedule.sessionID == "agent-7")
        #expect(schedule.title == "agent-7")
        #expect(schedule.ownerID == "operator")
        #expect(schedule.work == Work(command: defaultHeartbeatPrompt))
        #expect(schedule.deliveryMode == "last")
        #expect(schedule.metadata.isEmpty)
        #expect(
            schedule.timetable.timing
                == .heartbeat(
                    everySeconds: 1800, anchor: heartbeatAnchor(of: "agent-7", everySeconds: 1800), activeHours: nil))
        #expect(draft.warnings.isEmpty)
    }

    @Test("Every field is carried over")
    func all() throws {
        let draft = try session(
            #"""
            {"session_id":"agent-7","owner":"finance","title":"Agent seven","every":"10m",
            "active_hours":{"start":"08:30","end":"24:00"},"timezone":"Europe/Berlin","prompt":"Look around",
            "workspace_dir":"/srv/agent","delivery_mode":"explicit","runner":"shell","timeout_seconds":120,"env":{"A":"b"},
            "category":"low","channel":"#x","description":"d","ok_tokens":["OK","FINE"],"ack_max_chars":100,
            "require_file":true,"metadata":{"k":1},"enabled":false}
            """#)
        let schedule = draft.schedule
        #expect(
            schedule.timetable.timing
                == .heartbeat(
                    everySeconds: 600, anchor: heartbeatAnchor(of: "agent-7", everySeconds: 600),
                    activeHours: ActiveHours(start: "08:30", end: "24:00")))
        #expect(schedule.timetable.timezone == "Europe/Berlin")
        #expect(
            schedule.work
                == Work(
                    runner: "shell", command: "Look around", workspaceDir: "/srv/agent", env: ["A": "b"],
                    timeoutSeconds: 120))
        #expect(schedule.deliveryMode == "explicit")
        #expect(schedule.state == .disabled)
        #expect(
            schedule.metadata == [
                "k": 1, "heartbeat": ["ok_tokens": ["OK", "FINE"], "ack_max_chars": 100, "require_file": true],
            ])
    }

    @Test("The phase of a session stays within the interval and is the same in every version")
    func anchor() {
        #expect(heartbeatAnchor(of: "agent-7", everySeconds: 1800) == Instant(epochSeconds: 770))
        for seconds in [1, 30, 1800, 86_400] as [Int64] {
            let phase = heartbeatAnchor(of: "main", everySeconds: seconds).epochSeconds
            #expect((0..<seconds).contains(phase))
        }
    }

    @Test(
        "Active hours may be one text",
        arguments: [
            ("\"09:00-17:00\"", ActiveHours(start: "09:00", end: "17:00")),
            ("\"9:00 - 17:00\"", ActiveHours(start: "09:00", end: "17:00")),
            ("\"22:00-06:00\"", ActiveHours(start: "22:00", end: "06:00")), ("null", nil),
        ])
    func activeHours(text: String, expected: ActiveHours?) throws {
        let draft = try session("{\"session_id\":\"s\",\"active_hours\":\(text)}")
        guard case .heartbeat(_, _, let hours) = draft.schedule.timetable.timing else {
            Issue.record("not a heartbeat")
            return
        }
        #expect(hours == expected)
    }

    @Test(
        "What is wrong is said in a sentence",
        arguments: [
            ("{}", ["session_id: A session needs a session_id; none is given."]),
            (
                #"{"session_id":"a b"}"#,
                ["session_id: session_id takes letters, digits and . _ : @ -, 1 to 128 of them. Write a-b."]
            ),
            (
                #"{"session_id":"s","cron_expr":"@daily"}"#,
                [
                    "cron_expr: A session has no field cron_expr. It takes session_id, every, every_seconds, active_hours, timezone, exclusions, prompt, title, description, owner, owner_id, channel, category, runner, workspace_dir, env, timeout_seconds, enabled, metadata, delivery_mode, ok_tokens, ack_max_chars, require_file."
                ]
            ),
            (
                #"{"session_id":"s","active_hours":"9 to 5"}"#,
                [
                    "active_hours: active_hours takes a start and an end as HH:MM, or null for the whole day. Write {\"start\":\"09:00\",\"end\":\"17:00\"}."
                ]
            ),
            (
                #"{"session_id":"s","active_hours":"09:00-09:00"}"#,
                ["active_hours: active_hours starts and ends at 09:00. Write null for the whole day."]
            ),
            (
                #"{"session_id":"s","active_hours":{"start":"09:00","end":"17:00","tz":"x"}}"#,
                ["active_hours.tz: active_hours has no field tz. It takes start, end."]
            ),
            (
                #"{"session_id":"s","delivery_mode":"first"}"#,
                ["delivery_mode: delivery_mode says \"first\"; it takes last, explicit or none."]
            ),
            (
                #"{"session_id":"s","timezone":"Berlin","every":"0s"}"#,
                [
                    "every: The interval is 0; it takes 1 second or more. Write 30m, 1h30m or 2w.",
                    "timezone: There is no time zone \"Berlin\".",
                ]
            ),
            (
                #"{"session_id":"s","ok_tokens":[1],"require_file":"no"}"#,
                [
                    "ok_tokens: ok_tokens takes a list of texts; it was given a number.",
                    "require_file: require_file takes true or false; it was given text.",
                ]
            ),
        ])
    func refused(body: String, expected: [String]) {
        let refused = refusal { try session(body) }
        #expect(refused.count == expected.count, "\(refused)")
        for (found, expected) in zip(refused, expected) { #expect(found.hasPrefix(expected), "\(found)") }
    }

    @Test("What is not given stays, what is given changes")
    func change() throws {
        let before = try session(
            #"{"session_id":"s","every":"10m","active_hours":"09:00-17:00","ok_tokens":"A, B","metadata":{"k":1}}"#
        ).schedule
        func after(_ body: String) throws -> Schedule {
            try readSessionChange(json(body), of: before, context: context()).schedule
        }
        #expect(try after("{}") == before)
        #expect(before.metadata["heartbeat"] == ["ok_tokens": ["A", "B"]])

        let slower = try after(#"{"every_seconds":3600}"#)
        #expect(
            slower.timetable.timing
                == .heartbeat(
                    everySeconds: 3600, anchor: heartbeatAnchor(of: "s", everySeconds: 3600),
                    activeHours: ActiveHours(start: "09:00", end: "17:00")))

        let round = try after(
            #"{"active_hours":null,"prompt":null,"delivery_mode":"none","ok_tokens":null,"metadata":{"j":2}}"#)
        guard case .heartbeat(600, _, nil) = round.timetable.timing else {
            Issue.record("the active hours should be gone")
            return
        }
        #expect(round.work.command == defaultHeartbeatPrompt)
        #expect(round.deliveryMode == "none")
        #expect(round.metadata == ["j": 2])

        #expect(refusal { try after(#"{"session_id":"t"}"#) } == ["session_id: A session keeps its id; this is s."])
    }

    @Test("The whole answer may be sent back", arguments: [ScheduleState.active, .disabled, .paused(until: nil)])
    func whole(state: ScheduleState) throws {
        for body in [
            #"{"session_id":"s"}"#,
            #"{"session_id":"s","active_hours":"09:00-24:00","ok_tokens":["A"],"require_file":true,"metadata":{"k":[1]}}"#,
        ] {
            var schedule = try session(body).schedule
            schedule.state = state
            let answer = written { $0.session(schedule, facts: JobFacts(nextRunAt: nil, lastRun: nil, words: "")) }
            #expect(try readSessionChange(json(answer), of: schedule, context: context()).schedule == schedule)
        }
    }

    @Test("Remarks name what an author may not expect")
    func remarks() throws {
        #expect(try session(#"{"session_id":"s","delivery_mode":"none"}"#).warnings.count == 1)
        #expect(try session(#"{"session_id":"s","every":"10h","active_hours":"09:00-17:00"}"#).warnings.count == 1)
    }
}

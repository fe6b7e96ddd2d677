import CivilTime
import Documents
import Operations
import Recurrence
import Testing

@Suite("The forms on the wire")
struct WireFormTests {
    private static let at = Instant(epochSeconds: 1_772_637_600)

    private func schedule() throws -> Schedule {
        var schedule = try job(
            #"{"job_id":"nightly","command":"run","cron_expr":"30 2 * * *","dst":{"gap":"skip"},"env":{"B":"2","A":"1"},"metadata":{"k":[1,null]},"grace_seconds":60}"#
        ).schedule
        schedule.timetable.added = [
            AddedOccurrence(at: Self.at, origin: Instant(epochSeconds: 1_772_600_000)), AddedOccurrence(at: now),
        ]
        return schedule
    }

    private func run(of schedule: Schedule) -> Run {
        var run = Run(
            id: "run-1", of: schedule, trigger: .schedule, status: .failed, scheduledAt: Self.at, claimedAt: Self.at,
            startedAt: now, finishedAt: now.advanced(bySeconds: 5), durationMS: 5000, exitCode: 2, error: "exit 2",
            outputPreview: "oh \"no\"\n", node: "node-1", notes: ["why"])
        run.outputBytes = 9
        return run
    }

    private static let jobWithoutFacts =
        #"{"job_id":"nightly","owner_id":"operator","title":"run","description":null,"category":"normal","command":"run","stdin":null,"runner":null,"cron_expr":"30 2 * * *","dialect":"almanac","timezone":"America/Chicago","dst":{"gap":"skip","overlap":null},"exclusions":[],"excluded_dates":[],"every_seconds":null,"anchor":null,"run_at":null,"delete_after_run":false,"state":"active","paused_until":null,"enabled":true,"timeout_seconds":null,"overlap":"skip","grace_seconds":60,"retries":0,"session_id":null,"wake_heartbeat":"next","channel":null,"workspace_dir":null,"env":{"A":"1","B":"2"},"metadata":{"k":[1,null]},"exceptions":[{"type":"add","at":"2026-03-04T15:20:00Z","origin":"2026-03-04T04:53:20Z"},{"type":"add","at":"2026-03-04T15:20:00.250Z","origin":null}],"#
    private static let closing =
        #""version":1,"created_at":"2026-03-04T15:20:00.250Z","updated_at":"2026-03-04T15:20:00.250Z"}"#
    private static let failedRun =
        #"{"run_id":"run-1","source":"cron","source_ref":"nightly","event_id":"cron|nightly|1772637600","owner_id":"operator","session_id":null,"channel":null,"title":"run","category":"normal","trigger":"schedule","attempt":1,"status":"failed","scheduled_at":"2026-03-04T15:20:00Z","claimed_at":"2026-03-04T15:20:00Z","started_at":"2026-03-04T15:20:00.250Z","finished_at":"2026-03-04T15:20:05.250Z","duration_ms":5000,"exit_code":2,"error":"exit 2","detail":null,"output_preview":"oh \"no\"\n","output_bytes":9,"output_bytes_dropped":0,"node":"node-1","notes":["why"],"log":"/api/v1/ops/runs/run-1/log"}"#

    @Test("A job with its facts")
    func jobForm() throws {
        let schedule = try schedule()
        let facts = JobFacts(nextRunAt: Self.at, lastRun: run(of: schedule), words: "every day at 02:30")
        #expect(
            written { $0.job(schedule, facts: facts) } == Self.jobWithoutFacts
                + #""next_run_at":"2026-03-04T15:20:00Z","last_run":\#(Self.failedRun),"schedule_in_words":"every day at 02:30","#
                + Self.closing)
        #expect(written { $0.job(schedule, facts: nil) } == Self.jobWithoutFacts + Self.closing)
    }

    @Test("Intervals and instants leave the other rules null")
    func rules() throws {
        let schedule = try job(#"{"command":"x","every":90}"#).schedule
        let every = try json(written { $0.job(schedule, facts: nil) }).object
        #expect(every?["every_seconds"] == 90 && every?["cron_expr"] == .null && every?["dialect"] == .null)
        #expect(every?["dst"] == .null)
    }

    @Test("A paused job says until when, and is not enabled")
    func paused() throws {
        var schedule = try schedule()
        schedule.state = .paused(until: Self.at)
        let form = try json(written { $0.schedule(schedule, facts: nil) }).object
        #expect(form?["state"] == "paused")
        #expect(form?["paused_until"] == "2026-03-04T15:20:00Z")
        #expect(form?["enabled"] == false)
    }

    @Test("A session")
    func sessionForm() throws {
        let schedule = try session(
            #"{"session_id":"s","active_hours":"09:00-24:00","prompt":"look","ok_tokens":["OK"],"metadata":{"k":1}}"#
        ).schedule
        #expect(
            written { $0.session(schedule, facts: JobFacts(nextRunAt: nil, lastRun: nil, words: "w")) }
                == #"{"session_id":"s","owner_id":"operator","title":"s","description":null,"category":"normal","every_seconds":1800,"active_hours":{"start":"09:00","end":"24:00"},"timezone":"America/Chicago","exclusions":[],"excluded_dates":[],"prompt":"look","runner":null,"delivery_mode":"last","state":"active","paused_until":null,"enabled":true,"timeout_seconds":null,"channel":null,"workspace_dir":null,"env":{},"ok_tokens":["OK"],"ack_max_chars":null,"require_file":null,"metadata":{"k":1},"exceptions":[],"next_run_at":null,"last_run":null,"schedule_in_words":"w","#
                + Self.closing)
    }

    @Test("A run, with the log's path")
    func runForm() throws {
        let schedule = try schedule()
        #expect(written { $0.run(run(of: schedule)) } == Self.failedRun)
    }

    @Test("A waiting run is running without a start")
    func waiting() throws {
        let run = Run(
            id: "r", of: try schedule(), trigger: .manual, status: .waiting, scheduledAt: Self.at, claimedAt: now,
            node: "n")
        let form = try json(written { $0.run(run) }).object
        #expect(form?["status"] == "running")
        #expect(form?["started_at"] == .null)
        #expect(
            RunStatus.allCases.map(\.wireName) == [
                "running", "running", "success", "failed", "skipped", "cancelled", "lost",
            ])
    }

    @Test("A stasis entry, with its resolution where there is one")
    func stasis() throws {
        let entry = StasisEntry(
            id: "st-1", of: try schedule(), reason: .downtime, count: 3, firstAt: Self.at,
            lastAt: Self.at.advanced(bySeconds: 120),
            outageID: "out-1", createdAt: now)
        let open =
            #"{"entry_id":"st-1","event_id":"cron|nightly|1772637720","source":"cron","source_ref":"nightly","owner_id":"operator","session_id":null,"channel":null,"title":"run","category":"normal","status":"pending","reason":"downtime","reason_in_words":"the scheduler was not running","count":3,"first_at":"2026-03-04T15:20:00Z","last_at":"2026-03-04T15:22:00Z","created_at":"2026-03-04T15:20:00.250Z","outage_id":"out-1","#
        #expect(written { json in json.object { $0.stasis(entry) } } == open + #""version":1}"#)
        var resolved = entry.resolved(.approvedAndRun, by: .operator("ada"), at: now)
        resolved.runID = "run-9"
        #expect(
            written { json in json.object { $0.stasis(resolved) } }
                == open.replacing(#""pending""#, with: #""approved_and_run""#)
                + #""resolved_at":"2026-03-04T15:20:00.250Z","resolved_by":"operator:ada","run_id":"run-9","version":2}"#
        )
    }

    @Test("A notification, with links and actions")
    func notification() throws {
        let notification = Notification(
            id: "n-1", kind: .failed, status: .new, schedule: ScheduleID(.cron, "nightly"), ownerID: "operator",
            sessionID: nil, channel: nil, category: .critical,
            occurrence: OccurrenceID(ScheduleID(.cron, "nightly"), Self.at),
            runID: "run-1", title: "t", message: "m", createdAt: now)
        #expect(
            written { $0.notification(notification, actions: ["run_now", "open_logs"]) }
                == #"{"id":"n-1","kind":"failed","status":"new","source":"cron","source_ref":"nightly","owner_id":"operator","session_id":null,"channel":null,"category":"critical","event_id":"cron|nightly|1772637600","run_id":"run-1","entry_id":null,"title":"t","message":"m","count":1,"links":{"job":"/api/v1/cron/jobs/nightly","run":"/api/v1/ops/runs/run-1","log":"/api/v1/ops/runs/run-1/log"},"actions":["run_now","open_logs"],"created_at":"2026-03-04T15:20:00.250Z","last_at":"2026-03-04T15:20:00.250Z","snoozed_until":null,"version":1}"#
        )
    }

    @Test("An audit row, with the job as it was and is")
    func audit() throws {
        let schedule = try schedule()
        let row = AuditRow(
            id: "a-1", at: now, actor: .operator("ada"), action: "update", schedule: schedule.id, reason: "why",
            after: schedule)
        #expect(
            written { $0.audit(row) }
                == #"{"id":"a-1","at":"2026-03-04T15:20:00.250Z","actor":{"kind":"operator","name":"ada"},"action":"update","source":"cron","source_ref":"nightly","event_id":null,"reason":"why","proposal_id":null,"undoes":null,"before":null,"after":"#
                + Self.jobWithoutFacts + Self.closing + "}")
    }

    @Test("An outage")
    func outage() {
        let outage = Outage(id: "o", from: Self.at, to: Self.at.advanced(bySeconds: 180), reason: .downtime, node: "n")
        #expect(
            written { $0.outage(outage) }
                == #"{"id":"o","from_utc":"2026-03-04T15:20:00Z","to_utc":"2026-03-04T15:23:00Z","duration_seconds":180,"reason":"downtime","reason_in_words":"the scheduler was not running","node":"n"}"#
        )
    }

    @Test("An event's envelope, with what the caller adds to the payload")
    func envelope() throws {
        let schedule = try schedule()
        let draft = EventDraft(
            .cronRunFailed, schedule: schedule.id, ownerID: "operator", sessionID: "s", occurredAt: now,
            status: "failed",
            payload: EventPayload(run: run(of: schedule), note: ["why": "exit 2"]), actor: .schedule)
        #expect(
            written { $0.envelope(LogEvent(seq: 7, event: draft)) { $0.field("actions_count", 2) } }
                == #"{"seq":7,"event_type":"cron_run_failed","source":"cron","source_ref":"nightly","owner_id":"operator","session_id":"s","occurred_at_utc":"2026-03-04T15:20:00.250Z","status":"failed","actor":{"kind":"schedule","name":"schedule"},"payload":{"run":\#(Self.failedRun),"note":{"why":"exit 2"},"actions_count":2}}"#
        )
    }

    @Test("An event of the scheduler itself has no source")
    func schedulerEvent() throws {
        let draft = EventDraft(
            .schedulerStarted, ownerID: "operator", occurredAt: now, status: "started",
            payload: EventPayload(outage: Outage(id: "o", from: Self.at, to: now, reason: .downtime, node: "n")),
            actor: .system)
        let form = try json(written { $0.envelope(LogEvent(seq: 1, event: draft)) }).object
        #expect(form?["source"] == .null && form?["source_ref"] == .null)
        #expect(form?["payload"]?.object?["outage"]?.object?["id"] == "o")
        #expect(form?.keys.contains("session_id") == false)
    }

    @Test("Every member of an event's payload has its form")
    func payload() throws {
        let schedule = try schedule()
        let heartbeat = try session(#"{"session_id":"s"}"#).schedule
        let entry = StasisEntry(
            id: "st", of: schedule, reason: .past, count: 1, firstAt: Self.at, lastAt: Self.at, createdAt: now)
        func members(_ payload: EventPayload) throws -> [String] {
            let draft = EventDraft(
                .cronMissed, ownerID: "o", occurredAt: now, status: "s", payload: payload, actor: .system)
            let form = try json(written { $0.envelope(LogEvent(seq: 1, event: draft)) }).object
            return form?["payload"]?.object?.keys.sorted() ?? []
        }
        #expect(try members(EventPayload(schedule: schedule, stasis: [entry])) == ["job", "stasis"])
        #expect(try members(EventPayload(schedule: heartbeat)) == ["session"])
        #expect(try members(EventPayload()) == [])
    }

    @Test("A problem document, with the fields at fault")
    func problem() {
        #expect(
            written { $0.problem(status: 409, title: "Conflict", detail: "It is running.") }
                == #"{"type":"about:blank","title":"Conflict","status":409,"detail":"It is running."}"#)
        let errors = [
            Diagnostic(field: "cron_expr", message: "No.", column: 3, hint: "Yes."),
            Diagnostic(field: "x", message: "y"),
        ]
        #expect(
            written { $0.problem(status: 400, title: "Bad", detail: "d", errors: errors) }
                == #"{"type":"about:blank","title":"Bad","status":400,"detail":"d","errors":[{"field":"cron_expr","message":"No.","hint":"Yes.","column":3},{"field":"x","message":"y"}]}"#
        )
    }
}

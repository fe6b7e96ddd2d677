import CivilTime
import HTTPTypes
import Operations
import Testing

@Suite("The API keeps what docs/api.md promises", .serialized)
struct APITests {
    static let jobs = "/api/v1/cron/jobs"
    static let feed = "/api/v1/ops/calendar/events"

    static func action(_ eventID: String) -> String {
        "\(feed)/\(eventID.replacing("|", with: "%7C"))/action"
    }

    @Test("A job is created, read, changed, refused when stale, and deleted")
    func lifeOfAJob() async throws {
        try await withHouse { house in
            let created = try await house.post(
                Self.jobs, #"{"job_id":"nightly","command":"true","cron_expr":"30 2 * * *","title":"Nightly"}"#)
            #expect(created.status == 201)
            #expect(created.headers[.location] == "/api/v1/cron/jobs/nightly")
            #expect(created.json["job"]["schedule_in_words"].string?.contains("02:30") == true)
            #expect(try await house.get("\(Self.jobs)/nightly").json["job"]["version"] == 1)

            let changed = try await house.send(
                .put, "\(Self.jobs)/nightly", #"{"title":"Later"}"#, headers: ["if-match": "\"1\""])
            #expect(changed.json["job"]["title"] == "Later")
            #expect(changed.json["job"]["version"] == 2)
            #expect(changed.headers[.eTag] == "\"2\"")
            let stale = try await house.send(
                .put, "\(Self.jobs)/nightly", #"{"title":"No"}"#, headers: ["if-match": "\"1\""])
            #expect(stale.status == 412)

            #expect(try await house.send(.delete, "\(Self.jobs)/nightly").json["status"] == "deleted")
            #expect(try await house.get("\(Self.jobs)/nightly").status == 404)
            #expect(try await house.post(Self.jobs, #"{"job_id":"a","command":"true","every":"1h"}"#).status == 201)
            #expect(try await house.post(Self.jobs, #"{"job_id":"a","command":"true","every":"1h"}"#).status == 409)
        }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var body: String
        var status: Int
        var fields: [String]
    }

    @Test(
        "What is wrong with a body is said by field, all at once",
        arguments: [
            Refusal(
                testDescription: "unknown field", body: #"{"command":"true","every":"1h","colour":"red"}"#, status: 422,
                fields: ["colour"]),
            Refusal(
                testDescription: "two faults",
                body: #"{"command":"true","cron_expr":"61 * * * *","timezone":"America/Chigago"}"#, status: 422,
                fields: ["cron_expr", "timezone"]),
            Refusal(testDescription: "no JSON", body: "{", status: 400, fields: ["body"]),
        ])
    func refusals(_ row: Refusal) async throws {
        try await withHouse { house in
            let answer = try await house.post(Self.jobs, row.body)
            #expect(answer.status == row.status)
            #expect(answer.headers[.contentType] == "application/problem+json")
            let named = answer.json["errors"].items.compactMap { $0["field"].string }
            #expect(Set(row.fields).isSubset(of: Set(named)), "named \(named)")
        }
    }

    @Test("What an excluded day takes out is skipped on the calendar, and is no run to come")
    func exclusions() async throws {
        try await withHouse { house in
            let tomorrow = Zone.utc.local(SystemWallClock().now).date.adding(days: 1)
            let created = try await house.post(
                Self.jobs,
                #"{"job_id":"daily","command":"true","cron_expr":"0 12 * * *","timezone":"UTC","#
                    + #""exclusions":["\#(tomorrow)","holidays"]}"#)
            #expect(created.status == 201)
            #expect(created.json["job"]["exclusions"].items.count == 2)
            #expect(created.json["job"]["excluded_dates"].items.count >= 2)
            let day = try await house.get("\(Self.feed)?start=\(tomorrow)&view=day&timezone=UTC")
            let event = day.json["events"][0]
            #expect(event["status"] == "skipped")
            #expect(event["status_detail"].string == "excluded on \(tomorrow)")
            let id = try #require(event["event_id"].string)
            let next = try await house.get("\(Self.feed)/\(id.replacing("|", with: "%7C"))")
            #expect(next.json["event"]["status"] == "skipped")
            #expect(!next.json["next"].items.contains { $0["at_utc"] == event["scheduled_at_utc"] })
        }
    }

    @Test("A run_at in the past is missed at once; approving runs it, and its event turns into the result")
    func approve() async throws {
        try await withHouse { house in
            let created = try await house.post(
                Self.jobs, #"{"job_id":"late","command":"true","run_at":"2026-01-05T10:00:00Z"}"#)
            #expect(created.json["warnings"].items.count == 1)
            let week = try await house.get("\(Self.feed)?start=2026-01-05&view=day&timezone=UTC")
            let event = week.json["events"][0]
            #expect(event["status"] == "missed")
            #expect(event["actions"].items.contains("approve_backfill_run"))
            let entry = week.json["stasis_queue"][0]
            #expect(entry["count"] == 1)
            #expect(entry["reason"] == "past")

            let id = try #require(event["event_id"].string)
            let approved = try await house.post(Self.action(id), #"{"action":"approve_backfill_run"}"#)
            #expect(approved.status == 200)
            #expect(approved.json["run"]["status"] == "success")
            #expect(approved.json["run"]["trigger"] == "backfill")
            #expect(approved.json["event"]["event_id"].string == id)
            #expect(approved.json["event"]["status"] == "success")
            #expect(try await house.post(Self.action(id), #"{"action":"approve_backfill_run"}"#).status == 409)
            #expect(try await house.get("/api/v1/ops/stasis").json["stasis"].items.isEmpty)
            #expect(try await house.get("/api/v1/ops/stasis?status=approved_and_run").json["stasis"].items.count == 1)
        }
    }

    @Test("A missed occurrence is rescheduled in plain words, or deleted; both leave the queue and close the notice")
    func rescheduleAndDelete() async throws {
        try await withHouse { house in
            for id in ["a", "b"] {
                _ = try await house.post(
                    Self.jobs, #"{"job_id":"\#(id)","command":"true","run_at":"2026-01-05T10:00:00Z"}"#)
            }
            #expect(try await house.get("/api/v1/ops/notifications").json["unread"] == 2)
            let at = try #require(Instant(iso8601: "2026-01-05T10:00:00Z")).epochSeconds
            let bad = try await house.post(Self.action("cron|a|\(at)"), #"{"action":"reschedule","run_at":"soonish"}"#)
            #expect(bad.status == 400)
            #expect(bad.json["errors"][0]["field"] == "run_at")
            let moved = try await house.post(Self.action("cron|a|\(at)"), #"{"action":"reschedule","run_at":"in 15m"}"#)
            #expect(moved.status == 200)
            #expect(moved.json["job"]["next_run_at"].string != nil)
            #expect(moved.json["stasis"]["status"] == "rescheduled")
            let deleted = try await house.post(Self.action("cron|b|\(at)"), #"{"action":"delete_missed"}"#)
            #expect(deleted.json["event"]["status"] == "cancelled")
            #expect(try await house.get("/api/v1/ops/stasis").json["stasis"].items.isEmpty)
            #expect(try await house.get("/api/v1/ops/notifications").json["unread"] == 0)
        }
    }

    @Test("An action that the state forbids is refused in words; one that does not exist names those that do")
    func forbidden() async throws {
        try await withHouse { house in
            _ = try await house.post(Self.jobs, #"{"job_id":"j","command":"true","every":"1h"}"#)
            let next = try await house.get("\(Self.jobs)/j").json["job"]["next_run_at"].string ?? ""
            let id = "cron|j|\(try #require(Instant(iso8601: next)).epochSeconds)"
            #expect(try await house.post(Self.action(id), #"{"action":"disable","reason":"noise"}"#).status == 200)
            let refused = try await house.post(Self.action(id), #"{"action":"run_now"}"#)
            #expect(refused.status == 409)
            #expect(refused.json["detail"].string?.contains("disabled") == true)
            #expect(try await house.post(Self.action(id), #"{"action":"enable"}"#).status == 200)
            #expect(try await house.post(Self.action(id), #"{"action":"explode"}"#).status == 400)
            #expect(try await house.post(Self.action(id), #"{"action":"delete_missed"}"#).status == 409)
            let audit = try await house.get("/api/v1/ops/audit").json["audit"].items
            #expect(audit.compactMap { $0["action"].string } == ["enable", "disable", "create"])
            #expect(audit[1]["reason"] == "noise")
        }
    }

    @Test("Run now waits for the outcome and answers with the run; its log and the event's logs can be read")
    func runNow() async throws {
        try await withHouse { house in
            _ = try await house.post(Self.jobs, #"{"job_id":"j","command":"echo hello","every":"1h"}"#)
            let run = try await house.post("\(Self.jobs)/j/run", "").json["run"]
            #expect(run["status"] == "success")
            #expect(run["trigger"] == "manual")
            let path = try await house.post(Self.action(run["event_id"].string ?? ""), #"{"action":"open_logs"}"#).json[
                "path"]
            let log = try await house.get(path.string ?? "")
            #expect(log.text.contains("echo hello"))
            #expect(log.headers[.contentType] == "text/plain; charset=utf-8")
            let part = try await house.send(.get, path.string ?? "", headers: ["range": "bytes=0-3"])
            #expect(part.status == 206)
            #expect(part.text == String(log.text.prefix(4)))
        }
    }

    @Test("The log is replayed without gaps, and the stream begins where it is asked to")
    func replay() async throws {
        try await withHouse { house in
            for id in ["a", "b", "c"] {
                _ = try await house.post(Self.jobs, #"{"job_id":"\#(id)","command":"true","every":"1h"}"#)
            }
            let events = try await house.get("/api/v1/ops/scheduling/events?since_seq=0").json["events"].items
            #expect(events.map { $0["seq"] } == (1...events.count).map { .integer(Int64($0)) })
            let stream = try await house.get("/api/v1/ops/scheduling/stream?since_seq=2&once=1")
            #expect(stream.headers[.contentType] == "text/event-stream")
            #expect(stream.text.contains("id: 3\n"))
            #expect(!stream.text.contains("id: 2\n"))
        }
    }

    @Test("A heartbeat session is created, woken, and remembers its last run")
    func heartbeat() async throws {
        try await withHouse { house in
            let created = try await house.post(
                "/api/v1/heartbeat/sessions",
                #"{"session_id":"desk","every":"30m","active_hours":{"start":"09:00","end":"17:00"}}"#)
            #expect(created.status == 201)
            let woken = try await house.post(
                "/api/v1/heartbeat/wake", #"{"session_id":"desk","mode":"now","reason":"look"}"#)
            #expect(woken.json["run"]["trigger"] == "wake")
            #expect(try await house.get("/api/v1/heartbeat/last?session_id=desk").json["run"]["status"] == "success")
            #expect(try await house.post("/api/v1/heartbeat/wake", #"{"session_id":"nobody"}"#).status == 404)
        }
    }

    @Test("T18: no answer is a redirect, and what it links to is a path")
    func noRedirects() async throws {
        try await withHouse { house in
            let created = try await house.post(Self.jobs, #"{"job_id":"linked","command":"true","every":"1h"}"#)
            #expect(created.headers[.location] == "/api/v1/cron/jobs/linked")
            for path in ["/", "/login", Self.jobs, "\(Self.jobs)/linked", Self.feed, "/api/v1/nothing"] {
                let answer = try await house.get(path)
                #expect(!(300..<400).contains(answer.status), "\(path)")
            }
        }
    }

    @Test("T12: every answer, refusals included, forbids what a hostile text could become")
    func safetyHeaders() async throws {
        try await withHouse { house in
            for path in ["/", Self.jobs, "/api/v1/nothing", "\(Self.jobs)/none", "/assets/none"] {
                let answer = try await house.get(path)
                let policy = answer.headers[.contentSecurityPolicy] ?? ""
                #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "\(path): \(policy)")
                #expect(answer.headers[.xContentTypeOptions] == "nosniff", "\(path)")
                #expect(answer.headers[HTTPField.Name("referrer-policy")!] == "no-referrer", "\(path)")
                #expect(answer.headers[HTTPField.Name("cross-origin-resource-policy")!] == "same-origin", "\(path)")
            }
        }
    }

    @Test("T4: a page of another site can change nothing, and only JSON is read")
    func gate() async throws {
        try await withHouse { house in
            let body = #"{"command":"true","every":"1h"}"#
            #expect(
                try await house.send(.post, Self.jobs, body, headers: ["origin": "http://evil.example"]).status == 403)
            #expect(
                try await house.send(.post, Self.jobs, body, headers: ["sec-fetch-site": "cross-site"]).status == 403)
            #expect(try await house.send(.get, "/api/v1/ops/scheduling/stream?once=1", "{}").status == 400)
            #expect(try await house.send(.post, Self.jobs, body, headers: ["content-type": "text/plain"]).status == 415)
            #expect(try await house.get("/api/v1/nothing").status == 404)
            let page = try await house.get("/")
            #expect(page.headers[.contentSecurityPolicy]?.contains("script-src 'self'") == true)
            #expect(
                try await house.send(.get, "/", headers: ["if-none-match": page.headers[.eTag] ?? ""]).status == 304)
        }
    }

    @Test("Numbers beyond every calendar are refused, not died of")
    func extremeNumbers() async throws {
        try await withHouse { house in
            _ = try await house.post(Self.jobs, #"{"job_id":"j","command":"true","every":"1h"}"#)
            for number in ["1e19", "-1e300", "9223372036854775807", "-9223372036854775808"] {
                let answer = try await house.post(
                    Self.action("cron|j|1795000000"), #"{"action":"pause","until":\#(number)}"#)
                #expect(answer.status == 400, "until \(number)")
                #expect(try await house.get("\(Self.feed)?start=\(number)").status == 400, "start \(number)")
            }
            let most = "9223372036854775807"
            #expect(try await house.get("/api/v1/ops/scheduling/events?since_seq=\(most)").status == 200)
            let stream = try await house.send(
                .get, "/api/v1/ops/scheduling/stream?once=1", headers: ["last-event-id": most])
            #expect(stream.text.contains("event: reset"))
            for path in [
                "\(Self.feed)/cron%7Cj%7C\(most)", "\(Self.feed)?limit=\(most)", "\(Self.jobs)/j/run?wait=1e400",
            ] {
                #expect(try await house.get(path).status >= 400, "\(path)")
            }
        }
    }

    @Test("HEAD answers as GET does, without a body")
    func head() async throws {
        try await withHouse { house in
            let answer = try await house.send(.head, "/api/v1/health")
            #expect(answer.status == 200)
            #expect(answer.text.isEmpty)
        }
    }

    @Test("Health answers, and readiness follows the loop")
    func health() async throws {
        try await withHouse { house in
            #expect(try await house.get("/api/v1/health").json["status"] == "ok")
            // The first turn of the loop has been taken once a command has been answered.
            _ = try await house.post(Self.jobs, #"{"job_id":"j","command":"true","every":"1h"}"#)
            _ = try await house.post("\(Self.jobs)/j/pause", "{}")
            #expect(try await house.get("/api/v1/ready").status == 200)
            #expect(try await house.get("/api/v1/ops/metrics/scheduling-runtime").json["schedules"] == 1)
        }
    }
}

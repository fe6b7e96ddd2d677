import Access
import CivilTime
import HTTPTypes
import Operations
import Testing

@testable import HTTPAPI

/// One owner's things, made anew for each question: a job with a run, a session, a missed occurrence with its
/// notification, a proposal, and a row of the audit that can be undone.
struct Specimen: Sendable {
    let ref: String
    let owner: String
    var session: String { ref + "-s" }
    var missed: String { ref + "-m" }
    var upcomingEvent = ""
    var missedEvent = ""
    var run = ""
    var notification = ""
    var proposal = ""
    var newJobProposal = ""
    var audit = ""

    static let jobs = "/api/v1/cron/jobs"
    static let events = "/api/v1/ops/calendar/events"

    /// Whether a text tells of any of it.
    func isTold(in text: String) -> Bool {
        [ref, run, notification, proposal, newJobProposal, audit].contains {
            text.contains("\"\($0)") || text.contains("|\($0)|")
        }
    }

    init(_ house: TestHouse, ref: String, owner: String, admin: String) async throws {
        self.ref = ref
        self.owner = owner
        func ask(_ method: HTTPRequest.Method, _ path: String, _ body: String? = nil) async throws -> JSONValue {
            let answer = try await house.send(method, path, body, headers: ["authorization": "Bearer \(admin)"])
            try #require((200..<300).contains(answer.status), "\(method) \(path): \(answer.status) \(answer.text)")
            return answer.json
        }
        _ = try await ask(
            .post, Self.jobs,
            #"{"job_id":"\#(ref)","owner":"\#(owner)","command":"true","every":"6h","grace_seconds":60}"#)
        _ = try await ask(
            .post, Self.jobs,
            #"{"job_id":"\#(missed)","owner":"\#(owner)","command":"true","run_at":"2026-01-05T10:00:00Z"}"#)
        _ = try await ask(
            .post, "/api/v1/heartbeat/sessions",
            #"{"session_id":"\#(session)","owner":"\#(owner)","every":"6h","prompt":"look"}"#)
        run = try #require(try await ask(.post, "\(Self.jobs)/\(ref)/run?wait=10", "{}")["run"]["run_id"].string)
        missedEvent = "cron%7C\(missed)%7C1767607200"
        notification = try #require(
            try await ask(.get, "/api/v1/ops/notifications?owner=\(owner)&limit=1000")["notifications"].items
                .first { $0["source_ref"].string == missed }?["id"].string)
        let next = try #require(try await ask(.get, "\(Self.jobs)/\(ref)")["job"]["next_run_at"].string)
        let epoch = try #require(Instant(iso8601: next)).epochSeconds
        upcomingEvent = "cron%7C\(ref)%7C\(epoch)"
        _ = try await ask(.post, "\(Self.jobs)/\(ref)/pause", "{}")
        _ = try await ask(.post, "\(Self.jobs)/\(ref)/resume", "{}")
        let rows = try await ask(.get, "/api/v1/ops/audit?source=cron&source_ref=\(ref)")["audit"].items
        audit = try #require(rows.first { $0["action"] == "resume" }?["id"].string, "\(rows.map { $0["action"] })")
        proposal = try #require(
            try await ask(
                .post, "\(Self.events)/\(upcomingEvent)/change-request", #"{"instruction":"make it low priority"}"#
            )["proposal"]["proposal_id"].string)
        newJobProposal = try #require(
            try await ask(
                .post, "/api/v1/ops/change-request", #"{"instruction":"every day at 7am run ./\#(ref)"}"#
            )["proposal"]["proposal_id"].string)
    }

    /// Takes its schedules away, so that the house stays small.
    func remove(from house: TestHouse, admin: String) async throws {
        let headers = ["authorization": "Bearer \(admin)"]
        for ref in [ref, missed, ref + "-new"] {
            _ = try await house.send(.delete, "\(Self.jobs)/\(ref)", headers: headers)
        }
        for ref in [session, session + "-new"] {
            _ = try await house.send(.delete, "/api/v1/heartbeat/sessions/\(ref)", headers: headers)
        }
    }
}

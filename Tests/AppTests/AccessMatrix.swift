import Access
import HTTPTypes
import Testing

/// What each operation of the description takes, written down by itself: the matrix holds the server to it, and an
/// operation that is not here fails it.
struct AccessRow: Sendable, CustomTestStringConvertible {
    enum Reach: Sendable {
        /// Answers with what the scope admits.
        case list
        /// Concerns one of the specimen's things.
        case object
        /// Makes something for the specimen's owner, or for the principal's own.
        case making
        case house
    }

    var method: HTTPRequest.Method
    var path: String
    /// nil is anybody.
    var role: Role?
    var reach: Reach
    var request: @Sendable (Specimen) -> (path: String, body: String?)

    var testDescription: String { "\(method) \(path)" }

    init(
        _ method: HTTPRequest.Method, _ path: String, _ role: Role?, _ reach: Reach,
        _ request: (@Sendable (Specimen) -> (path: String, body: String?))? = nil
    ) {
        self.method = method
        self.path = path
        self.role = role
        self.reach = reach
        self.request = request ?? { _ in (path, method == .get ? nil : "{}") }
    }

    private static let ops = "/api/v1/ops"
    private static let jobs = "/api/v1/cron/jobs"
    private static let sessions = "/api/v1/heartbeat/sessions"

    static let all: [AccessRow] =
        [
            AccessRow(.get, "/api/v1/health", nil, .list),
            AccessRow(.get, "/api/v1/ready", nil, .list),
            AccessRow(.get, "/openapi.yaml", .viewer, .list),
            AccessRow(.get, "/api/v1/session", .viewer, .list),
            AccessRow(.post, "/api/v1/session", nil, .list),
            AccessRow(.delete, "/api/v1/session", .viewer, .list),
            AccessRow(.get, "\(ops)/metrics/scheduling-runtime", .viewer, .house),

            AccessRow(.get, "\(ops)/calendar/events", .viewer, .list) { _ in
                ("\(ops)/calendar/events?expand=all&start=2026-01-05&end=2027-01-05T00:00:00Z&limit=200000", nil)
            },
            AccessRow(.get, "\(ops)/calendar/events/{event_id}", .viewer, .object) {
                ("\(ops)/calendar/events/\($0.missedEvent)", nil)
            },
            AccessRow(.post, "\(ops)/calendar/events/{event_id}/action", .operator, .object) {
                ("\(ops)/calendar/events/\($0.missedEvent)/action", #"{"action":"delete_missed"}"#)
            },
            AccessRow(.get, "\(ops)/stasis", .viewer, .list) { _ in ("\(ops)/stasis?status=all", nil) },
            AccessRow(.post, "\(ops)/stasis/resolve", .operator, .list) {
                (
                    "\(ops)/stasis/resolve",
                    #"{"action":"delete","event_ids":["\#($0.missedEvent.replacing("%7C", with: "|"))"]}"#
                )
            },
            AccessRow(.post, "\(ops)/rebase", .admin, .list),

            AccessRow(.get, "/api/v1/cron/runs", .viewer, .list),
            AccessRow(.post, "\(jobs)/{job_id}/run", .operator, .object) { ("\(jobs)/\($0.ref)/run", "{}") },
            AccessRow(.get, "\(jobs)/{job_id}/runs", .viewer, .object) { ("\(jobs)/\($0.ref)/runs", nil) },
            AccessRow(.post, jobs, .admin, .making) {
                (jobs, #"{"job_id":"\#($0.ref)-new","owner":"\#($0.owner)","command":"true","every":"6h"}"#)
            },
            AccessRow(.post, sessions, .admin, .making) {
                (sessions, #"{"session_id":"\#($0.session)-new","owner":"\#($0.owner)","every":"6h","prompt":"p"}"#)
            },
            AccessRow(.post, "/api/v1/heartbeat/wake", .operator, .object) {
                ("/api/v1/heartbeat/wake", #"{"session_id":"\#($0.session)"}"#)
            },
            AccessRow(.get, "/api/v1/heartbeat/last", .viewer, .object) {
                ("/api/v1/heartbeat/last?session_id=\($0.session)", nil)
            },

            AccessRow(.get, "\(ops)/scheduling/events", .viewer, .list) { _ in
                ("\(ops)/scheduling/events?since_seq=0&limit=1000", nil)
            },
            AccessRow(.get, "\(ops)/scheduling/stream", .viewer, .list) { _ in
                ("\(ops)/scheduling/stream?since_seq=0&once=1", nil)
            },
            AccessRow(.get, "\(ops)/notifications", .viewer, .list),
            AccessRow(.post, "\(ops)/notifications/{id}", .operator, .object) {
                ("\(ops)/notifications/\($0.notification)", #"{"status":"acknowledged"}"#)
            },
            AccessRow(.get, "\(ops)/alerts", .viewer, .house),
            AccessRow(.get, "\(ops)/alerts/deliveries", .viewer, .list),
            AccessRow(.post, "\(ops)/alerts/{channel}/test", .admin, .house) { _ in ("\(ops)/alerts/ops/test", "{}") },
            AccessRow(.get, "\(ops)/audit", .viewer, .list) { _ in ("\(ops)/audit?limit=1000", nil) },

            AccessRow(.post, "\(ops)/calendar/events/{event_id}/change-request", .operator, .object) {
                ("\(ops)/calendar/events/\($0.upcomingEvent)/change-request", #"{"instruction":"move to 9am"}"#)
            },
            AccessRow(.post, "\(ops)/calendar/events/{event_id}/change-request/confirm", .operator, .object) {
                (
                    "\(ops)/calendar/events/\($0.upcomingEvent)/change-request/confirm",
                    #"{"proposal_id":"\#($0.proposal)","approve":true}"#
                )
            },
            AccessRow(.post, "\(ops)/change-request", .operator, .list) { _ in
                ("\(ops)/change-request", #"{"instruction":"every day at 7am run ./x"}"#)
            },
            AccessRow(.post, "\(ops)/change-request/confirm", .operator, .object) {
                ("\(ops)/change-request/confirm", #"{"proposal_id":"\#($0.newJobProposal)","approve":false}"#)
            },
            AccessRow(.get, "\(ops)/change-requests", .viewer, .list),
            AccessRow(.get, "\(ops)/change-requests/{proposal_id}", .viewer, .object) {
                ("\(ops)/change-requests/\($0.proposal)", nil)
            },
            AccessRow(.post, "\(ops)/audit/{audit_id}/undo", .operator, .object) {
                ("\(ops)/audit/\($0.audit)/undo", "{}")
            },

            AccessRow(.get, "\(ops)/runs/{run_id}", .viewer, .object) { ("\(ops)/runs/\($0.run)", nil) },
            AccessRow(.get, "\(ops)/runs/{run_id}/log", .viewer, .object) { ("\(ops)/runs/\($0.run)/log", nil) },
        ] + schedules(jobs, "{job_id}") { $0.ref } + schedules(sessions, "{session_id}") { $0.session }

    private static func schedules(
        _ base: String, _ name: String, _ ref: @escaping @Sendable (Specimen) -> String
    ) -> [AccessRow] {
        [
            AccessRow(.get, base, .viewer, .list),
            AccessRow(.get, "\(base)/\(name)", .viewer, .object) { ("\(base)/\(ref($0))", nil) },
            AccessRow(.put, "\(base)/\(name)", .admin, .object) { ("\(base)/\(ref($0))", #"{"title":"other"}"#) },
            AccessRow(.delete, "\(base)/\(name)", .admin, .object) { ("\(base)/\(ref($0))", nil) },
            AccessRow(.post, "\(base)/\(name)/pause", .operator, .object) { ("\(base)/\(ref($0))/pause", "{}") },
            AccessRow(.post, "\(base)/\(name)/resume", .operator, .object) { ("\(base)/\(ref($0))/resume", "{}") },
            AccessRow(.post, "\(base)/\(name)/disable", .operator, .object) { ("\(base)/\(ref($0))/disable", "{}") },
            AccessRow(.post, "\(base)/\(name)/enable", .operator, .object) { ("\(base)/\(ref($0))/enable", "{}") },
        ]
    }
}

import Access
import HTTPTypes

/// What each route asks of whoever calls it: the one table. A route that is not in it is refused to everybody.
///
/// Where what is asked depends on what the request says (an action, a proposal, an undo), the table holds the least, and
/// `API.allow` asks for the rest.
enum RouteRules {
    struct Rule: Sendable {
        var method: HTTPRequest.Method
        /// As openapi.yaml writes it.
        var path: String
        var permission: Permission
        /// Whether it concerns everybody, so that a token of one owner is refused.
        var isWholeHouse = false
    }

    static let all: [Rule] =
        // Open: they tell nothing of the house.
        [
            Rule(method: .get, path: "/api/v1/health", permission: .open),
            Rule(method: .get, path: "/api/v1/ready", permission: .open),
            Rule(method: .get, path: "/assets/**", permission: .open),
            Rule(method: .get, path: "/login", permission: .open),
            // The exchange of a token or code is judged by what it holds.
            Rule(method: .post, path: "/api/v1/session", permission: .open),
            Rule(method: .get, path: "/favicon.ico", permission: .open),
            Rule(method: .get, path: "/manifest.webmanifest", permission: .open),

            Rule(method: .get, path: "/", permission: .see),
            Rule(method: .get, path: "/api/v1/session", permission: .see),
            Rule(method: .delete, path: "/api/v1/session", permission: .see),
            Rule(method: .get, path: "/openapi.yaml", permission: .see),
            Rule(method: .get, path: "/api/v1/ops/metrics/scheduling-runtime", permission: .see, isWholeHouse: true),

            Rule(method: .get, path: "/api/v1/ops/calendar/events", permission: .see),
            Rule(method: .get, path: "/api/v1/ops/calendar/events/{event_id}", permission: .see),
            // To read a log is an action, too; the others are asked for one by one.
            Rule(method: .post, path: "/api/v1/ops/calendar/events/{event_id}/action", permission: .see),
            Rule(method: .get, path: "/api/v1/ops/stasis", permission: .see),
            Rule(method: .post, path: "/api/v1/ops/stasis/resolve", permission: .operate),
            Rule(method: .post, path: "/api/v1/ops/rebase", permission: .administer),

            Rule(method: .get, path: "/api/v1/cron/runs", permission: .see),
            Rule(method: .post, path: "/api/v1/heartbeat/wake", permission: .operate),
            Rule(method: .get, path: "/api/v1/heartbeat/last", permission: .see),

            Rule(method: .get, path: "/api/v1/ops/scheduling/events", permission: .see),
            Rule(method: .get, path: "/api/v1/ops/scheduling/stream", permission: .see),
            Rule(method: .get, path: "/api/v1/ops/notifications", permission: .see),
            Rule(method: .post, path: "/api/v1/ops/notifications/{id}", permission: .operate),
            Rule(method: .get, path: "/api/v1/ops/alerts", permission: .see, isWholeHouse: true),
            Rule(method: .get, path: "/api/v1/ops/alerts/deliveries", permission: .see),
            Rule(method: .post, path: "/api/v1/ops/alerts/{channel}/test", permission: .administer, isWholeHouse: true),
            Rule(method: .get, path: "/api/v1/ops/audit", permission: .see),

            Rule(
                method: .post, path: "/api/v1/ops/calendar/events/{event_id}/change-request", permission: .operate),
            Rule(
                method: .post, path: "/api/v1/ops/calendar/events/{event_id}/change-request/confirm",
                permission: .operate),
            Rule(method: .post, path: "/api/v1/ops/change-request", permission: .operate),
            Rule(method: .post, path: "/api/v1/ops/change-request/confirm", permission: .operate),
            Rule(method: .get, path: "/api/v1/ops/change-requests", permission: .see),
            Rule(method: .get, path: "/api/v1/ops/change-requests/{proposal_id}", permission: .see),
            Rule(method: .post, path: "/api/v1/ops/audit/{audit_id}/undo", permission: .operate),

            Rule(method: .get, path: "/api/v1/ops/runs/{run_id}", permission: .see),
            Rule(method: .get, path: "/api/v1/ops/runs/{run_id}/log", permission: .see),

            Rule(method: .post, path: "/api/v1/cron/jobs/{job_id}/run", permission: .operate),
            Rule(method: .get, path: "/api/v1/cron/jobs/{job_id}/runs", permission: .see),
        ] + schedules("/api/v1/cron/jobs", "{job_id}") + schedules("/api/v1/heartbeat/sessions", "{session_id}")

    /// What jobs and sessions share.
    private static func schedules(_ path: String, _ id: String) -> [Rule] {
        [
            Rule(method: .get, path: path, permission: .see),
            Rule(method: .post, path: path, permission: .edit),
            Rule(method: .get, path: "\(path)/\(id)", permission: .see),
            Rule(method: .put, path: "\(path)/\(id)", permission: .edit),
            Rule(method: .delete, path: "\(path)/\(id)", permission: .edit),
        ]
            + ["pause", "resume", "disable", "enable"].map {
                Rule(method: .post, path: "\(path)/\(id)/\($0)", permission: .operate)
            }
    }

    private static let table: [String: Rule] = Dictionary(
        all.map { (key($0.method, $0.path), $0) }, uniquingKeysWith: { first, _ in first })

    /// The rule of a route as the router names it; HEAD is what GET is.
    static func rule(_ method: HTTPRequest.Method, _ path: String) -> Rule? {
        table[key(method == .head ? .get : method, path)]
    }

    /// Parameters are called differently in the description than in the router; it is their place that counts.
    static func key(_ method: HTTPRequest.Method, _ path: String) -> String {
        let parts = path.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : $0 }
        return "\(method.rawValue) /\(parts.joined(separator: "/"))"
    }
}

import CivilTime
import Documents
import Engine
import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Store

extension API {
    func addHealth(to router: Router<Context>) {
        router.get("api/v1/health") { _, _ in
            let bounds = try await store.logBounds()
            return Response.json { json in
                json.field("status", "ok")
                json.field("version", version)
                json.field("now_utc", clocks.now)
                json.field("last_seq", bounds.last)
                json.field("timezone", display.zone.identifier)
            }
        }
        router.get("api/v1/ready") { _, _ in
            let why = engine.health.unreadiness(at: clocks.monotonic)
            return Response.json(why == nil ? .ok : .serviceUnavailable) { json in
                json.field("status", why == nil ? "ready" : "not_ready")
                json.field("reason", why)
            }
        }
        router.get("api/v1/ops/metrics/scheduling-runtime") { _, context in try await acting(context).runtime() }
    }

    private func runtime() async throws -> Response {
        let tracked = engine.snapshot().values
        let live = try await store.runs(RunQuery(statuses: [.waiting, .running], limit: 100_000))
        let pending = try await store.stasis(StasisQuery(limit: 100_000))
        let bounds = try await store.logBounds()
        return Response.json { json in
            json.field("schedules", tracked.count)
            json.field("schedules_active", tracked.count { $0.state == .active })
            json.field("schedules_unreadable", tracked.count { $0.fault != nil })
            json.field("runs_running", live.count { $0.status == .running })
            json.field("runs_waiting", live.count { $0.status == .waiting })
            json.field("stasis_entries", pending.count)
            json.field("stasis_occurrences", pending.reduce(0) { $0 + $1.count })
            json.field("stream_clients", hub.clientCount)
            json.field("last_seq", bounds.last)
        }
    }
}

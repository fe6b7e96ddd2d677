import Documents
import Engine
import Hummingbird
import Operations
import Store

extension API {
    func addSessions(to router: Router<Context>) {
        let sessions = router.group("api/v1/heartbeat/sessions")
        sessions.get { request, context in try await acting(context).list(.heartbeat, "sessions", request) }
        sessions.post { request, context in
            var request = request
            return try await acting(context).create(.heartbeat, &request)
        }
        addSchedule(.heartbeat, to: sessions)
        router.post("api/v1/heartbeat/wake") { request, context in
            var request = request
            return try await acting(context).wake(&request)
        }
        router.get("api/v1/heartbeat/last") { request, context in try await acting(context).last(request) }
    }

    private func wake(_ request: inout Request) async throws -> Response {
        let wait = try request.waitSeconds()
        let fields = try await request.fields(["session_id", "mode", "reason"])
        guard let session = try fields.text("session_id") else {
            throw Problem.badRequest("The field session_id is missing.", field: "session_id")
        }
        let mode = try fields.text("mode") ?? "now"
        guard mode == "now" || mode == "next" else {
            throw Problem.badRequest("mode says \"\(mode)\"; it takes now or next.", field: "mode")
        }
        var reply = try await perform(.wake(session: session, now: mode == "now", reason: try fields.text("reason")))
        if let run = reply.run { reply.run = try await outcome(of: run, waitSeconds: wait) }
        return Response.json { json in
            json.field("status", "ok")
            json.field("mode", mode)
            json.field("session_id", session)
            if let run = reply.run {
                json.name("run")
                json.run(run)
            }
            json.array("warnings", reply.warnings)
        }
    }

    private func last(_ request: Request) async throws -> Response {
        guard let session = request.query("session_id") else {
            throw Problem.badRequest("The parameter session_id is missing.", field: "session_id")
        }
        let id = ScheduleID(.heartbeat, session)
        guard visible(id) != nil else { throw Problem(.noSuchSchedule(id)) }
        let run = try await store.lastRuns(of: [id])[id].flatMap { isVisible($0.ownerID) ? $0 : nil }
        return Response.json { json in
            json.field("session_id", session)
            if let run {
                json.name("run")
                json.run(run)
            } else {
                json.null("run")
            }
        }
    }
}

import Documents
import Hummingbird
import Operations
import Store

extension API {
    func addAudit(to router: Router<Context>) {
        router.get("api/v1/ops/audit") { request, _ in
            var query = AuditQuery(limit: try request.limit(default: 200, max: 1_000))
            let source = try filter(request).source
            switch (source, request.query("source_ref")) {
            case (let source?, let ref?): query.schedule = ScheduleID(source, ref)
            case (nil, nil): break
            case (nil, _?), (_?, nil):
                throw Problem.badRequest("source (cron or heartbeat) and source_ref go together.", field: "source")
            }
            let rows = try await store.audit(query)
            return Response.json(reserving: rows.count * 400) { json in
                json.array("audit") { json in
                    for row in rows { json.audit(row) }
                }
            }
        }
    }
}

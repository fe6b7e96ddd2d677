import Documents
import Hummingbird
import Operations
import Store

extension API {
    func addAudit(to router: Router<Context>) {
        router.get("api/v1/ops/audit") { request, _ in
            var query = AuditQuery(limit: try request.limit(default: 200, max: 1_000))
            if let source = request.query("source").flatMap(Source.init(rawValue:)),
                let ref = request.query("source_ref")
            {
                query.schedule = ScheduleID(source, ref)
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

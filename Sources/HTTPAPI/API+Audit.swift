import Access
import Documents
import Engine
import Hummingbird
import Operations
import Store

extension API {
    func addAudit(to router: Router<Context>) {
        router.get("api/v1/ops/audit") { request, context in try await acting(context).audit(request) }
    }

    /// Newest rows that are looked through for those of one owner.
    static let auditLookMax = 10_000

    private func audit(_ request: Request) async throws -> Response {
        let limit = try request.limit(default: 200, max: 1_000)
        var query = AuditQuery(limit: principal.scope == .all ? limit : Self.auditLookMax)
        let source = try filter(request).source
        switch (source, request.query("source_ref")) {
        case (let source?, let ref?): query.schedule = ScheduleID(source, ref)
        case (nil, nil): break
        case (nil, _?), (_?, nil):
            throw Problem.badRequest("source (cron or heartbeat) and source_ref go together.", field: "source")
        }
        let rows = try await store.audit(query).filter { isVisible(owner(of: $0)) }.prefix(limit)
        return Response.json(reserving: rows.count * 400) { json in
            json.array("audit") { json in
                for row in rows { json.audit(row) }
            }
        }
    }

    /// Whose the row is: as it tells itself, else as its schedule now stands.
    func owner(of row: AuditRow) -> String? {
        row.ownerID ?? row.schedule.flatMap { engine.tracked($0)?.profile.schedule.ownerID }
    }
}

internal import CivilTime
internal import GRDB
package import Operations
package import Store

extension SQLiteStore {
    package func run(_ id: String) async throws(StoreError) -> Run? {
        try await read("reading the run \(id)") { db in
            try db.document(Run.self, sql: "SELECT document FROM runs WHERE id = ?", arguments: [id])
        }
    }

    package func runs(_ query: RunQuery) async throws(StoreError) -> [Run] {
        try await read("reading runs") { db in
            let (sql, arguments) = query.sql
            return try db.documents(Run.self, sql: sql, arguments: arguments)
        }
    }

    /// One index seek for each schedule, however long its history is.
    package func lastRuns(of schedules: [ScheduleID]) async throws(StoreError) -> [ScheduleID: Run] {
        try await read("reading the last runs of \(schedules.count) schedules") { db in
            var runs: [ScheduleID: Run] = [:]
            for id in schedules {
                runs[id] = try db.document(Run.self, sql: Self.lastRunSQL, arguments: [id.source.rawValue, id.ref])
            }
            return runs
        }
    }

    static let lastRunSQL = """
        SELECT document FROM runs WHERE source = ? AND source_ref = ? AND status <> 'skipped'
        ORDER BY scheduled_at DESC, claimed_at DESC, id LIMIT 1
        """
}

extension RunQuery {
    var sql: (text: String, arguments: [(any DatabaseValueConvertible)?]) {
        var filter = Filter()
        filter.schedule(schedule)
        filter.equal("source", source?.rawValue)
        filter.equal("owner_id", ownerID)
        if let span = scheduledIn {
            filter.add("scheduled_at >= ? AND scheduled_at < ?", span.from.column, span.to.column)
        }
        if let instant = scheduledAt { filter.add("scheduled_at = ?", instant.column) }
        filter.among("status", statuses?.map(\.rawValue))
        // Live runs are few: their own index finds them without their history. The planner knows no counts, so it is
        // told, and the condition is said again in the index's words.
        let isLive = statuses.map { !$0.isEmpty && $0.allSatisfy(\.isLive) } ?? false
        if isLive { filter.add("status IN ('waiting', 'running')") }
        let direction = oldestFirst ? "" : " DESC"
        let order = "scheduled_at\(direction), claimed_at\(direction), id"
        return (
            "SELECT document FROM runs\(isLive ? " INDEXED BY runs_live" : "")\(filter.sql) ORDER BY \(order) LIMIT ?",
            filter.arguments + [limit.asLimit]
        )
    }
}

extension Int {
    /// Held within what a question may ask for: 1 to 100,000.
    var asLimit: Int { Swift.min(Swift.max(self, 1), 100_000) }
}

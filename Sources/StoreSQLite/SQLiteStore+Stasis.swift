internal import CivilTime
internal import GRDB
package import Operations
package import Store

extension SQLiteStore {
    package func stasisEntry(_ id: String) async throws(StoreError) -> StasisEntry? {
        try await read("reading the stasis entry \(id)") { db in
            try db.document(StasisEntry.self, sql: "SELECT document FROM stasis WHERE id = ?", arguments: [id])
        }
    }

    package func stasis(_ query: StasisQuery) async throws(StoreError) -> [StasisEntry] {
        try await read("reading stasis") { db in
            let (sql, arguments) = query.sql
            return try self.stasisReading.entries(db, sql, arguments)
        }
    }
}

extension StasisQuery {
    var sql: (text: String, arguments: [(any DatabaseValueConvertible)?]) {
        var filter = Filter()
        filter.schedule(schedule)
        filter.equal("source", source?.rawValue)
        filter.equal("owner_id", ownerID)
        filter.equal("outage_id", outageID)
        if let span = touching {
            filter.add("last_at >= ? AND first_at < ?", span.from.column, span.to.column)
        }
        if statuses == [.pending] {
            // In the words of the index of what is pending.
            filter.add("status = 'pending'")
        } else {
            filter.among("status", statuses?.map(\.rawValue))
        }
        return (
            "SELECT id, version, document FROM stasis\(filter.sql) ORDER BY last_at, id LIMIT ?",
            filter.arguments + [limit.asLimit]
        )
    }
}

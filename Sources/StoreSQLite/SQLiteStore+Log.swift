internal import FoundationEssentials
internal import GRDB
package import Operations
package import Store

extension SQLiteStore {
    package func events(after seq: Int64, limit: Int) async throws(StoreError) -> [LogEvent] {
        try await read("reading the log after \(seq)") { db in
            let documents = Documents()
            let statement = try db.cachedStatement(
                sql: "SELECT seq, document FROM events WHERE seq > ? ORDER BY seq LIMIT ?")
            let rows = try Row.fetchCursor(statement, arguments: [seq, limit.asLimit])
            var events: [LogEvent] = []
            while let row = try rows.next() {
                events.append(
                    LogEvent(seq: row[0], event: try documents.value(EventDraft.self, from: row[1] as Data)))
            }
            return events
        }
    }

    package func logBounds() async throws(StoreError) -> LogBounds {
        try await read("reading the log's bounds") { db in
            let last = try Int64.fetchOne(db, sql: "SELECT last_seq FROM log_position") ?? 0
            let first = try Int64.fetchOne(db, sql: "SELECT min(seq) FROM events") ?? last + 1
            return LogBounds(first: first, last: last)
        }
    }
}

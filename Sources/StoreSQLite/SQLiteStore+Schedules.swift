internal import CivilTime
internal import FoundationEssentials
internal import GRDB
package import Operations
package import Store

extension SQLiteStore {
    package func schedule(_ id: ScheduleID) async throws(StoreError) -> Schedule? {
        try await read("reading the schedule \(id)") { db in
            var filter = Filter()
            filter.add("k.source = ? AND k.source_ref = ?", id.source.rawValue, id.ref)
            return try db.schedules(filter).first
        }
    }

    package func schedules(_ query: ScheduleQuery) async throws(StoreError) -> [Schedule] {
        try await read("reading schedules") { db in
            var filter = Filter()
            filter.equal("k.source", query.source?.rawValue)
            filter.equal("owner_id", query.ownerID)
            filter.equal("session_id", query.sessionID)
            return try db.schedules(filter)
        }
    }
}

extension Database {
    fileprivate func schedules(_ filter: Filter) throws -> [Schedule] {
        let sql = """
            SELECT s.document, k.cursor FROM schedule_keys AS k JOIN schedules AS s ON s.schedule_no = k.no\(filter.sql)
            ORDER BY k.source, k.source_ref
            """
        let documents = Documents()
        let rows = try Row.fetchCursor(try cachedStatement(sql: sql), arguments: StatementArguments(filter.arguments))
        var schedules: [Schedule] = []
        while let row = try rows.next() {
            var schedule = try documents.value(Schedule.self, from: row[0] as Data)
            // Cursors move without a rewriting of the document.
            schedule.cursor = Instant(epochMilliseconds: row[1])
            schedules.append(schedule)
        }
        return schedules
    }
}

internal import CivilTime
internal import GRDB
package import Store

extension SQLiteStore {
    /// The age of a record counts from the last thing that happened to it.
    ///
    /// Notifications that are new, acknowledged or snoozed stay too, as nobody has answered them yet.
    package func prune(_ limits: RetentionLimits, limit: Int) async throws(StoreError) -> Int {
        try await write("removing old records") { db in
            defer { self.scheduleNumbers.forget() }
            var removed = 0
            try db.inTransaction(.immediate) {
                let records = limits.recordsBefore.column
                removed += try db.pruneRuns(before: limits.recordsBefore, limit: limit.asLimit)
                for sql in Self.pruneRecordsSQL {
                    removed += try db.change(sql, [records, limit.asLimit])
                }
                removed += try db.pruneAudit(before: limits.auditBefore.column, limit: limit.asLimit)
                removed += try db.pruneLog(before: limits.recordsBefore, limit: limit.asLimit)
                return .commit
            }
            // Little to remove is a sign of quiet: the time to bring the write-ahead log back to nothing.
            if removed < limit { try Connections.emptyLog(db) }
            return removed
        }
    }

    /// Each takes the instant and the limit.
    private static let pruneRecordsSQL = [
        """
        DELETE FROM stasis WHERE rowid IN (
            SELECT rowid FROM stasis WHERE last_at < ?1 AND rested_at < ?1 AND status <> 'pending'
            ORDER BY last_at LIMIT ?2)
        """,
        """
        DELETE FROM notifications WHERE rowid IN (
            SELECT rowid FROM notifications
            WHERE last_at < ?1 AND status IN ('dismissed', 'resolved', 'suppressed')
            ORDER BY last_at LIMIT ?2)
        """,
        """
        DELETE FROM outbox WHERE rowid IN (
            SELECT rowid FROM outbox WHERE rested_at < ?1 ORDER BY rested_at LIMIT ?2)
        """,
        """
        DELETE FROM proposals WHERE rowid IN (
            SELECT rowid FROM proposals WHERE rested_at < ?1 ORDER BY rested_at LIMIT ?2)
        """,
        """
        DELETE FROM outages WHERE rowid IN (
            SELECT rowid FROM outages WHERE to_at < ?1 ORDER BY to_at LIMIT ?2)
        """,
    ]
}

extension Database {
    /// Removes old runs, and the numbers of schedules that nothing else bears.
    fileprivate func pruneRuns(before instant: Instant, limit: Int) throws -> Int {
        var statement = try BoundStatement(
            self,
            """
            DELETE FROM runs WHERE rowid IN (
                SELECT rowid FROM runs
                WHERE scheduled_at < ?1 AND claimed_at < ?1 AND coalesce(finished_at, claimed_at) < ?1
                    AND status NOT IN ('waiting', 'running')
                ORDER BY scheduled_at, claimed_at, id LIMIT ?2)
            RETURNING schedule_no
            """)
        statement.bind(instant.column)
        statement.bind(limit)
        var removed = 0
        var numbers: Set<Int64> = []
        while try statement.step(in: self) {
            removed += 1
            numbers.insert(statement.int64())
        }
        try dropUnusedKeys(numbers)
        return removed
    }

    /// Removes old events from the log's beginning only, up to the first that is not old and never the newest: what
    /// stays is without gaps.
    fileprivate func pruneLog(before instant: Instant, limit: Int) throws -> Int {
        let newest = try Int64.fetchOne(self, sql: "SELECT max(seq) FROM events") ?? 0
        let rows = try Row.fetchCursor(
            self, sql: "SELECT seq, occurred_at FROM events WHERE seq < ? ORDER BY seq LIMIT ?",
            arguments: [newest, limit])
        var lastOld: Int64?
        while let row = try rows.next(), row[1] < instant.column { lastOld = row[0] }
        guard let lastOld else { return 0 }
        return try change("DELETE FROM events WHERE seq <= ?", [lastOld])
    }
}

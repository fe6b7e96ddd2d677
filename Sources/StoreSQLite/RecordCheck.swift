internal import GRDB
package import Store

/// What a thorough look at a record found: its pages, its log, and whether the log tells what the tables hold.
package struct RecordCheck: Sendable {
    /// Not told of a file whose pages are damaged.
    package var holds: (extent: RecordExtent, log: LogBounds)?
    package var findings: [RecordFinding]
    /// Link of the audit's newest row; noted elsewhere, it tells later whether the rows up to it are still those.
    package var auditHead = ""

    /// Findings beyond these are not looked for: the first ones tell what is wrong.
    package static let findingsMax = 100
}

/// A thing of which the log tells.
package enum RecordKind: String, Hashable, Sendable, CaseIterable {
    case schedule
    case run
    case stasis
    case notification
    case proposal
    case outage
}

package enum RecordFinding: Hashable, Sendable {
    /// A line of SQLite's own integrity check.
    case page(String)
    /// The log has no event at this position, though there are some before and after it.
    case gap(at: Int64)
    /// The log's last event is not at the position that the next one would follow.
    case position(last: Int64, expected: Int64)
    /// A row can't be read as what Almanac writes.
    case unreadable(String)
    /// The table holds something else than the log's last word on it, at `seq`.
    case differs(RecordKind, id: String, seq: Int64)
    /// The log's last word tells of something that the table lacks, or of an end that the table does not know.
    case absent(RecordKind, id: String, seq: Int64)
    case stillThere(RecordKind, id: String, seq: Int64)
    /// The table holds something that the log, which is whole, never told of.
    case untold(RecordKind, id: String)
    /// The runs of a schedule and its kept counts disagree.
    case counts(schedule: String)
    /// A row of the audit is not the one that was written after the row before it.
    case audit(id: String)
    /// The audit does not end with the row that was written last.
    case auditEnd
}

extension RecordView {
    /// Looks through all of the record, read-only: minutes for millions of runs.
    package func check() throws(StoreError) -> RecordCheck {
        let pages = try pageFindings()
        // A damaged file answers no further question that could be trusted.
        guard pages.isEmpty else { return RecordCheck(holds: nil, findings: pages) }
        return try read("checking \(path)") { db in
            let bounds = try bounds(db)
            var comparison = LogComparison(db: db, bounds: bounds)
            try comparison.compare()
            return RecordCheck(
                holds: (try RecordExtent(of: db), bounds),
                findings: comparison.findings + (try countFindings(db)) + (try db.auditFindings()),
                auditHead: try db.auditHead())
        }
    }

    private func bounds(_ db: Database) throws -> LogBounds {
        let last = try Int64.fetchOne(db, sql: "SELECT last_seq FROM log_position") ?? 0
        return LogBounds(first: try Int64.fetchOne(db, sql: "SELECT min(seq) FROM events") ?? last + 1, last: last)
    }

    /// Outside of a transaction: of a damaged file, even the end of one fails.
    private func pageFindings() throws(StoreError) -> [RecordFinding] {
        var lines: [String] = []
        do {
            try queue.unsafeRead { db in
                let found = try String.fetchCursor(db, sql: "PRAGMA integrity_check(\(RecordCheck.findingsMax))")
                while let line = try found.next() { lines.append(line) }
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            // Some damage ends the look itself.
            lines.append(error.message ?? "the file is malformed")
        } catch {
            throw StoreError(error, context: "checking \(path)")
        }
        return lines == ["ok"] ? [] : lines.map { .page($0) }
    }

    /// The counts that are kept, beside the runs counted anew.
    private func countFindings(_ db: Database) throws -> [RecordFinding] {
        let counted = """
            SELECT schedule_no, quarter_at, status, count(*) FROM runs WHERE status NOT IN ('waiting', 'running')
            GROUP BY 1, 2, 3
            """
        let kept = "SELECT schedule_no, from_at, status, run_count FROM run_counts"
        let schedules = try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT k.source || '|' || k.source_ref FROM (
                    SELECT * FROM (\(counted) EXCEPT \(kept)) UNION ALL SELECT * FROM (\(kept) EXCEPT \(counted)))
                    AS odd JOIN schedule_keys AS k ON k.no = odd.schedule_no
                ORDER BY 1 LIMIT \(RecordCheck.findingsMax)
                """)
        return schedules.map { .counts(schedule: $0) }
    }
}

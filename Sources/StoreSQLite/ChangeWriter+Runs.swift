internal import CivilTime
internal import GRDB
internal import Operations
internal import Store

extension ChangeWriter {
    /// nil where it was inserted; else what stood in the way.
    func insert(_ run: Run) throws -> Refusal? {
        let inserted = try db.change(
            """
            INSERT INTO runs (owner_id, source, source_ref, trigger, attempt, status, scheduled_at, claimed_at,
                finished_at, document, id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, try columns(run))
        if inserted == 1 { return nil }
        let isIDTaken = try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM runs WHERE id = ?)", arguments: [run.id])
        return isIDTaken == true ? .runChanged(run.id) : .occurrenceTaken(run.occurrence)
    }

    func replace(_ run: Run, expected: RunStatus) throws -> Refusal? {
        do {
            let replaced = try db.change(
                """
                UPDATE runs SET owner_id = ?, source = ?, source_ref = ?, trigger = ?, attempt = ?, status = ?,
                    scheduled_at = ?, claimed_at = ?, finished_at = ?, document = ?
                WHERE id = ? AND status = ?
                """, try columns(run) + [expected.rawValue])
            return replaced == 1 ? nil : .runChanged(run.id)
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
            return .occurrenceTaken(run.occurrence)
        }
    }

    func withdraw(_ run: Run) throws -> Bool {
        try db.change("DELETE FROM runs WHERE id = ? AND status = 'waiting'", [run.id]) == 1
    }

    private func columns(_ run: Run) throws -> [(any DatabaseValueConvertible)?] {
        [
            run.ownerID, run.schedule.source.rawValue, run.schedule.ref, run.trigger.rawValue, run.attempt,
            run.status.rawValue, run.scheduledAt.column, run.claimedAt.column, run.finishedAt?.column,
            try documents.text(run), run.id,
        ]
    }
}

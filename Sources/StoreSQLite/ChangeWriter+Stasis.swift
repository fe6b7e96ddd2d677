internal import CivilTime
internal import GRDB
internal import Operations

extension ChangeWriter {
    func insert(_ entry: StasisEntry) throws -> Bool {
        try db.change(
            """
            INSERT INTO stasis (source, source_ref, owner_id, outage_id, status, version, occurrence_count, first_at,
                last_at, rested_at, document, id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, try columns(entry)) == 1
    }

    func replace(_ entry: StasisEntry, version: Int) throws -> Bool {
        try db.change(
            """
            UPDATE stasis SET source = ?, source_ref = ?, owner_id = ?, outage_id = ?, status = ?, version = ?,
                occurrence_count = ?, first_at = ?, last_at = ?, rested_at = ?, document = ?
            WHERE id = ? AND version = ? AND status = 'pending'
            """, try columns(entry) + [version]) == 1
    }

    func withdraw(_ entry: StasisEntry) throws -> Bool {
        try db.change("DELETE FROM stasis WHERE id = ? AND version = ?", [entry.id, entry.version]) == 1
    }

    private func columns(_ entry: StasisEntry) throws -> [(any DatabaseValueConvertible)?] {
        [
            entry.schedule.source.rawValue, entry.schedule.ref, entry.ownerID, entry.outageID, entry.status.rawValue,
            entry.version, entry.count, entry.firstAt.column, entry.lastAt.column,
            (entry.resolvedAt ?? entry.createdAt).column, try entry.recordText(documents), entry.id,
        ]
    }
}

internal import CivilTime
internal import GRDB
internal import Operations

extension ChangeWriter {
    func insert(_ schedule: Schedule) throws -> Bool {
        try db.change(
            """
            INSERT INTO schedules (owner_id, session_id, state, version, cursor, document, source, source_ref)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, try columns(schedule)) == 1
    }

    func replace(_ schedule: Schedule, version: Int) throws -> Bool {
        try db.change(
            """
            UPDATE schedules SET owner_id = ?, session_id = ?, state = ?, version = ?, cursor = ?, document = ?
            WHERE source = ? AND source_ref = ? AND version = ?
            """, try columns(schedule) + [version]) == 1
    }

    func delete(_ id: ScheduleID, version: Int) throws -> Bool {
        try db.change(
            "DELETE FROM schedules WHERE source = ? AND source_ref = ? AND version = ?",
            [id.source.rawValue, id.ref, version]) == 1
    }

    func advance(_ id: ScheduleID, from: Instant, to: Instant) throws -> Bool {
        try db.change(
            "UPDATE schedules SET cursor = ? WHERE source = ? AND source_ref = ? AND cursor = ?",
            [to.column, id.source.rawValue, id.ref, from.column]) == 1
    }

    private func columns(_ schedule: Schedule) throws -> [(any DatabaseValueConvertible)?] {
        [
            schedule.ownerID, schedule.sessionID, schedule.state.name, schedule.version, schedule.cursor.column,
            try documents.text(schedule), schedule.id.source.rawValue, schedule.id.ref,
        ]
    }
}

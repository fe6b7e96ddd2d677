internal import CivilTime
internal import GRDB
internal import Operations

extension ChangeWriter {
    func insert(_ schedule: Schedule) throws -> Bool {
        let no = try key(schedule.id)
        let inserted = try db.change(
            """
            INSERT INTO schedules (owner_id, session_id, state, version, document, source, schedule_no)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, try columns(schedule) + [schedule.id.source.rawValue, no])
        guard inserted == 1 else { return false }
        try setCursor(no, schedule.cursor)
        return true
    }

    func replace(_ schedule: Schedule, version: Int) throws -> Bool {
        let no = try key(schedule.id)
        let replaced = try db.change(
            """
            UPDATE schedules SET owner_id = ?, session_id = ?, state = ?, version = ?, document = ?
            WHERE schedule_no = ? AND version = ?
            """, try columns(schedule) + [no, version])
        guard replaced == 1 else { return false }
        try setCursor(no, schedule.cursor)
        return true
    }

    /// What was usual for it goes with it.
    func delete(_ id: ScheduleID, version: Int) throws -> Bool {
        let no = try key(id)
        guard try db.change("DELETE FROM schedules WHERE schedule_no = ? AND version = ?", [no, version]) == 1 else {
            return false
        }
        try db.change("UPDATE schedule_keys SET cursor = NULL, durations = x'' WHERE no = ?", [no])
        try db.dropUnusedKeys([no])
        keys.numbers[id] = nil
        return true
    }

    private func columns(_ schedule: Schedule) throws -> [(any DatabaseValueConvertible)?] {
        [
            schedule.ownerID, schedule.sessionID, schedule.state.name, schedule.version,
            try documents.text(schedule),
        ]
    }
}

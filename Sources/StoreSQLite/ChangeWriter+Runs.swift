internal import CivilTime
internal import GRDB
internal import Operations
internal import Store

extension ChangeWriter {
    /// nil where it was inserted; else what stood in the way.
    func insert(_ run: Run) throws -> Refusal? {
        let no = try key(run.schedule)
        var statement = try hot.statement(.insertRun, in: db)
        try statement.bind(run, scheduleNo: no)
        if try statement.run(in: db) == 1 {
            if !run.status.isLive { try count(run) }
            if let duration = run.usualDurationMS { try remember(duration, of: no) }
            return nil
        }
        let isIDTaken = try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM runs WHERE id = ?)", arguments: [run.id])
        return isIDTaken == true ? .runChanged(run.id) : .occurrenceTaken(run.occurrence)
    }

    func replace(_ run: Run, expected: RunStatus) throws -> Refusal? {
        let no = try key(run.schedule)
        do {
            var statement = try hot.statement(.replaceRun, in: db)
            try statement.bind(run, scheduleNo: no)
            statement.bind(expected.rawValue)
            guard try statement.run(in: db) == 1 else { return .runChanged(run.id) }
            if expected != .success, let duration = run.usualDurationMS { try remember(duration, of: no) }
            return nil
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
            return .occurrenceTaken(run.occurrence)
        }
    }

    /// A run that had ended when it was inserted; later ends are counted by the tables' triggers.
    private func count(_ run: Run) throws {
        try db.change(
            """
            INSERT INTO run_counts (schedule_no, from_at, status, run_count)
            SELECT schedule_no, quarter_at, status, 1 FROM runs WHERE id = ?
            ON CONFLICT (schedule_no, from_at, status) DO UPDATE SET run_count = run_count + 1
            """, [run.id])
    }

    func withdraw(_ run: Run) throws -> Bool {
        try db.change("DELETE FROM runs WHERE id = ? AND status = 'waiting'", [run.id]) == 1
    }
}

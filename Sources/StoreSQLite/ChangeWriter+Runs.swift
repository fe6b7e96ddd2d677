internal import CivilTime
internal import GRDB
internal import Operations
internal import Store

extension ChangeWriter {
    /// nil where it was inserted; else what stood in the way.
    func insert(_ run: Run) throws -> Refusal? {
        let no = try key(run.schedule)
        var statement = try BoundStatement(db, RunColumns.insertSQL)
        try statement.bind(run, scheduleNo: no)
        if try statement.run(in: db) == 1 {
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
            var statement = try BoundStatement(db, RunColumns.replaceSQL)
            try statement.bind(run, scheduleNo: no)
            statement.bind(expected.rawValue)
            guard try statement.run(in: db) == 1 else { return .runChanged(run.id) }
            if expected != .success, let duration = run.usualDurationMS { try remember(duration, of: no) }
            return nil
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
            return .occurrenceTaken(run.occurrence)
        }
    }

    func withdraw(_ run: Run) throws -> Bool {
        try db.change("DELETE FROM runs WHERE id = ? AND status = 'waiting'", [run.id]) == 1
    }
}

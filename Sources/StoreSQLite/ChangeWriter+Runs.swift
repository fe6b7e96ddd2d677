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
            if !run.status.isLive { try count(run, of: no) }
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
            if try replace(run, expected: expected, scheduleNo: no, by: .replaceRunInPlace) {
                if !expected.isLive { try uncount(run, as: expected, of: no) }
            } else {
                // It may be counted under another schedule or quarter hour.
                let before = expected.isLive ? nil : try db.run(run.id)
                guard try replace(run, expected: expected, scheduleNo: no, by: .replaceRun) else {
                    return .runChanged(run.id)
                }
                if let before { try uncount(before, as: expected, of: try key(before.schedule)) }
            }
            if !run.status.isLive { try count(run, of: no) }
            if expected != .success, let duration = run.usualDurationMS { try remember(duration, of: no) }
            return nil
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
            return .occurrenceTaken(run.occurrence)
        }
    }

    private func replace(
        _ run: Run, expected: RunStatus, scheduleNo: Int64, by name: HotStatements.Name
    ) throws -> Bool {
        var statement = try hot.statement(name, in: db)
        try statement.bind(run, scheduleNo: scheduleNo)
        statement.bind(expected.rawValue)
        return try statement.run(in: db) == 1
    }

    /// Counts a run that has ended.
    private func count(_ run: Run, of no: Int64) throws {
        var statement = try hot.statement(.countRun, in: db)
        statement.bind(no)
        statement.bind(RunCount.quarter(of: run.scheduledAt).column)
        statement.bind(run.status.rawValue)
        try statement.run(in: db)
    }

    /// Takes back that a run was counted with a status. No row of counts is zero.
    private func uncount(_ run: Run, as status: RunStatus, of no: Int64) throws {
        let place: [(any DatabaseValueConvertible)?] = [
            no, RunCount.quarter(of: run.scheduledAt).column, status.rawValue,
        ]
        let key = "schedule_no = ? AND from_at = ? AND status = ?"
        guard try db.change("DELETE FROM run_counts WHERE \(key) AND run_count = 1", place) == 0 else { return }
        try db.change("UPDATE run_counts SET run_count = run_count - 1 WHERE \(key)", place)
    }

    func withdraw(_ run: Run) throws -> Bool {
        try db.change("DELETE FROM runs WHERE id = ? AND status = 'waiting'", [run.id]) == 1
    }
}

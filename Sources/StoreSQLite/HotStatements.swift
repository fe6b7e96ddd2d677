internal import GRDB

/// The statements that are done for each of thousands of runs at one wake, looked up once for each transaction: to find
/// one by its text in the connection's cache costs a tenth of what it does.
final class HotStatements {
    enum Name: Int, CaseIterable {
        case insertRun
        case replaceRun
        case replaceRunInPlace
        case countRun
        case moveCursor
        case appendEvent
        case durations
        case rememberDurations

        fileprivate var sql: String {
            switch self {
            case .insertRun: RunColumns.insertSQL
            case .replaceRun: RunColumns.replaceSQL
            case .replaceRunInPlace: RunColumns.replaceInPlaceSQL
            case .countRun:
                """
                INSERT INTO run_counts (schedule_no, from_at, status, run_count) VALUES (?, ?, ?, 1)
                ON CONFLICT (schedule_no, from_at, status) DO UPDATE SET run_count = run_count + 1
                """
            case .moveCursor: "UPDATE schedule_keys SET cursor = ? WHERE no = ? AND cursor = ?"
            case .appendEvent: "INSERT INTO events (seq, occurred_at, event_type, document) VALUES (?, ?, ?, ?)"
            case .durations: "SELECT durations FROM schedule_keys WHERE no = ?"
            case .rememberDurations: "UPDATE schedule_keys SET durations = ? WHERE no = ?"
            }
        }
    }

    private var prepared = [BoundStatement?](repeating: nil, count: Name.allCases.count)

    /// The statement, ready to be bound anew.
    func statement(_ name: Name, in db: Database) throws -> BoundStatement {
        if let known = prepared[name.rawValue] { return known }
        let statement = try BoundStatement(db, name.sql)
        prepared[name.rawValue] = statement
        return statement
    }
}

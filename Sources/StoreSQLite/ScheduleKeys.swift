internal import CivilTime
internal import GRDB
internal import Operations

/// The small numbers that rows bear instead of a schedule's name.
extension Database {
    /// nil for a schedule that the record has never told of.
    func scheduleNo(_ id: ScheduleID) throws -> Int64? {
        var statement = try BoundStatement(self, "SELECT no FROM schedule_keys WHERE source = ? AND source_ref = ?")
        statement.bind(id.source.rawValue)
        statement.bind(id.ref)
        defer { statement.end() }
        return try statement.step(in: self) ? statement.int64() : nil
    }

    /// Numbers of those that have one.
    func scheduleNos(_ ids: some Sequence<ScheduleID>) throws -> [Int64] {
        var statement = try BoundStatement(self, "SELECT no FROM schedule_keys WHERE source = ? AND source_ref = ?")
        return try ids.compactMap { id in
            statement.bind(id.source.rawValue)
            statement.bind(id.ref)
            defer { statement.end() }
            return try statement.step(in: self) ? statement.int64() : nil
        }
    }

    /// Gives up the numbers of these that neither a schedule nor a run bears any more.
    func dropUnusedKeys(_ numbers: some Sequence<Int64>) throws {
        for no in numbers {
            try change(
                """
                DELETE FROM schedule_keys WHERE no = ?1 AND cursor IS NULL
                    AND NOT EXISTS (SELECT 1 FROM runs WHERE schedule_no = ?1)
                """, [no])
        }
    }
}

extension ChangeWriter {
    /// The schedule's number, a new one where it has none yet.
    func key(_ id: ScheduleID) throws -> Int64 {
        if let known = keys.numbers[id] { return known }
        let no: Int64
        if let found = try db.scheduleNo(id) {
            no = found
        } else {
            try db.change("INSERT INTO schedule_keys (source, source_ref) VALUES (?, ?)", [id.source.rawValue, id.ref])
            no = db.lastInsertedRowID
        }
        keys.numbers[id] = no
        return no
    }

    func moveCursor(_ id: ScheduleID, from: Instant, to: Instant) throws -> Bool {
        var statement = try hot.statement(.moveCursor, in: db)
        statement.bind(to.column)
        statement.bind(try key(id))
        statement.bind(from.column)
        return try statement.run(in: db) == 1
    }

    func setCursor(_ no: Int64, _ cursor: Instant?) throws {
        try db.change("UPDATE schedule_keys SET cursor = ? WHERE no = ?", [cursor?.column, no])
    }

    /// A success counts towards what is usual.
    func remember(_ duration: Int64, of no: Int64) throws {
        var question = try hot.statement(.durations, in: db)
        question.bind(no)
        guard try question.step(in: db) else { return }
        var durations = RecentDurations(column: question.blob())
        question.end()
        durations.add(duration)
        var change = try hot.statement(.rememberDurations, in: db)
        change.bind(blob: durations.column)
        change.bind(no)
        try change.run(in: db)
    }
}

/// Numbers that one transaction has looked up; they do not outlive it, as it may be rolled back.
final class KnownKeys {
    var numbers: [ScheduleID: Int64] = [:]
}

extension RecentDurations {
    /// 4 bytes each, little endian: up to 49 days, and what is longer is held there.
    var column: [UInt8] {
        milliseconds.flatMap { value in
            withUnsafeBytes(of: UInt32(clamping: value).littleEndian) { [UInt8]($0) }
        }
    }

    init(column: [UInt8]) {
        self.init(
            stride(from: 0, to: column.count - column.count % 4, by: 4).map { start in
                (0..<4).reduce(Int64(0)) { $0 | Int64(column[start + $1]) << Int64(8 * $1) }
            })
    }
}

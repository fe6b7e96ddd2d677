internal import CivilTime
internal import GRDB
internal import Operations
internal import Synchronization

/// The small numbers that rows bear instead of a schedule's name.
extension Database {
    /// nil for a schedule that the record has never told of.
    func scheduleNo(_ id: ScheduleID) throws -> Int64? {
        var question = try scheduleNoQuestion()
        return try question.scheduleNo(id, in: self)
    }

    fileprivate func scheduleNoQuestion() throws -> BoundStatement {
        try BoundStatement(self, "SELECT no FROM schedule_keys WHERE source = ? AND source_ref = ?")
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

extension BoundStatement {
    fileprivate mutating func scheduleNo(_ id: ScheduleID, in db: Database) throws -> Int64? {
        bind(id.source.rawValue)
        bind(id.ref)
        defer { end() }
        return try step(in: db) ? int64() : nil
    }
}

/// The numbers that questions have looked up: a page of the calendar asks for those of thousands.
final class ScheduleNumbers: Sendable {
    private struct State {
        var numbers: [ScheduleID: Int64] = [:]
        /// Grows when numbers are given up: what was looked up before is not remembered after.
        var generation = 0
    }

    private let state = Mutex(State())

    /// For each of these its number in this snapshot; nil where it has none.
    func numbers(of ids: [ScheduleID], in db: Database) throws -> [Int64?] {
        // What is remembered holds for every snapshot from here on: the snapshot is taken first.
        _ = try Int64.fetchOne(db, sql: "SELECT last_seq FROM log_position")
        let (known, generation) = state.withLock { state in
            (ids.map { state.numbers[$0] }, state.generation)
        }
        guard known.contains(nil) else { return known }
        var found: [ScheduleID: Int64] = [:]
        var question = try db.scheduleNoQuestion()
        let numbers = try zip(ids, known).map { id, no -> Int64? in
            if let no { return no }
            found[id] = try question.scheduleNo(id, in: db)
            return found[id]
        }
        state.withLock { state in
            if state.generation == generation { state.numbers.merge(found) { _, new in new } }
        }
        return numbers
    }

    /// The numbers of these were given up; nil: of any.
    func forget(_ ids: [ScheduleID]? = nil) {
        state.withLock { state in
            if let ids { for id in ids { state.numbers[id] = nil } } else { state.numbers = [:] }
            state.generation += 1
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

package import CivilTime
internal import GRDB
package import Operations
package import Store

extension SQLiteStore {
    package func run(_ id: String) async throws(StoreError) -> Run? {
        try await read("reading the run \(id)") { db in try db.run(id) }
    }

    package func runs(_ query: RunQuery) async throws(StoreError) -> [Run] {
        try await read("reading runs") { db in
            let (sql, arguments) = try query.sql(db)
            return try db.runs(sql, arguments)
        }
    }

    /// One index seek for each schedule, however long its history is.
    package func lastRuns(of schedules: [ScheduleID]) async throws(StoreError) -> [ScheduleID: Run] {
        try await read("reading the last runs of \(schedules.count) schedules") { db in
            var runs: [ScheduleID: Run] = [:]
            for (id, no) in zip(schedules, try self.scheduleNumbers.numbers(of: schedules, in: db)) {
                guard let no else { continue }
                runs[id] = try db.runs(Self.lastRunSQL, [no]).first
            }
            return runs
        }
    }

    static let lastRunSQL = """
        SELECT \(RunColumns.selected) \(fromSQL())
        WHERE r.schedule_no = ? AND r.status <> 'skipped'
        ORDER BY r.scheduled_at DESC, r.claimed_at DESC, r.id LIMIT 1
        """

    /// The runs are gone through first: their order is the question's, and the names are looked up one by one.
    static func fromSQL(_ index: String? = nil) -> String {
        "FROM runs AS r\(index.map { " INDEXED BY \($0)" } ?? "") CROSS JOIN schedule_keys AS k ON k.no = r.schedule_no"
    }

    package func recentDurations(
        of schedules: [ScheduleID]
    ) async throws(StoreError) -> [ScheduleID: RecentDurations] {
        try await read("reading the usual durations of \(schedules.count) schedules") { db in
            var found: [ScheduleID: RecentDurations] = [:]
            var statement = try BoundStatement(
                db, "SELECT durations FROM schedule_keys WHERE no = ? AND durations <> x''")
            for (id, no) in zip(schedules, try self.scheduleNumbers.numbers(of: schedules, in: db)) {
                guard let no else { continue }
                statement.bind(no)
                if try statement.step(in: db) { found[id] = RecentDurations(column: statement.blob()) }
                statement.end()
            }
            return found
        }
    }
}

// MARK: A page of the calendar

extension SQLiteStore {
    package func runPage(_ query: RunPageQuery) async throws(StoreError) -> [Run] {
        guard !query.span.isEmpty else { return [] }
        return try await read("reading a page of runs") { db in
            let lanes = try self.scheduleNumbers.numbers(of: Array(query.lanes), in: db).compactMap { $0 }
            let (text, arguments) = query.sql(lanes: lanes)
            let runs = try db.runs(text, arguments)
            guard !lanes.isEmpty else { return runs }
            // A full page reaches to its last run: what stands out in lanes after that is another page's.
            let isFull = runs.count >= query.limit.asLimit
            let (laneText, laneArguments) = query.sql(standingOutOf: lanes, upTo: isFull ? runs.last?.scheduledAt : nil)
            let standing = try db.runs(laneText, laneArguments)
            guard !standing.isEmpty else { return runs }
            return Array((runs + standing).sorted(by: Run.comesBefore).prefix(query.limit.asLimit))
        }
    }
}

extension RunPageQuery {
    /// What is asked of all but the lanes.
    func sql(lanes: [Int64]) -> (text: String, arguments: [(any DatabaseValueConvertible)?]) {
        var all = filter(to: span.to)
        if !lanes.isEmpty { all.add("r.schedule_no NOT IN (SELECT value FROM json_each(?))", Self.list(lanes)) }
        return question(all, index: "runs_by_time")
    }

    /// What is asked of the lanes: their runs that stand out, up to an instant and with it.
    func sql(
        standingOutOf lanes: [Int64], upTo last: Instant?
    ) -> (text: String, arguments: [(any DatabaseValueConvertible)?]) {
        var standing = filter(to: last.map { min(span.to, $0 + .milliseconds(1)) } ?? span.to)
        standing.add("r.schedule_no IN (SELECT value FROM json_each(?))", Self.list(lanes))
        // In the words of its index, or the planner would not see that it holds all that is asked for.
        standing.add(
            """
            (r.status = 'failed' OR r.status = 'lost'
                OR r.trigger = 'manual' OR r.trigger = 'backfill' OR r.trigger = 'retry')
            """)
        return question(standing, index: "runs_standing_out")
    }

    private static func list(_ numbers: [Int64]) -> String {
        "[\(numbers.map(String.init).joined(separator: ","))]"
    }

    private func filter(to end: Instant) -> Filter {
        var filter = Filter()
        let from = max(span.from, after?.at ?? span.from)
        filter.add("r.scheduled_at >= ? AND r.scheduled_at < ?", from.column, end.column)
        filter.add("r.status NOT IN ('waiting', 'running')")
        if let after {
            let id = after.schedule
            filter.add(
                "(r.scheduled_at > ? OR (k.source, k.source_ref) > (?, ?))", after.at.column, id.source.rawValue,
                id.ref)
        }
        filter.equal("k.source", source?.rawValue)
        filter.equal("r.owner_id", ownerID)
        return filter
    }

    private func question(
        _ filter: Filter, index: String
    ) -> (text: String, arguments: [(any DatabaseValueConvertible)?]) {
        (
            """
            SELECT \(RunColumns.selected) \(SQLiteStore.fromSQL(index))\(filter.sql)
            ORDER BY r.scheduled_at, k.source, k.source_ref, r.claimed_at, r.id LIMIT ?
            """, filter.arguments + [limit.asLimit]
        )
    }
}

// MARK: Counts

extension SQLiteStore {
    package func runCounts(of schedules: [ScheduleID], in span: Span) async throws(StoreError) -> [RunCount] {
        guard !span.isEmpty else { return [] }
        return try await read("counting the runs of \(schedules.count) schedules") { db in
            let quarters = Span(from: RunCount.quarter(of: span.from), to: RunCount.quarterEnd(of: span.to))
            let live = try db.liveCounts(in: quarters)
            var counts: [RunCount] = []
            let sorted = Set(schedules).sorted()
            for (id, no) in zip(sorted, try self.scheduleNumbers.numbers(of: sorted, in: db)) {
                guard let no else { continue }
                let ended = try db.counts(Self.runCountsSQL, no, in: quarters)
                guard let living = live[no] else {
                    counts += ended.map { $0.count(of: id) }
                    continue
                }
                counts += (ended + living).sorted { ($0.from, $0.status.rawValue) < ($1.from, $1.status.rawValue) }
                    .map { $0.count(of: id) }
            }
            return counts
        }
    }

    static let runCountsSQL = """
        SELECT schedule_no, from_at, status, run_count FROM run_counts
        WHERE schedule_no = ? AND from_at >= ? AND from_at < ? ORDER BY from_at, status
        """

    /// What lives is few, and counted from the runs themselves: once for all schedules.
    static let liveCountsSQL = """
        SELECT schedule_no, quarter_at, status, count(*) FROM runs INDEXED BY runs_live
        WHERE status IN ('waiting', 'running') AND scheduled_at >= ? AND scheduled_at < ?
        GROUP BY schedule_no, quarter_at, status
        """
}

/// A count before its schedule's name is known.
private struct KeyedCount {
    var no: Int64
    var from: Instant
    var status: RunStatus
    var count: Int

    func count(of id: ScheduleID) -> RunCount { RunCount(schedule: id, from: from, status: status, count: count) }
}

extension Database {
    func run(_ id: String) throws -> Run? {
        try runs("SELECT \(RunColumns.selected) \(SQLiteStore.fromSQL()) WHERE r.id = ?", [id]).first
    }

    fileprivate func liveCounts(in quarters: Span) throws -> [Int64: [KeyedCount]] {
        Dictionary(grouping: try counts(SQLiteStore.liveCountsSQL, nil, in: quarters), by: \.no)
    }

    fileprivate func counts(_ sql: String, _ no: Int64?, in quarters: Span) throws -> [KeyedCount] {
        var statement = try BoundStatement(self, sql)
        if let no { statement.bind(no) }
        statement.bind(quarters.from.column)
        statement.bind(quarters.to.column)
        var counts: [KeyedCount] = []
        while try statement.step(in: self) {
            let (no, from) = (statement.int64(), statement.int64())
            counts.append(
                KeyedCount(
                    no: no, from: Instant(epochMilliseconds: from), status: try statement.word(),
                    count: Int(statement.int64())))
        }
        return counts
    }

    /// The runs that a question for `RunColumns.selected` answers.
    fileprivate func runs(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws -> [Run] {
        var statement = try BoundStatement(self, sql)
        statement.bind(arguments)
        defer { statement.end() }
        var runs: [Run] = []
        while try statement.step(in: self) { runs.append(try statement.run()) }
        return runs
    }
}

extension RunQuery {
    fileprivate func sql(_ db: Database) throws -> (text: String, arguments: [(any DatabaseValueConvertible)?]) {
        sql(scheduleNo: try schedule.map { try db.scheduleNo($0) ?? 0 })
    }

    /// `scheduleNo` is that of the schedule asked for; 0 has no runs.
    func sql(scheduleNo: Int64?) -> (text: String, arguments: [(any DatabaseValueConvertible)?]) {
        var filter = Filter()
        if let scheduleNo { filter.add("r.schedule_no = ?", scheduleNo) }
        filter.equal("k.source", source?.rawValue)
        filter.equal("r.owner_id", ownerID)
        if let span = scheduledIn {
            filter.add("r.scheduled_at >= ? AND r.scheduled_at < ?", span.from.column, span.to.column)
        }
        if let instant = scheduledAt { filter.add("r.scheduled_at = ?", instant.column) }
        filter.among("r.status", statuses?.map(\.rawValue))
        // In the words of the index of what lives, or the planner would not see that it holds all that is asked for.
        if isLive { filter.add("r.status IN ('waiting', 'running')") }
        let direction = oldestFirst ? "" : " DESC"
        return (
            """
            SELECT \(RunColumns.selected) \(SQLiteStore.fromSQL(index))\(filter.sql)
            ORDER BY r.scheduled_at\(direction), r.claimed_at\(direction), r.id LIMIT ?
            """, filter.arguments + [limit.asLimit]
        )
    }

    /// The planner knows no counts, so it is told where one index is the better by far: live runs are few.
    private var index: String? {
        if isLive { return "runs_live" }
        return schedule == nil ? "runs_by_time" : "runs_by_schedule"
    }

    private var isLive: Bool { statuses.map { !$0.isEmpty && $0.allSatisfy(\.isLive) } ?? false }
}

extension Int {
    /// Held within what a question may ask for: 1 to 100,000.
    var asLimit: Int { Swift.min(Swift.max(self, 1), 100_000) }
}

package import CivilTime
internal import GRDB
package import Operations
package import Store

extension SQLiteStore {
    package func run(_ id: String) async throws(StoreError) -> Run? {
        try await read("reading the run \(id)") { db in
            try db.run(id)
        }
    }

    package func runs(_ query: RunQuery) async throws(StoreError) -> [Run] {
        try await read("reading runs") { db in
            let (sql, arguments) = query.sql
            return try db.documents(Run.self, sql: sql, arguments: arguments)
        }
    }

    /// One index seek for each schedule, however long its history is.
    package func lastRuns(of schedules: [ScheduleID]) async throws(StoreError) -> [ScheduleID: Run] {
        try await read("reading the last runs of \(schedules.count) schedules") { db in
            var runs: [ScheduleID: Run] = [:]
            for id in schedules {
                runs[id] = try db.document(Run.self, sql: Self.lastRunSQL, arguments: [id.source.rawValue, id.ref])
            }
            return runs
        }
    }

    static let lastRunSQL = """
        SELECT document FROM runs WHERE source = ? AND source_ref = ? AND status <> 'skipped'
        ORDER BY scheduled_at DESC, claimed_at DESC, id LIMIT 1
        """
}

extension SQLiteStore {
    package func runCounts(of schedules: [ScheduleID], in span: Span) async throws(StoreError) -> [RunCount] {
        guard !span.isEmpty else { return [] }
        return try await read("counting the runs of \(schedules.count) schedules") { db in
            var counts: [RunCount] = []
            for id in Set(schedules).sorted() { try db.appendCounts(of: id, in: span, to: &counts) }
            return counts
        }
    }

    static let runCountsSQL = """
        SELECT from_at, status, run_count FROM run_counts
        WHERE source = ? AND source_ref = ? AND from_at >= ? AND from_at < ? ORDER BY from_at, status
        """
}

extension Database {
    func run(_ id: String) throws -> Run? {
        try document(Run.self, sql: "SELECT document FROM runs WHERE id = ?", arguments: [id])
    }

    fileprivate func appendCounts(of id: ScheduleID, in span: Span, to counts: inout [RunCount]) throws {
        let rows = try Row.fetchCursor(
            try cachedStatement(sql: SQLiteStore.runCountsSQL),
            arguments: [id.source.rawValue, id.ref, RunCount.quarter(of: span.from).column, span.to.column])
        while let row = try rows.next() {
            let name: String = row[1]
            guard let status = RunStatus(rawValue: name) else {
                throw StoreError(.damaged, context: "counting runs", underlying: "a count has the status \(name)")
            }
            counts.append(
                RunCount(schedule: id, from: Instant(epochMilliseconds: row[0]), status: status, count: row[2]))
        }
    }
}

extension RunQuery {
    var sql: (text: String, arguments: [(any DatabaseValueConvertible)?]) {
        let filter = filter
        let hint = index.map { " INDEXED BY \($0)" } ?? ""
        let direction = oldestFirst ? "" : " DESC"
        let order = "scheduled_at\(direction), claimed_at\(direction), id"
        return (
            "SELECT document FROM runs\(hint)\(filter.sql) ORDER BY \(order) LIMIT ?",
            filter.arguments + [limit.asLimit]
        )
    }

    private var filter: Filter {
        var filter = Filter()
        filter.schedule(schedule)
        filter.schedules(schedules)
        if let span = scheduledIn, leavesMuchOut {
            filter.excluding(excluding, in: span)
        } else {
            filter.excluding(excluding)
        }
        filter.equal("source", source?.rawValue)
        filter.equal("owner_id", ownerID)
        if let span = scheduledIn {
            filter.add("scheduled_at >= ? AND scheduled_at < ?", span.from.column, span.to.column)
        }
        if let instant = scheduledAt { filter.add("scheduled_at = ?", instant.column) }
        filter.among("status", statuses?.map(\.rawValue))
        // Both are said in the words of their index, or the planner would not see that it holds all that is asked for.
        if isLive { filter.add("status IN ('waiting', 'running')") }
        if standingOut {
            filter.add(
                "(status IN ('failed', 'lost', 'running', 'waiting') OR trigger IN ('manual', 'backfill', 'retry'))")
        }
        return filter
    }

    /// The planner knows no counts, so it is told where one index is the better by far: live runs are few, and so are
    /// those of a lane that stand out.
    private var index: String? {
        if isLive { return "runs_live" }
        if standingOut, schedule != nil || schedules != nil { return "runs_standing_out" }
        return schedules != nil || leavesMuchOut ? "runs_by_schedule" : nil
    }

    private var isLive: Bool { statuses.map { !$0.isEmpty && $0.allSatisfy(\.isLive) } ?? false }

    /// Whether it asks for the window of all schedules but some: whose runs the time's index would lead to one by one.
    private var leavesMuchOut: Bool {
        !excluding.isEmpty && scheduledIn != nil && schedule == nil && schedules == nil && !isLive
    }
}

extension Int {
    /// Held within what a question may ask for: 1 to 100,000.
    var asLimit: Int { Swift.min(Swift.max(self, 1), 100_000) }
}

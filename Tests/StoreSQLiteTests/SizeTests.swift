import CivilTime
import Foundation
import GRDB
import Operations
import Store
import StoreTestKit
import Testing

@testable import StoreSQLite

@Suite("Many rows") struct SizeTests {
    @Test("10,000 occurrences are claimed in one transaction, and none of them twice") func claimedOnce() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let schedules = (0..<10_000).map { Claims.schedule($0) }
        _ = try await store.commit(ChangeSet(schedules.map { .insertSchedule($0) }))
        let claims = Claims.due(schedules)
        #expect(try await store.commit(claims) == .committed(lastSeq: 10_000))
        #expect(try await store.runs(RunQuery(statuses: [.running, .waiting], limit: 100_000)).count == 10_000)
        #expect(try await store.events(after: 9_990, limit: 100).count == 10)
        let last = try await store.lastRuns(of: schedules.map(\.id))
        #expect(last.count == 10_000)
        guard case .refused = try await store.commit(claims) else {
            Issue.record("the same occurrences were claimed twice")
            return
        }
        #expect(try await store.logBounds() == LogBounds(first: 1, last: 10_000))
        try await store.close()
    }

    /// Rows: the question, and the index that must answer it.
    private static let plans: [(name: String, query: RunQuery, index: String)] = [
        ("a window", RunQuery(scheduledIn: Claims.window), "runs_by_time (scheduled_at>? AND scheduled_at<?)"),
        ("a window of an owner", RunQuery(ownerID: "ops", scheduledIn: Claims.window), "runs_by_time (scheduled_at>?"),
        ("one schedule", RunQuery(schedule: Claims.schedule(1).id), "runs_by_schedule (source=? AND source_ref=?)"),
        (
            "a window of one schedule", RunQuery(schedule: Claims.schedule(1).id, scheduledIn: Claims.window),
            "runs_by_schedule (source=? AND source_ref=? AND scheduled_at>? AND scheduled_at<?)"
        ),
        ("what is live", RunQuery(statuses: [.running, .waiting]), "runs_live"),
        ("what is waiting", RunQuery(statuses: [.waiting]), "runs_live"),
        ("the newest", RunQuery(limit: 10), "runs_by_time"),
        (
            "what stands out of lanes",
            RunQuery(schedules: [Claims.schedule(1).id], scheduledIn: Claims.window, standingOut: true),
            "runs_standing_out (source=? AND source_ref=? AND scheduled_at>? AND scheduled_at<?)"
        ),
        (
            "a window without lanes", RunQuery(excluding: [Claims.schedule(1).id], scheduledIn: Claims.window),
            "runs_by_schedule (source=? AND source_ref=? AND scheduled_at>? AND scheduled_at<?)"
        ),
        (
            "which schedules a window has", RunQuery(excluding: [Claims.schedule(1).id], scheduledIn: Claims.window),
            "run_counts_by_time (from_at>? AND from_at<?)"
        ),
    ]

    @Test("Questions about runs are answered from an index", arguments: plans.indices) func answeredFromIndex(row: Int)
        async throws
    {
        let (name, query, index) = Self.plans[row]
        let (sql, arguments) = query.sql
        let plan = try await plan(sql, StatementArguments(arguments))
        #expect(plan.contains("INDEX \(index)"), "\(name): \(plan)")
        #expect(!plan.contains("SCAN runs\n"), "\(name): \(plan)")
    }

    @Test("The last run of a schedule is one seek, without sorting its history") func lastRunPlan() async throws {
        let plan = try await plan(SQLiteStore.lastRunSQL, ["cron", "nightly"])
        #expect(plan.contains("USING INDEX runs_not_skipped (source=? AND source_ref=?)"), "\(plan)")
        #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
    }

    @Test("Counts are one stretch of their table for each schedule, in order") func countsPlan() async throws {
        let plan = try await plan(SQLiteStore.runCountsSQL, ["cron", "ping", 0, 900_000])
        #expect(plan.contains("USING PRIMARY KEY (source=? AND source_ref=? AND from_at>? AND from_at<?)"), "\(plan)")
        #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
    }

    @Test("What is pending is found without what was answered") func pendingPlan() async throws {
        let (sql, arguments) = StasisQuery().sql
        let plan = try await plan(sql, StatementArguments(arguments))
        #expect(plan.contains("USING INDEX stasis_pending"), "\(plan)")
    }

    private func plan(_ sql: String, _ arguments: StatementArguments) async throws -> String {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let details = try await store.read("plan") { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: arguments).map { $0["detail"] as String }
        }
        try await store.close()
        return details.joined(separator: "\n") + "\n"
    }
}

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
    private static let plans: [(name: String, query: RunQuery, scheduleNo: Int64?, index: String)] = [
        ("a window", RunQuery(scheduledIn: Claims.window), nil, "runs_by_time (scheduled_at>? AND scheduled_at<?)"),
        (
            "a window of an owner", RunQuery(ownerID: "ops", scheduledIn: Claims.window), nil,
            "runs_by_time (scheduled_at>?"
        ),
        ("one schedule", RunQuery(schedule: Claims.schedule(1).id), 1, "runs_by_schedule (schedule_no=?)"),
        (
            "a window of one schedule", RunQuery(schedule: Claims.schedule(1).id, scheduledIn: Claims.window), 1,
            "runs_by_schedule (schedule_no=? AND scheduled_at>? AND scheduled_at<?)"
        ),
        ("what is live", RunQuery(statuses: [.running, .waiting]), nil, "runs_live"),
        ("what is waiting", RunQuery(statuses: [.waiting]), nil, "runs_live"),
        ("the newest", RunQuery(limit: 10), nil, "runs_by_time"),
    ]

    @Test("B11: questions about runs are answered from an index", arguments: plans.indices)
    func answeredFromIndex(row: Int) async throws {
        let (name, query, scheduleNo, index) = Self.plans[row]
        let (sql, arguments) = query.sql(scheduleNo: scheduleNo)
        let plan = try await plan(sql, StatementArguments(arguments))
        #expect(plan.contains("INDEX \(index)"), "\(name): \(plan)")
        #expect(!plan.contains("SCAN r\n"), "\(name): \(plan)")
    }

    @Test("B11: a page of the calendar is a stretch of time, sorted within each instant only")
    func pagePlan() async throws {
        let after = OccurrenceID(Claims.schedule(1).id, Claims.midnight)
        let query = RunPageQuery(Claims.window, after: after, lanes: [Claims.schedule(2).id], limit: 100)
        let questions = [
            (query.sql(lanes: [2]), "runs_by_time"),
            (query.sql(standingOutOf: [2], upTo: Claims.midnight), "runs_standing_out"),
        ]
        for ((sql, arguments), index) in questions {
            let plan = try await plan(sql, StatementArguments(arguments))
            #expect(plan.contains("SEARCH r USING INDEX \(index) (scheduled_at>? AND scheduled_at<?)"), "\(plan)")
            #expect(plan.contains("USE TEMP B-TREE FOR RIGHT PART OF ORDER BY"), "\(plan)")
            #expect(plan.contains("SEARCH k USING INTEGER PRIMARY KEY (rowid=?)"), "\(plan)")
        }
    }

    @Test("B11: the last run of a schedule is one seek, without sorting its history") func lastRunPlan() async throws {
        let plan = try await plan(SQLiteStore.lastRunSQL, [1])
        #expect(plan.contains("USING INDEX runs_not_skipped (schedule_no=?)"), "\(plan)")
        // Runs of one instant are sorted, the history is not.
        #expect(!plan.contains("TEMP B-TREE FOR ORDER BY"), "\(plan)")
    }

    @Test("B11: counts are one stretch of their table for each schedule, in order") func countsPlan() async throws {
        let plan = try await plan(SQLiteStore.runCountsSQL, [1, 0, 900_000])
        #expect(plan.contains("USING PRIMARY KEY (schedule_no=? AND from_at>? AND from_at<?)"), "\(plan)")
        #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
        let live = try await self.plan(SQLiteStore.liveCountsSQL, [0, 900_000])
        #expect(live.contains("USING INDEX runs_live (scheduled_at>? AND scheduled_at<?)"), "\(live)")
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

import CivilTime
import GRDB
import Operations
import Store
import Testing

@testable import StoreSQLite

@Suite("A record that does not grow for ever")
struct BoundedTests {
    private static let keptDays = 5
    private static let runsPerDay = 1_500

    @Test("B11: with retention in small batches the file stops growing, and what waits in stasis stays")
    func bounded() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let schedules = (0..<30).map { Claims.schedule($0) }
        let missed = StasisEntry(
            id: "missed", of: schedules[0], reason: .downtime, count: 3, firstAt: Claims.midnight,
            lastAt: Claims.midnight + .seconds(120), createdAt: Claims.midnight)
        _ = try await store.commit(ChangeSet(schedules.map { .insertSchedule($0) } + [.insertStasis(missed)]))
        var pages: [Int] = []
        for day in 0..<20 {
            let today = Claims.midnight.advanced(bySeconds: Int64(day) * 86_400)
            let runs = (0..<Self.runsPerDay).map { number in
                run(of: schedules[number % 30], at: today.advanced(bySeconds: Int64(number / 30) * 60))
            }
            _ = try await store.commit(
                ChangeSet(
                    runs.map { .insertRun($0) },
                    events: runs.map { .run($0, at: $0.finishedAt ?? $0.claimedAt, by: .schedule) }))
            let limit = today.advanced(bySeconds: -Int64(Self.keptDays) * 86_400)
            while try await store.prune(RetentionLimits(recordsBefore: limit, auditBefore: limit), limit: 400) > 0 {}
            pages.append(try await store.read("size") { db in try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0 })
        }
        let settled = Array(pages.dropFirst(2 * Self.keptDays))
        let (least, most) = (settled.min() ?? 0, settled.max() ?? 0)
        #expect(Double(most) < Double(least) * 1.1, "pages day by day: \(pages)")
        #expect(try await store.runs(RunQuery(limit: 100_000)).count == (Self.keptDays + 1) * Self.runsPerDay)
        #expect(try await store.stasis(StasisQuery()) == [missed])
        #expect(try await store.events(after: 0, limit: 100_000).count == (Self.keptDays + 1) * Self.runsPerDay)
        try await store.close()
    }

    @Test("B11: schedules that come and go leave no keys behind once their runs are gone")
    func keys() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        func keys() async throws -> Int {
            try await store.read("keys") { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM schedule_keys") ?? 0 }
        }
        let schedules = (0..<50).map { Claims.schedule($0) }
        _ = try await store.commit(ChangeSet(schedules.map { .insertSchedule($0) }))
        _ = try await store.commit(ChangeSet(schedules.prefix(20).map { .insertRun(run(of: $0, at: Claims.due)) }))
        _ = try await store.commit(ChangeSet(schedules.map { .deleteSchedule($0.id, expectedVersion: $0.version) }))
        #expect(try await keys() == 20)
        #expect(try await store.runs(RunQuery(schedule: schedules[3].id)).count == 1)
        let limits = RetentionLimits(recordsBefore: .distantFuture, auditBefore: .distantFuture)
        while try await store.prune(limits, limit: 7) > 0 {}
        #expect(try await keys() == 0)
        try await store.close()
    }

    private func run(of schedule: Schedule, at instant: Instant) -> Run {
        Run(
            id: "\(schedule.id.ref)-\(instant.epochSeconds)", of: schedule, trigger: .schedule, status: .running,
            scheduledAt: instant, claimedAt: instant, startedAt: instant, node: "node-1"
        ).finished(RunOutcome(.success, exitCode: 0), at: instant + .seconds(2), duration: .seconds(2))
    }
}

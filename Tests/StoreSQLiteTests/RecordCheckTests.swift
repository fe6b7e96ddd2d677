import CivilTime
import Foundation
import GRDB
import Operations
import Store
import Testing

@testable import StoreSQLite
@testable import StoreTestKit

@Suite("Checking a record") struct RecordCheckTests {
    @Test("Of a sound record it finds nothing, and tells how much it holds") func sound() async throws {
        let folder = try await claimed(3)
        let check = try look(folder)
        #expect(check.findings == [])
        let (extent, log) = try #require(check.holds)
        #expect(extent.runs == 3 && extent.schedules == 3)
        #expect(log == LogBounds(first: 1, last: 6))
    }

    /// What somebody did to a record by hand, and what is to be found.
    private static let harms: [(name: String, sql: String, finding: RecordFinding)] = [
        ("an event is gone from the middle", "DELETE FROM events WHERE seq = 3", .gap(at: 3)),
        ("the last event is gone", "DELETE FROM events WHERE seq = 6", .position(last: 5, expected: 6)),
        (
            "a run has another ending",
            "UPDATE runs SET exit_code = 9 WHERE id = 'job-1-1772500060'",
            .differs(.run, id: "job-1-1772500060", seq: 5)
        ),
        (
            "a run is gone", "DELETE FROM runs WHERE id = 'job-0-1772500060'",
            .absent(.run, id: "job-0-1772500060", seq: 4)
        ),
        (
            "a schedule is gone",
            "DELETE FROM schedules WHERE schedule_no = (SELECT no FROM schedule_keys WHERE source_ref = 'job-2')",
            .absent(.schedule, id: "cron|job-2", seq: 3)
        ),
        (
            "a run that nobody told of",
            """
            INSERT INTO runs (id, schedule_no, owner_id, title, category, trigger, attempt, status, scheduled_at, claimed_at,
                output_preview, output_bytes, output_bytes_dropped, node)
            SELECT 'x', schedule_no, owner_id, title, category, 'manual', 1, status, scheduled_at, claimed_at, '', 0, 0, node
            FROM runs LIMIT 1
            """, .untold(.run, id: "x")
        ),
        (
            "a row that is no run", "UPDATE runs SET category = 'none' WHERE id = 'job-1-1772500060'",
            .unreadable("the run job-1-1772500060")
        ),
        (
            "counts that are not the runs'",
            "INSERT INTO run_counts SELECT no, 1772499600000, 'success', 7 FROM schedule_keys WHERE source_ref = 'job-1'",
            .counts(schedule: "cron|job-1")
        ),
    ]

    @Test("It finds what was done to a record by hand", arguments: harms.indices) func harmed(row: Int) async throws {
        let harm = Self.harms[row]
        let folder = try await claimed(3)
        try await folder.harm(harm.sql)
        #expect(try look(folder).findings.contains(harm.finding), "\(harm.name)")
    }

    @Test(
        "T21: a row of the audit that was changed, taken out, put in or cut off by hand is found",
        arguments: [
            (
                "UPDATE audit SET document = replace(document, 'two', 'oops') WHERE id = 'two'",
                RecordFinding.audit(id: "two")
            ),
            ("DELETE FROM audit WHERE id = 'two'", .audit(id: "three")),
            ("DELETE FROM audit WHERE id = 'one'", .audit(id: "two")),
            ("DELETE FROM audit WHERE id = 'three'", .auditEnd),
            ("DELETE FROM audit", .auditEnd),
            (
                "INSERT INTO audit (id, at, document, chain) SELECT 'x', at, document, chain FROM audit WHERE id = 'three'",
                .audit(id: "x")
            ),
            (
                "INSERT INTO audit (id, at, document) SELECT 'x', at, document FROM audit WHERE id = 'three'",
                .audit(id: "x")
            ),
            ("UPDATE audit SET chain = NULL WHERE id = 'three'", .audit(id: "three")),
        ])
    func audit(sql: String, finding: RecordFinding) async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        for id in ["one", "two", "three"] {
            _ = try await store.commit(ChangeSet([.insertAudit(Samples.audit(id))]))
            // Said again it is not written again.
            _ = try await store.commit(ChangeSet([.insertAudit(Samples.fullAudit(id))]))
        }
        try await store.close()
        let sound = try look(folder)
        #expect(sound.findings == [])
        #expect(sound.auditHead.count == 64)
        try await folder.harm(sql)
        #expect(try look(folder).findings.contains(finding), "\(sql)")
    }

    @Test("T21: the audit's chain goes on after old rows were taken away, all of them too")
    func prunedAudit() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let limit = Samples.dawn + .seconds(100)
        func add(_ id: String, _ seconds: Int) async throws {
            _ = try await store.commit(
                ChangeSet([.insertAudit(Samples.audit(id, at: Samples.dawn + .seconds(seconds)))]))
        }
        for (id, seconds) in [("a", 0), ("b", 1), ("later", 200), ("set-back", 2)] { try await add(id, seconds) }
        let limits = RetentionLimits(recordsBefore: limit, auditBefore: limit)
        #expect(try await store.prune(limits, limit: 100) == 2)
        #expect(try await store.audit(AuditQuery()).count == 2)
        let everything = RetentionLimits(recordsBefore: limit, auditBefore: limit + .seconds(1_000))
        #expect(try await store.prune(everything, limit: 100) == 2)
        try await add("c", 300)
        try await store.close()
        #expect(try look(folder).findings == [])
        try await folder.harm("DELETE FROM audit")
        #expect(try look(folder).findings == [.auditEnd])
    }

    @Test("A schedule whose end is told and that is still there is found") func undead() async throws {
        let folder = try await claimed(1)
        let store = try await folder.open()
        let schedule = try #require(try await store.schedules(ScheduleQuery()).first)
        let deleted = EventDraft.schedule(.deleted, schedule, at: Claims.due, by: .system)
        _ = try await store.commit(ChangeSet([], events: [deleted]))
        try await store.close()
        #expect(try look(folder).findings == [.stillThere(.schedule, id: "cron|job-0", seq: 3)])
    }

    @Test("Damaged pages are told in SQLite's words") func damaged() async throws {
        let folder = try StoreFolder()
        try await folder.fill(rows: 2_000)
        try folder.damage()
        let findings = try look(folder).findings
        #expect(!findings.isEmpty)
        #expect(findings.allSatisfy { if case .page = $0 { true } else { false } })
    }

    @Test("Of a log that retention has shortened, what is older than it is no finding") func shortened() async throws {
        let folder = try await claimed(3)
        try await folder.harm("DELETE FROM events WHERE seq <= 4")
        #expect(try look(folder).findings == [])
    }

    @Test("Beside a server that writes it finds nothing either") func whileServing() async throws {
        let folder = try await claimed(20)
        let store = try await folder.open()
        let schedules = try await store.schedules(ScheduleQuery())
        async let written = store.commit(Claims.due(schedules, at: Claims.due + .seconds(60)))
        #expect(try look(folder).findings == [])
        #expect(try await written == .committed(lastSeq: 60))
        try await store.close()
    }

    /// Schedules that were told of and have run once.
    private func claimed(_ count: Int) async throws -> StoreFolder {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let schedules = (0..<count).map { Claims.schedule($0) }
        let told = schedules.map { EventDraft.schedule(.created, $0, at: Claims.midnight, by: .system) }
        _ = try await store.commit(ChangeSet(schedules.map { .insertSchedule($0) }, events: told))
        _ = try await store.commit(Claims.due(schedules))
        try await store.close()
        return folder
    }

    private func look(_ folder: StoreFolder) throws -> RecordCheck {
        let view = try RecordView.open(at: folder.file)
        let check = try view.check()
        try view.close()
        return check
    }
}

extension StoreFolder {
    fileprivate func harm(_ sql: String) async throws {
        let queue = try DatabaseQueue(path: file)
        try await queue.write { db in try db.execute(sql: sql) }
        try queue.close()
    }
}

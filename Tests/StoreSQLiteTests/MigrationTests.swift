import CivilTime
import Foundation
import GRDB
import Operations
import Store
import Testing

@testable import StoreSQLite

@Suite("Migrations") struct MigrationTests {
    /// The step after those that have shipped.
    private static let number = Migration.all.count + 1
    private let trial = Migration(
        number: number, name: "trial",
        sql: "CREATE TABLE trial (word TEXT NOT NULL) STRICT; INSERT INTO trial VALUES ('x')")

    @Test("They are numbered without gaps and named after their number") func numbers() {
        #expect(Migration.all.map(\.number) == Array(1...Migration.all.count))
        for step in Migration.all {
            #expect(step.name.hasPrefix(String(repeating: "0", count: 4 - "\(step.number)".count) + "\(step.number)_"))
        }
    }

    @Test("From nothing they make a file of ours at the newest shape, strict throughout") func fromNothing()
        async throws
    {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let identity = try await store.read("identity") { db in try FileIdentity(of: db) }
        #expect(identity.applicationID == FileIdentity.almanac)
        #expect(identity.version == Migration.all.count)
        let loose = try await store.read("tables") { db in
            try String.fetchAll(
                db, sql: "SELECT name FROM pragma_table_list WHERE NOT strict AND name NOT LIKE 'sqlite%'")
        }
        #expect(loose == [])
        try await store.close()
    }

    @Test("A new step keeps what is there, and a copy of the file as it was") func step() async throws {
        let folder = try StoreFolder()
        let first = try await folder.open()
        _ = try await first.commit(ChangeSet([.recordLiveness(node: "here", at: Instant(epochSeconds: 7))]))
        try await first.close()
        let store = try await SQLiteStore.open(at: folder.file, steps: Migration.all + [trial])
        #expect(try await store.lastAlive() == Instant(epochSeconds: 7))
        #expect(try await store.read("trial") { db in try String.fetchOne(db, sql: "SELECT word FROM trial") } == "x")
        try await store.close()
        let copy = try await SQLiteStore.open(at: folder.file + ".before-\(Self.number)")
        #expect(try await copy.lastAlive() == Instant(epochSeconds: 7))
        try await copy.close()
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.file + ".before-\(Self.number)")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test("An end after the step that has ends counted by their writer is counted once") func counting() async throws {
        let folder = try StoreFolder()
        let before = try await SQLiteStore.open(at: folder.file, steps: Array(Migration.all.prefix(2)))
        let at = Instant(epochSeconds: 1_772_499_600)
        let run = Run(
            id: "run-1", schedule: ScheduleID(.cron, "one"), ownerID: "operator", title: "One", category: .normal,
            trigger: .schedule, attempt: 1, status: .running, scheduledAt: at, claimedAt: at, node: "here")
        _ = try await before.commit(ChangeSet([.insertRun(run)]))
        try await before.close()
        let store = try await folder.open()
        var ended = run
        ended.status = .success
        _ = try await store.commit(ChangeSet([.replaceRun(ended, expected: .running)]))
        let counts = try await store.runCounts(of: [run.schedule], in: Span(from: at, to: at + .seconds(1)))
        #expect(counts == [RunCount(schedule: run.schedule, from: at, status: .success, count: 1)])
        try await store.close()
    }

    @Test("A step that fails changes nothing, and can be tried again") func failure() async throws {
        let folder = try StoreFolder()
        try await folder.open().close()
        let broken = Migration(
            number: Self.number, name: "broken", sql: "CREATE TABLE trial (word TEXT); SELECT nonsense")
        await #expect(throws: StoreError.self) {
            try await SQLiteStore.open(at: folder.file, steps: Migration.all + [broken])
        }
        let again = try await SQLiteStore.open(at: folder.file, steps: Migration.all + [trial])
        try await again.close()
    }
}

import CivilTime
import GRDB
import Operations
import Store
import StoreTestKit
import Testing

@testable import StoreSQLite

@Suite("When the world refuses") struct FaultTests {
    @Test("A full disk refuses the whole claim, questions go on, and room makes it good") func fullDisk() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let schedules = (0..<500).map { Claims.schedule($0) }
        _ = try await store.commit(ChangeSet(schedules.map { .insertSchedule($0) }))
        try await store.limitPages(toThoseInUse: true)
        let refusal = await #expect(throws: StoreError.self) { try await store.commit(Claims.due(schedules)) }
        #expect(refusal?.code == .full)
        #expect(refusal?.underlying == "the disk is full (SQLite 13)")
        #expect(try await store.runs(RunQuery()) == [])
        #expect(try await store.schedules(ScheduleQuery()) == schedules.sorted { $0.id < $1.id })
        #expect(try await store.logBounds() == LogBounds(first: 1, last: 0))
        try await store.limitPages(toThoseInUse: false)
        #expect(try await store.commit(Claims.due(schedules)) == .committed(lastSeq: 500))
        try await store.close()
    }

    @Test("A disk fault while writing is final until the store is opened again; questions go on") func diskFault()
        async throws
    {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let event = ChangeSet([.insertSchedule(Claims.schedule(1))])
        let fault = await #expect(throws: StoreError.self) {
            try await store.write("syncing") { _ in throw DatabaseError(resultCode: .SQLITE_IOERR_FSYNC) }
        }
        #expect(fault?.code == .ioFault)
        for _ in 0..<2 {
            let again = await #expect(throws: StoreError.self) { try await store.commit(event) }
            #expect(again?.code == .ioFault && again?.context == "syncing")
        }
        #expect(try await store.schedules(ScheduleQuery()) == [])
        var faults = store.diskFaults.makeAsyncIterator()
        #expect(await faults.next()?.code == .ioFault, "whoever listens is told")
        #expect(DataFile(path: folder.file + "-wal").bytes > 0)
        try await store.close()
        #expect(await faults.next() == nil)
        #expect(DataFile(path: folder.file + "-wal").bytes > 0, "the log is left as it lies")
        let reopened = try await folder.open()
        #expect(try await reopened.commit(event) == .committed(lastSeq: 0))
        try await reopened.close()
    }

    @Test("A fault in a question does not stop the writing") func questionFault() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        await #expect(throws: StoreError.self) {
            try await store.read("reading") { _ in throw DatabaseError(resultCode: .SQLITE_IOERR_READ) }
        }
        #expect(try await store.commit(ChangeSet()) == .committed(lastSeq: 0))
        try await store.close()
    }

    @Test("A row that does not hold what was written is damage, named by what was read") func damagedRow() async throws
    {
        let folder = try StoreFolder()
        let store = try await folder.open()
        _ = try await store.commit(ChangeSet([.insertSchedule(Claims.schedule(1))]))
        try await store.write("spoiling") { db in try db.execute(sql: "UPDATE schedules SET document = '{\"id\":5}'") }
        let fault = await #expect(throws: StoreError.self) { try await store.schedule(Claims.schedule(1).id) }
        #expect(fault?.code == .damaged)
        #expect(fault?.context == "reading the schedule cron|job-1")
        try await store.close()
    }

    private static let codes: [(code: ResultCode, meaning: StoreError.Code)] = [
        (.SQLITE_BUSY, .unavailable), (.SQLITE_BUSY_SNAPSHOT, .unavailable), (.SQLITE_LOCKED, .unavailable),
        (.SQLITE_CANTOPEN, .unavailable), (.SQLITE_INTERRUPT, .unavailable), (.SQLITE_FULL, .full),
        (.SQLITE_IOERR, .ioFault), (.SQLITE_IOERR_FSYNC, .ioFault), (.SQLITE_IOERR_WRITE, .ioFault),
        (.SQLITE_READONLY, .readOnly), (.SQLITE_READONLY_DBMOVED, .ioFault), (.SQLITE_PERM, .readOnly),
        (.SQLITE_CORRUPT, .damaged), (.SQLITE_NOTADB, .damaged), (.SQLITE_IOERR_CORRUPTFS, .damaged),
    ]

    @Test("Every result code has its meaning", arguments: codes.indices) func meaning(row: Int) {
        let (code, meaning) = Self.codes[row]
        #expect(StoreError.Code(code) == meaning, "\(code)")
    }

    @Test("A read-only database says so") func readOnly() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        try await store.write("closing it to writes") { db in try db.execute(sql: "PRAGMA query_only = ON") }
        let refusal = await #expect(throws: StoreError.self) {
            try await store.commit(ChangeSet([.insertSchedule(Claims.schedule(1))]))
        }
        #expect(refusal?.code == .readOnly)
        try await store.write("opening it to writes") { db in try db.execute(sql: "PRAGMA query_only = OFF") }
        try await store.close()
    }
}

@Suite("Faults on demand") struct MemoryFaultTests {
    private let set = ChangeSet([.insertSchedule(Claims.schedule(1))])
    private let full = StoreError(.full, context: "test", underlying: "no room")

    @Test("Before: nothing is written. After: all of it is, and the caller can't tell")
    func moments() async throws {
        for (moment, count) in [(CommitMoment.before, 0), (.after, 1)] {
            let store = MemoryStore()
            await store.failNextCommit(moment, with: full)
            let fault = await #expect(throws: StoreError.self) { try await store.commit(set) }
            #expect(fault?.code == .full)
            #expect(try await store.schedules(ScheduleQuery()).count == count)
            #expect(try await store.commit(ChangeSet()) == .committed(lastSeq: 0))
        }
    }

    @Test("The third commit fails, or every one until it heals; questions fail apart from them")
    func numbered() async throws {
        let store = MemoryStore()
        await store.failCommit(3, .before, with: full)
        var results: [Bool] = []
        for _ in 0..<4 {
            do {
                _ = try await store.commit(ChangeSet())
                results.append(true)
            } catch {
                results.append(false)
            }
        }
        #expect(results == [true, true, false, true])
        await store.failCommits(.before, with: full)
        await #expect(throws: StoreError.self) { try await store.commit(ChangeSet()) }
        await #expect(throws: StoreError.self) { try await store.commit(ChangeSet()) }
        #expect(try await store.logBounds().last == 0)
        await store.failReads(with: full)
        await #expect(throws: StoreError.self) { try await store.logBounds() }
        await store.heal()
        #expect(try await store.commit(ChangeSet()) == .committed(lastSeq: 0))
        #expect(await store.commitCount == 7)
    }

    @Test("Waiting ends with the commit that meets the condition, or with the task") func waiting() async throws {
        let store = MemoryStore()
        async let met: Void = store.until { !$0.schedules.isEmpty }
        _ = try await store.commit(set)
        try await met
        let waiter = Task { try await store.until { $0.lastSeq > 100 } }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
    }
}

extension SQLiteStore {
    /// Lets the file grow no further, or again as far as it likes.
    fileprivate func limitPages(toThoseInUse: Bool) async throws {
        try await write("limiting pages") { db in
            let used = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(toThoseInUse ? used + 3 : 1_000_000)")
        }
    }
}

import CivilTime
import Dispatch
import Foundation
import GRDB
import Operations
import Store
import Testing

@testable import StoreSQLite

@Suite("Opening the file") struct OpeningTests {
    private let alive = ChangeSet([.recordLiveness(node: "here", at: Instant(epochSeconds: 1_800_000_000))])

    @Test("Claims are synced to the disk: the writing connection really is at FULL, in WAL, without memory mapping")
    func settings() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let writer = try await store.write("settings") { db in try PragmaReading(db) }
        #expect(writer == PragmaReading(queryOnly: 0))
        let reader = try await store.read("settings") { db in try PragmaReading(db) }
        #expect(reader.queryOnly == 1 && reader.journalMode == "wal" && reader.mmapBytes == 0)
        #expect(reader.checkpointPages == 0)
        try await store.close()
    }

    @Test("A closed store can be opened again while a child just forked still has a copy of the lock's descriptor")
    func lockCopies() throws {
        let folder = try StoreFolder()
        let lock = try LockFile(path: folder.path + "/lock")
        let copy = try #require(try copyOfDescriptor(of: folder.path + "/lock"))
        defer { close(copy) }
        #expect(throws: StoreError.self) { try LockFile(path: folder.path + "/lock") }
        lock.release()
        try LockFile(path: folder.path + "/lock").release()
    }

    /// What a fork makes: a further descriptor of the same open file.
    private func copyOfDescriptor(of path: String) throws -> CInt? {
        let folder = "/proc/self/fd"
        let number = try FileManager.default.contentsOfDirectory(atPath: folder).first { entry in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(entry)")) == path
        }
        return number.flatMap(CInt.init).map { dup($0) }
    }

    @Test("Readers can't write, never checkpoint, and would fail at it; nor does who looks from beside")
    func readersDoNotWrite() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        _ = try await store.commit(alive)
        let view = try RecordView.open(at: folder.file)
        await #expect(throws: StoreError.self) {
            try await store.read("writing") { db in try db.execute(sql: "DELETE FROM events") }
        }
        #expect(throws: StoreError.self) {
            try view.read("writing") { db in try db.execute(sql: "DELETE FROM events") }
        }
        let pages = try view.read("settings") { db in try Int.fetchOne(db, sql: "PRAGMA wal_autocheckpoint") }
        #expect(pages == 0)
        // Reading the file here drops SQLite's locks on it (fcntl(2)); nobody is there who could need them.
        let file = URL(fileURLWithPath: folder.file)
        let before = try Data(contentsOf: file)
        // Outside of a transaction, where a checkpoint would be possible at all.
        #expect(throws: DatabaseError.self) { try view.queue.unsafeRead { try $0.checkpoint(.passive) } }
        try view.close()
        #expect(try Data(contentsOf: file) == before)
        try await store.close()
    }

    @Test("Who looks at what a killed server left, and is the last to close it, leaves file and log as they are")
    func lastToClose() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        _ = try await store.commit(alive)
        let asKilled = try StoreFolder(asKilled: folder)
        try await store.close()
        let files = ["", "-wal"].map { URL(fileURLWithPath: asKilled.file + $0) }
        let before = try files.map { try Data(contentsOf: $0) }
        let view = try RecordView.open(at: asKilled.file)
        #expect(try view.read("liveness") { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM liveness") } == 1)
        try view.close()
        #expect(try files.map { try Data(contentsOf: $0) } == before)
    }

    @Test("The log is emptied with the removal of old records, unless a reader stands in the way: then the next time")
    func emptiedLog() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let limits = RetentionLimits(recordsBefore: .distantPast, auditBefore: .distantPast)
        func logBytes() -> Int64 { DataFile(path: folder.file + "-wal").bytes }
        _ = try await store.commit(alive)
        #expect(logBytes() > 0)
        let view = try RecordView.open(at: folder.file)
        let (entering, entered) = AsyncStream<Void>.makeStream()
        let leave = DispatchSemaphore(value: 0)
        async let reading = view.queue.read { db in
            let rows = try Int.fetchOne(db, sql: "SELECT count(*) FROM liveness")
            entered.finish()
            leave.wait()
            return rows
        }
        for await _ in entering {}
        _ = try await store.commit(alive)
        #expect(try await store.prune(limits, limit: 100) == 0, "it waits for nobody")
        #expect(logBytes() > 0)
        leave.signal()
        #expect(try await reading == 1)
        try view.close()
        #expect(try await store.prune(limits, limit: 100) == 0)
        #expect(logBytes() == 0)
        let milliseconds = try await store.write("settings") { db in try Int.fetchOne(db, sql: "PRAGMA busy_timeout") }
        #expect(milliseconds == 5_000)
        try await store.close()
    }

    @Test("The folder is closed to others, and so is every file in it") func rights() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        _ = try await store.commit(alive)
        let data = folder.path + "/data"
        let files = try FileManager.default.contentsOfDirectory(atPath: data)
        #expect(Set(files) == ["almanac.db", "almanac.db-wal", "almanac.db-shm", "almanac.db.lock"])
        #expect(try mode(data) == 0o700)
        for file in files { #expect(try mode(data + "/" + file) == 0o600, "\(file)") }
        try await store.close()
    }

    @Test("A file that others can read is closed to them") func tightened() async throws {
        let folder = try StoreFolder()
        try await folder.open().close()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.file)
        try await folder.open().close()
        #expect(try mode(folder.file) == 0o600)
    }

    @Test("A second server is refused in plain words, and let in when the first has gone") func secondServer()
        async throws
    {
        let folder = try StoreFolder()
        let first = try await folder.open()
        let refusal = await #expect(throws: StoreError.self) { try await folder.open() }
        #expect(refusal?.code == .inUse)
        let words =
            "another Almanac server (process \(ProcessInfo.processInfo.processIdentifier)) uses this data folder"
        #expect(refusal?.underlying.hasPrefix(words) == true)
        try await first.close()
        try await folder.open().close()
    }

    @Test("What was committed is there after the power went: the files as they lay, opened elsewhere")
    func powerLoss() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        _ = try await store.commit(alive)
        let elsewhere = try StoreFolder(asKilled: folder)
        let found = try await elsewhere.open()
        #expect(try await found.lastAlive() == Instant(epochSeconds: 1_800_000_000))
        try await found.close()
        try await store.close()
    }

    @Test("A store that is dropped without a closing lets go of its file") func dropped() async throws {
        let folder = try StoreFolder()
        do {
            let store = try await folder.open()
            _ = try await store.commit(alive)
        }
        let again = try await folder.open()
        #expect(try await again.lastAlive() == Instant(epochSeconds: 1_800_000_000))
        try await again.close()
    }

    @Test("A closing leaves one file and nothing to recover") func closing() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        _ = try await store.commit(alive)
        try await store.close()
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/data")
        #expect(Set(files) == ["almanac.db", "almanac.db.lock"])
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? NSNumber).intValue
    }
}

/// What a connection answers when it is asked for its settings.
private struct PragmaReading: Equatable {
    var journalMode = "wal"
    /// 2 is FULL.
    var synchronous = 2
    var foreignKeys = 1
    var trustedSchema = 0
    var cellSizeCheck = 1
    var journalBytesMax = 64 * 1024 * 1024
    /// 2 is MEMORY.
    var tempStore = 2
    var mmapBytes = 0
    var busyMilliseconds = 5_000
    var checkpointPages = 1_000
    var queryOnly: Int

    init(queryOnly: Int) {
        self.queryOnly = queryOnly
    }

    init(_ db: Database) throws {
        func number(_ name: String) throws -> Int { try Int.fetchOne(db, sql: "PRAGMA \(name)") ?? 0 }
        journalMode = try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? ""
        synchronous = try number("synchronous")
        foreignKeys = try number("foreign_keys")
        trustedSchema = try number("trusted_schema")
        cellSizeCheck = try number("cell_size_check")
        journalBytesMax = try number("journal_size_limit")
        tempStore = try number("temp_store")
        mmapBytes = try number("mmap_size")
        busyMilliseconds = try number("busy_timeout")
        checkpointPages = try number("wal_autocheckpoint")
        queryOnly = try number("query_only")
    }
}

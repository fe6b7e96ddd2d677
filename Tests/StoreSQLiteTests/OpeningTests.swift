import CivilTime
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

    @Test("Readers can't write") func readersDoNotWrite() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        await #expect(throws: StoreError.self) {
            try await store.read("writing") { db in try db.execute(sql: "DELETE FROM events") }
        }
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
        let (folder, elsewhere) = (try StoreFolder(), try StoreFolder())
        let store = try await folder.open()
        _ = try await store.commit(alive)
        try FileManager.default.createDirectory(atPath: elsewhere.path + "/data", withIntermediateDirectories: false)
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: folder.file + suffix, toPath: elsewhere.file + suffix)
        }
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
        queryOnly = try number("query_only")
    }
}

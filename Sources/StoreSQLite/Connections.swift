import GRDB
internal import Store

/// The connections to one file: one that writes and checkpoints, and a few that only read.
///
/// SQLite 3.7.0 to 3.51.2 can damage a WAL file when two connections write or checkpoint at the same moment (the WAL
/// reset fault; Debian 12 ships 3.40.1). Here there is never a second one: the lock file keeps other servers out, the
/// readers are opened read-only with `query_only`, and nothing is mapped into memory
/// (`docs/decisions/0013-sqlite-wal-reset.md`).
enum Connections {
    static let readersMax = 4
    static let busySeconds = 5.0
    static let walBytesMax = 64 * 1024 * 1024
    /// Pages of 4 KiB in the log from which on the writer carries them into the file after a commit (passively: it waits
    /// for nobody).
    static let checkpointPages = 1_000
    /// Files up to this size are checked at each start: 1 s or less on a slow disk.
    static let checkedBytesMax: Int64 = 128 * 1024 * 1024

    /// Opens the file; its identity is looked at before the first byte is written.
    static func open(path: String, newest: Int) throws -> DatabasePool {
        let pool = try DatabasePool(path: path, configuration: configuration(path: path, newest: newest))
        try pool.writeWithoutTransaction { db in
            // The pool sets NORMAL when it turns WAL on, after `prepareDatabase`: claims need FULL.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try assertSettings(db, path: path)
        }
        return pool
    }

    private static func configuration(path: String, newest: Int) -> Configuration {
        var configuration = Configuration()
        configuration.label = "almanac.store"
        // Set before every pragma: turning WAL on may itself meet a lock.
        configuration.busyMode = .timeout(busySeconds)
        configuration.maximumReaderCount = readersMax
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            if !db.configuration.readonly {
                try FileIdentity(of: db).check(path: path, newest: newest)
            }
            try settle(db)
        }
        return configuration
    }

    /// What every connection keeps to, also one that only looks (`RecordView`).
    static func settle(_ db: Database) throws {
        try db.execute(sql: pragmas)
        // Only the writing connection checkpoints.
        let pages = db.configuration.readonly ? 0 : checkpointPages
        try db.execute(sql: "PRAGMA wal_autocheckpoint = \(pages)")
        if db.configuration.readonly { try db.execute(sql: "PRAGMA query_only = ON") }
    }

    private static let pragmas = """
        PRAGMA trusted_schema = OFF;
        PRAGMA cell_size_check = ON;
        PRAGMA journal_size_limit = \(walBytesMax);
        PRAGMA temp_store = MEMORY;
        PRAGMA mmap_size = 0;
        """

    /// Trusts what the database answers, not what it was told.
    private static func assertSettings(_ db: Database, path: String) throws {
        for (pragma, value) in requiredSettings {
            let found = try String.fetchOne(db, sql: "SELECT CAST(\(pragma) AS TEXT) FROM pragma_\(pragma)")
            guard found == value else {
                throw StoreError(
                    .unavailable, context: "opening \(path)",
                    underlying: "the database keeps \(pragma) at \(found ?? "nothing"), it must be \(value)")
            }
        }
    }

    /// FULL is 2.
    static let requiredSettings = [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")]

    /// Takes the steps that the file has not taken yet; copies a file that holds something before its first new one.
    static func migrate(_ pool: DatabasePool, by steps: [Migration], file: DataFile) throws {
        try pool.writeWithoutTransaction { db in
            let version = try FileIdentity(of: db).version
            let missing = steps.filter { $0.number > version }
            if version > 0, !missing.isEmpty {
                let copy = "\(file.path).before-\(version + 1)"
                try DataFile(path: copy).makeEmpty()
                try db.execute(sql: "VACUUM INTO ?", arguments: [copy])
                try DataFile(path: copy).sync()
            }
            for step in missing { try step.apply(to: db) }
        }
    }

    /// Looks through the pages of a file that is small enough for that at a start.
    static func check(_ pool: DatabasePool, file: DataFile) throws {
        guard file.bytes <= checkedBytesMax else { return }
        let finding = try pool.read { db in try String.fetchOne(db, sql: "PRAGMA quick_check(1)") }
        guard finding == "ok" else {
            throw StoreError(
                .damaged, context: "checking \(file.path)",
                underlying: "the file is damaged (\(finding ?? "no answer")); restore the latest copy of it")
        }
    }

    /// Carries the whole log into the file and empties it, unless a reader stands in the way: then the next one does.
    ///
    /// Nobody is waited for: the writer has claims to make.
    static func emptyLog(_ db: Database) throws {
        try db.execute(sql: "PRAGMA busy_timeout = 0")
        defer { restoreBusyTimeout(db) }
        do {
            try db.checkpoint(.truncate)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            return
        }
    }

    private static func restoreBusyTimeout(_ db: Database) {
        do {
            try db.execute(sql: "PRAGMA busy_timeout = \(Int(busySeconds * 1000))")
        } catch {
            preconditionFailure("the busy timeout is a number in memory and can always be set: \(error)")
        }
    }

    /// Writes the whole log back and ends every connection, the writer last.
    static func close(_ pool: DatabasePool) throws {
        pool.releaseMemory()
        try pool.writeWithoutTransaction { db in
            _ = try db.checkpoint(.truncate)
        }
        try pool.close()
    }
}

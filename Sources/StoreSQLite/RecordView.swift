internal import GRDB
package import Store

/// A record that is looked at and not served: opened read-only, beside a running server or without one.
///
/// It never writes and never checkpoints, so it may stand beside the server's connections, in another process
/// (`docs/decisions/0013-sqlite-wal-reset.md`). Where no server is running it keeps one from starting meanwhile.
package final class RecordView: Sendable {
    package let path: String
    let queue: DatabaseQueue
    private let hold: LockFile?

    /// Whether a server was using the record when it was opened.
    package var isServed: Bool { hold == nil }

    /// Opens the record of a data folder. Errors: `unavailable` (there is none), `damaged`, `tooNew`, `readOnly`.
    package static func open(at path: String) throws(StoreError) -> RecordView {
        guard DataFile(path: path).exists else {
            throw StoreError(.unavailable, context: "opening \(path)", underlying: "there is no record at \(path)")
        }
        do throws(StoreError) {
            return try RecordView(path: path, hold: LockFile(path: DataFile(path: path).lockPath))
        } catch  where error.code == .inUse {
            return try RecordView(path: path, hold: nil)
        }
    }

    /// Opens a copy, which no server uses.
    init(copyAt path: String) throws(StoreError) {
        guard DataFile(path: path).exists else {
            throw StoreError(.unavailable, context: "opening \(path)", underlying: "there is no file at \(path)")
        }
        self.path = path
        hold = nil
        queue = try Self.queue(path)
    }

    private init(path: String, hold: LockFile?) throws(StoreError) {
        self.path = path
        self.hold = hold
        queue = try Self.queue(path)
    }

    private static func queue(_ path: String) throws(StoreError) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "almanac.view"
        configuration.readonly = true
        configuration.busyMode = .timeout(Connections.busySeconds)
        configuration.prepareDatabase { db in
            let identity = try FileIdentity(of: db)
            try identity.check(path: path, newest: Migration.all.last?.number ?? 0)
            guard !identity.isEmpty else {
                throw StoreError(.damaged, context: "opening \(path)", underlying: "it holds no record")
            }
            try Connections.settle(db)
        }
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw StoreError(error, context: "opening \(path)")
        }
    }

    /// Answers a question from one snapshot.
    func read<Value>(_ context: String, _ question: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try queue.read(question)
        } catch {
            throw StoreError(error, context: context)
        }
    }

    package func close() throws(StoreError) {
        defer { hold?.release() }
        do {
            try queue.close()
        } catch {
            throw StoreError(error, context: "closing \(path)")
        }
    }
}

/// How much a record holds, and how far its log has come: what two copies of one moment agree in.
package struct RecordExtent: Hashable, Sendable {
    /// Last position of the event log.
    package var lastSeq: Int64
    package var events: Int
    package var runs: Int
    package var schedules: Int

    init(of db: Database) throws {
        lastSeq = try Int64.fetchOne(db, sql: "SELECT last_seq FROM log_position") ?? 0
        events = try Int.fetchOne(db, sql: "SELECT count(*) FROM events") ?? 0
        runs = try Int.fetchOne(db, sql: "SELECT count(*) FROM runs") ?? 0
        schedules = try Int.fetchOne(db, sql: "SELECT count(*) FROM schedules") ?? 0
    }
}

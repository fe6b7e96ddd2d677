internal import GRDB
package import Logging
package import Store
internal import Synchronization

/// The record in one SQLite file: the embedded default.
///
/// Writes go through one connection, one transaction after the other (`BEGIN IMMEDIATE`, WAL, `synchronous=FULL`);
/// reads see whole transactions from connections of their own. `docs/decisions/0003-sqlite-practice.md` says why.
package final class SQLiteStore: Store {
    private enum Phase {
        case open
        /// A write met a disk fault: the kernel may have dropped the pages, so nothing is written until a reopening.
        case faulted(StoreError)
        case closed
    }

    let pool: DatabasePool
    private let lock: LockFile
    private let phase = Mutex(Phase.open)
    /// The disk fault after which nothing is written any more, when it comes; ends with the store. For one listener.
    package let diskFaults: AsyncStream<StoreError>
    private let diskFaultSink: AsyncStream<StoreError>.Continuation
    let stasisReading = StasisReading()
    let scheduleNumbers = ScheduleNumbers()

    private init(pool: DatabasePool, lock: LockFile) {
        self.pool = pool
        self.lock = lock
        (diskFaults, diskFaultSink) = AsyncStream<StoreError>.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// Opens the file at `path`, or makes it, and brings it to this version's shape.
    ///
    /// Errors: `inUse` (another server holds it), `tooNew`, `damaged`, `readOnly`, `full`, `ioFault`, `unavailable`.
    @concurrent
    package static func open(at path: String, logger: Logger? = nil) async throws(StoreError) -> SQLiteStore {
        try await open(at: path, steps: Migration.all, logger: logger)
    }

    @concurrent
    static func open(at path: String, steps: [Migration], logger: Logger? = nil) async throws(StoreError) -> SQLiteStore
    {
        let file = DataFile(path: path)
        try file.makeFolder()
        let lock = try LockFile(path: file.lockPath)
        try file.prepare()
        do {
            let pool = try Connections.open(path: path, newest: steps.last?.number ?? 0)
            try Connections.check(pool, file: file)
            try Connections.migrate(pool, by: steps, file: file)
            logger?.debug("store opened", metadata: ["path": "\(path)", "bytes": "\(file.bytes)"])
            return SQLiteStore(pool: pool, lock: lock)
        } catch {
            throw StoreError(error, context: "opening \(path)")
        }
    }

    /// Ends the store; what was committed is in the file. Later calls throw `unavailable`; a second close does nothing.
    ///
    /// After a disk fault the log is left as it lies: to carry it into the file could carry what the disk has lost. The
    /// next opening recovers what is whole of it.
    package func close() async throws(StoreError) {
        let last = phase.withLock { phase in
            defer { phase = .closed }
            return phase
        }
        diskFaultSink.finish()
        defer { lock.release() }
        switch last {
        case .open: break
        case .faulted, .closed: return
        }
        do {
            try Connections.close(pool)
        } catch {
            throw StoreError(error, context: "closing the store")
        }
    }
}

extension SQLiteStore {
    /// Answers a question from one snapshot.
    ///
    /// Not cut off by the task's cancellation: questions are short, and a half answer is of no use.
    func read<Value: Sendable>(
        _ context: String, _ question: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        if case .closed = phase.withLock({ $0 }) { throw Self.closedError(context) }
        let answer: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            pool.asyncRead { db in
                let result = Result { try question(try db.get()) }
                continuation.resume(returning: result.mapError { StoreError($0, context: context) })
            }
        }
        return try answer.get()
    }

    /// Does one transaction on the writing connection. A disk fault is final: every later write throws it again.
    ///
    /// Not cut off by the task's cancellation: whoever stops must still be able to record that.
    func write<Value: Sendable>(
        _ context: String, _ change: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        let answer: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { db in
                continuation.resume(returning: self.perform(context, change, on: db))
            }
        }
        return try answer.get()
    }

    /// Runs on the writer's queue, where the phase is looked at last: nothing is written after a fault or the end.
    private func perform<Value>(
        _ context: String, _ change: (Database) throws -> Value, on db: Database
    ) -> Result<Value, StoreError> {
        switch phase.withLock({ $0 }) {
        case .open: break
        case .faulted(let fault): return .failure(fault)
        case .closed: return .failure(Self.closedError(context))
        }
        do {
            return .success(try change(db))
        } catch {
            let fault = StoreError(error, context: context)
            if fault.code == .ioFault { stopWriting(fault) }
            return .failure(fault)
        }
    }

    private func stopWriting(_ fault: StoreError) {
        phase.withLock { phase in
            if case .open = phase { phase = .faulted(fault) }
        }
        diskFaultSink.yield(fault)
    }

    private static func closedError(_ context: String) -> StoreError {
        StoreError(.unavailable, context: context, underlying: "the store is closed")
    }
}

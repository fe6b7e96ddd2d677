package import CivilTime
package import Operations
package import Store

/// When a commit fails: before anything is written, or after all of it is (the caller can't tell which).
package enum CommitMoment: Hashable, Sendable {
    case before
    case after
}

/// A store in memory with the semantics of the real ones, and with faults on demand.
///
/// The record outlives `close()`: `reopen()` is a restart.
package actor MemoryStore: Store {
    private struct Fault {
        var moment: CommitMoment
        var error: StoreError
    }

    package private(set) var record: MemoryRecord
    /// Calls of `commit`, failed and refused ones included.
    package private(set) var commitCount = 0
    private var isClosed = false
    private var faults: [Int: Fault] = [:]
    private var lastingFault: Fault?
    private var lastingRefusal: (@Sendable (ChangeSet) -> Refusal?)?
    private var readFault: StoreError?
    private var waiters: [Int: Waiter] = [:]
    private var waiterCount = 0

    package init(record: MemoryRecord = MemoryRecord()) {
        self.record = record
    }

    package func commit(_ changes: ChangeSet) throws(StoreError) -> CommitResult {
        commitCount += 1
        try checkOpen("writing changes")
        let fault = faults.removeValue(forKey: commitCount) ?? lastingFault
        if let fault, fault.moment == .before { throw fault.error }
        if let refusal = lastingRefusal?(changes) { return .refused(refusal) }
        let result = record.commit(changes)
        resumeWaiters()
        if let fault { throw fault.error }
        return result
    }

    package func prune(_ limits: RetentionLimits, limit: Int) throws(StoreError) -> Int {
        try checkOpen("removing old records")
        if let lastingFault { throw lastingFault.error }
        return record.prune(limits, limit: limit.asLimit)
    }

    package func close() {
        isClosed = true
    }

    package func reopen() {
        isClosed = false
    }

    private func checkOpen(_ context: String) throws(StoreError) {
        if isClosed { throw StoreError(.unavailable, context: context, underlying: "the store is closed") }
    }

    private func checkReadable(_ context: String) throws(StoreError) {
        try checkOpen(context)
        if let readFault { throw readFault }
    }
}

// Faults.
extension MemoryStore {
    package func failNextCommit(_ moment: CommitMoment, with error: StoreError) {
        failCommit(commitCount + 1, moment, with: error)
    }

    /// The `number`th call of `commit` fails, counted from 1: for walking through every point of a story.
    package func failCommit(_ number: Int, _ moment: CommitMoment, with error: StoreError) {
        faults[number] = Fault(moment: moment, error: error)
    }

    /// Every commit fails until `heal()`, as on a full disk.
    package func failCommits(_ moment: CommitMoment, with error: StoreError) {
        lastingFault = Fault(moment: moment, error: error)
    }

    /// Every question fails until `heal()`.
    package func failReads(with error: StoreError) {
        readFault = error
    }

    /// Every commit for which `refusal` answers one is refused with it until `heal()`.
    package func refuseCommits(_ refusal: @escaping @Sendable (ChangeSet) -> Refusal?) {
        lastingRefusal = refusal
    }

    package func heal() {
        lastingRefusal = nil
        faults = [:]
        lastingFault = nil
        readFault = nil
    }
}

// Waiting for what a test expects, instead of sleeping.
extension MemoryStore {
    private struct Waiter {
        var isMet: @Sendable (MemoryRecord) -> Bool
        var continuation: CheckedContinuation<Void, any Error>
    }

    /// Returns as soon as the record meets the condition, which is asked at once and after each commit.
    ///
    /// Throws `CancellationError` where the task is cancelled first.
    package func until(_ isMet: @escaping @Sendable (MemoryRecord) -> Bool) async throws {
        if isMet(record) { return }
        waiterCount += 1
        let number = waiterCount
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                guard !Task.isCancelled else { return continuation.resume(throwing: CancellationError()) }
                waiters[number] = Waiter(isMet: isMet, continuation: continuation)
            }
        } onCancel: {
            Task { await self.dropWaiter(number) }
        }
    }

    private func resumeWaiters() {
        for (number, waiter) in waiters where waiter.isMet(record) {
            waiters[number] = nil
            waiter.continuation.resume()
        }
    }

    private func dropWaiter(_ number: Int) {
        waiters.removeValue(forKey: number)?.continuation.resume(throwing: CancellationError())
    }
}

// Questions.
extension MemoryStore {
    package func schedule(_ id: ScheduleID) throws(StoreError) -> Schedule? {
        try checkReadable("reading the schedule \(id)")
        return record.schedules[id]
    }

    package func schedules(_ query: ScheduleQuery) throws(StoreError) -> [Schedule] {
        try checkReadable("reading schedules")
        return record.schedules(query)
    }

    package func run(_ id: String) throws(StoreError) -> Run? {
        try checkReadable("reading the run \(id)")
        return record.runs[id]
    }

    package func runs(_ query: RunQuery) throws(StoreError) -> [Run] {
        try checkReadable("reading runs")
        return record.runs(query)
    }

    package func runPage(_ query: RunPageQuery) throws(StoreError) -> [Run] {
        try checkReadable("reading a page of runs")
        return record.runPage(query)
    }

    package func recentDurations(
        of schedules: [ScheduleID]
    ) throws(StoreError) -> [ScheduleID: RecentDurations] {
        try checkReadable("reading usual durations")
        return record.durations.filter { schedules.contains($0.key) }
    }

    package func lastRuns(of schedules: [ScheduleID]) throws(StoreError) -> [ScheduleID: Run] {
        try checkReadable("reading last runs")
        return record.lastRuns(of: schedules)
    }

    package func runCounts(of schedules: [ScheduleID], in span: Span) throws(StoreError) -> [RunCount] {
        try checkReadable("counting runs")
        return record.runCounts(of: schedules, in: span)
    }

    package func stasisEntry(_ id: String) throws(StoreError) -> StasisEntry? {
        try checkReadable("reading the stasis entry \(id)")
        return record.stasis[id]
    }

    package func stasis(_ query: StasisQuery) throws(StoreError) -> [StasisEntry] {
        try checkReadable("reading stasis")
        return record.stasis(query)
    }

    package func events(after seq: Int64, limit: Int) throws(StoreError) -> [LogEvent] {
        try checkReadable("reading the log after \(seq)")
        return record.events(after: seq, limit: limit)
    }

    package func logBounds() throws(StoreError) -> LogBounds {
        try checkReadable("reading the log's bounds")
        return record.logBounds
    }

    package func notification(_ id: String) throws(StoreError) -> Notification? {
        try checkReadable("reading the notification \(id)")
        return record.notifications[id]
    }

    package func notifications(_ query: NotificationQuery) throws(StoreError) -> [Notification] {
        try checkReadable("reading notifications")
        return record.notifications(query)
    }

    package func delivery(_ id: String) throws(StoreError) -> Delivery? {
        try checkReadable("reading the delivery \(id)")
        return record.deliveries[id]
    }

    package func deliveries(_ query: DeliveryQuery) throws(StoreError) -> [Delivery] {
        try checkReadable("reading deliveries")
        return record.deliveries(query)
    }

    package func proposal(_ id: String) throws(StoreError) -> Proposal? {
        try checkReadable("reading the proposal \(id)")
        return record.proposals[id]
    }

    package func proposals(_ query: ProposalQuery) throws(StoreError) -> [Proposal] {
        try checkReadable("reading proposals")
        return record.proposals(query)
    }

    package func auditRow(_ id: String) throws(StoreError) -> AuditRow? {
        try checkReadable("reading the audit row \(id)")
        return record.audit.first { $0.id == id }
    }

    package func notificationCounts(ownerID: String?) throws(StoreError) -> [Notification.Status: Int] {
        try checkReadable("counting notifications")
        return record.notificationCounts(ownerID: ownerID)
    }

    package func audit(_ query: AuditQuery) throws(StoreError) -> [AuditRow] {
        try checkReadable("reading the audit")
        return record.audit(query)
    }

    package func outages(in span: Span) throws(StoreError) -> [Outage] {
        try checkReadable("reading outages")
        return record.outages(in: span)
    }

    package func lastAlive() throws(StoreError) -> Instant? {
        try checkReadable("reading the liveness record")
        return record.liveness.values.max()
    }
}

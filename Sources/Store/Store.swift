package import CivilTime
package import Operations

/// The record: one transaction in, questions out. The engine and the API know no SQL.
///
/// Every implementation passes the suite of StoreTestKit.
package protocol Store: Sendable {
    /// Applies the set in one durable transaction, gives each event the next `seq`, and answers the last one.
    ///
    /// A mutation whose expectation does not hold refuses the whole set and changes nothing.
    func commit(_ changes: ChangeSet) async throws(StoreError) -> CommitResult

    func schedule(_ id: ScheduleID) async throws(StoreError) -> Schedule?
    /// Ordered by id.
    func schedules(_ query: ScheduleQuery) async throws(StoreError) -> [Schedule]

    func run(_ id: String) async throws(StoreError) -> Run?
    /// Newest `scheduledAt` first (then newest `claimedAt`, then id), unless the query says otherwise.
    func runs(_ query: RunQuery) async throws(StoreError) -> [Run]
    /// Runs that have ended, by `scheduledAt`, then schedule, `claimedAt` and id.
    ///
    /// The cost is that of the page and of the lanes' runs that lie between its own, however long the history is.
    func runPage(_ query: RunPageQuery) async throws(StoreError) -> [Run]
    /// The newest run of each of these schedules that was not skipped, keyed by schedule.
    func lastRuns(of schedules: [ScheduleID]) async throws(StoreError) -> [ScheduleID: Run]
    /// How many runs of these schedules stand at each status, by quarter hours of `scheduledAt`; ordered by schedule,
    /// quarter hour and status (by name), without zeros.
    ///
    /// Every quarter hour that the span touches is answered whole, with its runs outside the span. The cost is one index
    /// range for each schedule, however many runs there are.
    func runCounts(of schedules: [ScheduleID], in span: Span) async throws(StoreError) -> [RunCount]

    /// How long the last successful runs of these schedules took; nothing for those without any. They are kept in the
    /// transaction that records a run's end, in the order of the ends, and forgotten when the schedule is deleted.
    func recentDurations(of schedules: [ScheduleID]) async throws(StoreError) -> [ScheduleID: RecentDurations]

    func stasisEntry(_ id: String) async throws(StoreError) -> StasisEntry?
    /// Ordered by `lastAt`, then id.
    func stasis(_ query: StasisQuery) async throws(StoreError) -> [StasisEntry]

    /// Events with `seq` greater than `seq`, in order, at most `limit`.
    func events(after seq: Int64, limit: Int) async throws(StoreError) -> [LogEvent]
    /// First and last `seq` the log holds; `first` is `last + 1` where it holds none.
    func logBounds() async throws(StoreError) -> LogBounds

    func notification(_ id: String) async throws(StoreError) -> Notification?
    /// Newest `lastAt` first.
    func notifications(_ query: NotificationQuery) async throws(StoreError) -> [Notification]
    /// How many there are of each status, of this owner or (nil) of all; without zeros, however many.
    func notificationCounts(ownerID: String?) async throws(StoreError) -> [Notification.Status: Int]

    func delivery(_ id: String) async throws(StoreError) -> Delivery?
    /// In the order in which they were put into the outbox, the newest first unless the query says otherwise.
    func deliveries(_ query: DeliveryQuery) async throws(StoreError) -> [Delivery]

    func proposal(_ id: String) async throws(StoreError) -> Proposal?
    /// Newest first.
    func proposals(_ query: ProposalQuery) async throws(StoreError) -> [Proposal]

    func auditRow(_ id: String) async throws(StoreError) -> AuditRow?
    /// Newest first.
    func audit(_ query: AuditQuery) async throws(StoreError) -> [AuditRow]
    /// Outages that touch the span, in order.
    func outages(in span: Span) async throws(StoreError) -> [Outage]
    /// The last instant at which any node is on record as alive.
    func lastAlive() async throws(StoreError) -> Instant?

    /// Removes at most `limit` rows of each kind older than the instants; never stasis entries or deliveries that are pending, live
    /// runs or the newest event. Events and audit rows go from their beginning alone, up to the first that is not old. A proposal's age counts from its answer, or from its expiry. Answers how many rows went.
    func prune(_ limits: RetentionLimits, limit: Int) async throws(StoreError) -> Int

    func close() async throws(StoreError)
}

package enum CommitResult: Hashable, Sendable {
    /// `lastSeq` is the log's last position after the transaction.
    case committed(lastSeq: Int64)
    case refused(Refusal)
}

/// Which expectation did not hold.
package enum Refusal: Hashable, Sendable {
    case scheduleExists(ScheduleID)
    case scheduleChanged(ScheduleID)
    case cursorMoved(ScheduleID)
    case occurrenceTaken(OccurrenceID)
    case runChanged(String)
    case stasisChanged(String)
    case notificationChanged(String)
    case proposalChanged(String)
    case deliveryChanged(String)
}

package struct LogBounds: Hashable, Sendable {
    package var first: Int64
    package var last: Int64

    package init(first: Int64, last: Int64) {
        self.first = first
        self.last = last
    }
}

package struct RetentionLimits: Hashable, Sendable {
    package var recordsBefore: Instant
    package var auditBefore: Instant

    package init(recordsBefore: Instant, auditBefore: Instant) {
        self.recordsBefore = recordsBefore
        self.auditBefore = auditBefore
    }
}

/// The world refused: the store could not be read or written.
package struct StoreError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// Busy, locked or cut off: the same call may succeed later.
        case unavailable
        /// No room left: claims must stop, reading may go on.
        case full
        /// The file is damaged or not ours.
        case damaged
        /// Written by a newer version of Almanac.
        case tooNew
        /// Another server holds it.
        case inUse
        /// A read-only folder or file.
        case readOnly
        /// A disk fault while writing: stop, reopen, recover (docs/decisions/0003-sqlite-practice.md).
        case ioFault
    }

    package var code: Code
    /// What was being done.
    package var context: String
    package var underlying: String

    package init(_ code: Code, context: String, underlying: String) {
        self.code = code
        self.context = context
        self.underlying = underlying
    }

    package var description: String { "\(context): \(underlying) (\(code.rawValue))" }
}

import CivilTime
import Operations
package import Store
package import StoreTestKit
import Synchronization

/// What a store may do to a commit.
package enum StoreFault: Hashable, Sendable {
    /// Fails before anything is written.
    case failBefore(StoreError.Code)
    /// Everything is written, and yet an error comes back: the commit is ambiguous.
    case failAfter(StoreError.Code)
    /// Takes so long.
    case slow(milliseconds: Int64)
    /// The process is killed before, or after, everything is written.
    case crash(CommitMoment)
}

/// What the store does until it is mended.
package enum LastingFault: Hashable, Sendable {
    case full
    case readOnly
    case ioFault
    /// Nothing can be read; commits fail after they are done.
    case unreadable
}

/// The faults that are to come, shared by the processes of one world.
final class FaultPlan: Sendable {
    struct State {
        var next: [StoreFault] = []
        var lasting: LastingFault?
        /// What happens to the commit of a number, counted over all processes from 1.
        var fixed: (number: Int, fault: StoreFault)?
        var commits = 0
        var marks: Set<Mark> = []
    }

    private let state = Mutex(State())

    func arm(_ fault: StoreFault) { state.withLock { $0.next.append(fault) } }
    func last(_ fault: LastingFault?) { state.withLock { $0.lasting = fault } }
    func arm(_ fault: StoreFault, at number: Int) { state.withLock { $0.fixed = (number, fault) } }
    func clear() { state.withLock { ($0.next, $0.lasting) = ([], nil) } }

    var commits: Int { state.withLock { $0.commits } }
    var lasting: LastingFault? { state.withLock { $0.lasting } }
    var marks: Set<Mark> { state.withLock { $0.marks } }
    func mark(_ mark: Mark) { state.withLock { _ = $0.marks.insert(mark) } }

    fileprivate func take() -> StoreFault? {
        state.withLock { state in
            state.commits += 1
            if let fixed = state.fixed, fixed.number == state.commits { return fixed.fault }
            return state.next.isEmpty ? nil : state.next.removeFirst()
        }
    }
}

/// The record as one process reaches it: a store in memory with a faulty way to it.
struct FaultyStore: Store {
    let memory: MemoryStore
    let plan: FaultPlan
    let line: LifeLine
    let time: VirtualTime

    func commit(_ changes: ChangeSet) async throws(StoreError) -> CommitResult {
        try checkAlive()
        let fault = plan.take()
        let result: CommitResult
        if let lasting = plan.lasting, fault == nil || !isCrash(fault) {
            if lasting == .unreadable { _ = try await memory.commit(changes) }
            throw mark(lasting)
        }
        switch fault {
        case nil: result = try await memory.commit(changes)
        case .failBefore(let code): throw failure(code)
        case .failAfter(let code):
            _ = try await memory.commit(changes)
            plan.mark(.ambiguousCommit)
            throw failure(code)
        case .slow(let milliseconds):
            plan.mark(.slowCommit)
            await line.sleep(milliseconds: milliseconds, time)
            try checkAlive()
            result = try await memory.commit(changes)
            await line.sleep(milliseconds: milliseconds, time)
        case .crash(let moment):
            if moment == .after {
                _ = try await memory.commit(changes)
                if changes.claimsRuns { plan.mark(.crashBetweenClaimAndStart) }
            }
            plan.mark(moment == .after ? .crashAfterWrite : .crashBeforeWrite)
            line.cut()
            throw failure(.unavailable)
        }
        try checkAlive()
        return result
    }

    private func isCrash(_ fault: StoreFault?) -> Bool {
        if case .crash = fault { true } else { false }
    }

    private func mark(_ lasting: LastingFault) -> StoreError {
        switch lasting {
        case .full:
            plan.mark(.storeFull)
            return failure(.full)
        case .readOnly: return failure(.readOnly)
        case .ioFault:
            plan.mark(.ioFault)
            return failure(.ioFault)
        case .unreadable: return failure(.unavailable)
        }
    }

    private func failure(_ code: StoreError.Code) -> StoreError {
        if code == .unavailable { plan.mark(.storeBusy) }
        return StoreError(code, context: "simulated", underlying: code.rawValue)
    }

    private func checkAlive() throws(StoreError) {
        guard line.isAlive else {
            throw StoreError(.unavailable, context: "simulated", underlying: "the process is dead")
        }
    }

    private func reading<T: Sendable>(_ body: () async throws(StoreError) -> T) async throws(StoreError) -> T {
        try checkAlive()
        if plan.lasting == .unreadable { throw failure(.unavailable) }
        let value = try await body()
        try checkAlive()
        return value
    }
}

// Questions.
extension FaultyStore {
    func schedule(_ id: ScheduleID) async throws(StoreError) -> Schedule? {
        try await reading { () throws(StoreError) in try await memory.schedule(id) }
    }

    func schedules(_ query: ScheduleQuery) async throws(StoreError) -> [Schedule] {
        try await reading { () throws(StoreError) in try await memory.schedules(query) }
    }

    func run(_ id: String) async throws(StoreError) -> Run? {
        try await reading { () throws(StoreError) in try await memory.run(id) }
    }

    func runs(_ query: RunQuery) async throws(StoreError) -> [Run] {
        try await reading { () throws(StoreError) in try await memory.runs(query) }
    }

    func lastRuns(of schedules: [ScheduleID]) async throws(StoreError) -> [ScheduleID: Run] {
        try await reading { () throws(StoreError) in try await memory.lastRuns(of: schedules) }
    }

    func runCounts(of schedules: [ScheduleID], in span: Span) async throws(StoreError) -> [RunCount] {
        try await reading { () throws(StoreError) in try await memory.runCounts(of: schedules, in: span) }
    }

    func runPage(_ query: RunPageQuery) async throws(StoreError) -> [Run] {
        try await reading { () throws(StoreError) in try await memory.runPage(query) }
    }

    func recentDurations(of schedules: [ScheduleID]) async throws(StoreError) -> [ScheduleID: RecentDurations] {
        try await reading { () throws(StoreError) in try await memory.recentDurations(of: schedules) }
    }

    func stasisEntry(_ id: String) async throws(StoreError) -> StasisEntry? {
        try await reading { () throws(StoreError) in try await memory.stasisEntry(id) }
    }

    func stasis(_ query: StasisQuery) async throws(StoreError) -> [StasisEntry] {
        try await reading { () throws(StoreError) in try await memory.stasis(query) }
    }

    func events(after seq: Int64, limit: Int) async throws(StoreError) -> [LogEvent] {
        try await reading { () throws(StoreError) in try await memory.events(after: seq, limit: limit) }
    }

    func logBounds() async throws(StoreError) -> LogBounds {
        try await reading { () throws(StoreError) in try await memory.logBounds() }
    }

    func notification(_ id: String) async throws(StoreError) -> Notification? {
        try await reading { () throws(StoreError) in try await memory.notification(id) }
    }

    func notifications(_ query: NotificationQuery) async throws(StoreError) -> [Notification] {
        try await reading { () throws(StoreError) in try await memory.notifications(query) }
    }

    func notificationCounts(ownerID: String?) async throws(StoreError) -> [Notification.Status: Int] {
        try await reading { () throws(StoreError) in try await memory.notificationCounts(ownerID: ownerID) }
    }

    func delivery(_ id: String) async throws(StoreError) -> Delivery? {
        try await reading { () throws(StoreError) in try await memory.delivery(id) }
    }

    func deliveries(_ query: DeliveryQuery) async throws(StoreError) -> [Delivery] {
        try await reading { () throws(StoreError) in try await memory.deliveries(query) }
    }

    func proposal(_ id: String) async throws(StoreError) -> Proposal? {
        try await reading { () throws(StoreError) in try await memory.proposal(id) }
    }

    func proposals(_ query: ProposalQuery) async throws(StoreError) -> [Proposal] {
        try await reading { () throws(StoreError) in try await memory.proposals(query) }
    }

    func auditRow(_ id: String) async throws(StoreError) -> AuditRow? {
        try await reading { () throws(StoreError) in try await memory.auditRow(id) }
    }

    func audit(_ query: AuditQuery) async throws(StoreError) -> [AuditRow] {
        try await reading { () throws(StoreError) in try await memory.audit(query) }
    }

    func outages(in span: Span) async throws(StoreError) -> [Outage] {
        try await reading { () throws(StoreError) in try await memory.outages(in: span) }
    }

    func lastAlive() async throws(StoreError) -> Instant? {
        try await reading { () throws(StoreError) in try await memory.lastAlive() }
    }

    func prune(_ limits: RetentionLimits, limit: Int) async throws(StoreError) -> Int {
        try await reading { () throws(StoreError) in try await memory.prune(limits, limit: limit) }
    }

    func close() async throws(StoreError) {}
}

extension ChangeSet {
    /// Whether runs are to start once it is on record.
    fileprivate var claimsRuns: Bool {
        mutations.contains { mutation in
            switch mutation {
            case .insertRun(let run), .replaceRun(let run, _): run.status == .running
            case .insertSchedule, .replaceSchedule, .deleteSchedule, .advanceCursor, .withdrawRun, .insertStasis,
                .replaceStasis, .withdrawStasis, .insertNotification, .replaceNotification, .insertProposal,
                .replaceProposal, .insertDelivery, .replaceDelivery, .insertOutage, .insertAudit, .recordLiveness:
                false
            }
        }
    }
}

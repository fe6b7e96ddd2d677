package import CivilTime
import HeapModule
package import Notifications
package import Operations

/// What every decision needs besides the state and the time.
package struct EngineContext: Sendable {
    /// This process in the record: who ran what.
    package var node: String
    package var zones: ZoneDatabase
    package var policy: NotificationPolicy
    /// How many runs may be alive at once.
    package var concurrency: Int
    /// Fresh, unique, URL-safe ids.
    package var newID: @Sendable () -> String

    package init(
        node: String, zones: ZoneDatabase, policy: NotificationPolicy = NotificationPolicy(), concurrency: Int = 64,
        newID: @escaping @Sendable () -> String
    ) {
        self.node = node
        self.zones = zones
        self.policy = policy
        self.concurrency = concurrency
        self.newID = newID
    }
}

/// What the engine knows: the schedules, what is due next, and which runs live.
///
/// A value. Decisions read it and answer a `Decision`; only after the store has taken a decision's changes is it brought
/// up to date by `apply`, from the same changes. So memory never runs ahead of the record.
package struct EngineState {
    package struct Tracked {
        package var schedule: Schedule
        /// nil where the timetable can't be expanded; then `fault` says why.
        package var plan: Plan?
        package var fault: TimetableError?
        /// The first occurrence after the cursor, while active.
        package var nextDue: Instant?
    }

    /// A retry to come; it lives in memory only: after a restart nothing is rerun by itself.
    package struct PendingRetry: Hashable {
        package var run: Run
        package var at: Instant
    }

    struct Due: Comparable {
        var at: Instant
        var id: ScheduleID
        static func < (a: Due, b: Due) -> Bool { a.at < b.at || (a.at == b.at && a.id < b.id) }
    }

    let context: EngineContext
    package private(set) var tracked: [ScheduleID: Tracked] = [:]
    /// Runs that have not ended, by schedule, oldest first.
    package private(set) var live: [ScheduleID: [Run]] = [:]
    /// Notifications whose cause still stands, by schedule.
    package private(set) var openNotifications: [ScheduleID: [Notification]] = [:]
    package var retries: [PendingRetry] = []
    /// When each heartbeat last began, for the spacing between wakes.
    private(set) var lastStart: [ScheduleID: Instant] = [:]
    /// Nothing that waits is started any more.
    package var isStopping = false
    /// Remarks for a session's next heartbeat: finished jobs and wakes.
    package var remarks: [String: [String]] = [:]
    /// Holds at least every tracked `nextDue`; outdated entries are dropped when they come up.
    private var queue = Heap<Due>()

    package init(context: EngineContext) {
        self.context = context
    }

    package var liveRuns: [Run] { live.values.flatMap { $0 } }
    package var runningCount: Int { liveRuns.count { $0.status == .running } }

    /// When the next thing falls due: an occurrence, a retry, the end of a pause or of a snooze.
    package var nextDue: Instant? {
        var candidates = retries.map(\.at)
        if let first = queue.min { candidates.append(first.at) }
        candidates += openNotifications.values.flatMap { $0 }.compactMap { $0.status == .snoozed ? $0.snoozedUntil : nil }
        return candidates.min()
    }

    // MARK: Bringing the state up to date

    /// Takes over changes that are now on record.
    package mutating func apply(_ changes: ChangeSet) {
        for mutation in changes.mutations {
            switch mutation {
            case .insertSchedule(let schedule), .replaceSchedule(let schedule, _): track(schedule)
            case .deleteSchedule(let id, _): forget(id)
            case .advanceCursor(let id, _, let to): moveCursor(of: id, to: to)
            case .insertRun(let run): takeUp(run)
            case .replaceRun(let run, _): replaceLive(run)
            case .insertNotification(let notification), .replaceNotification(let notification, _):
                keep(notification)
            case .insertStasis, .replaceStasis, .insertOutage, .insertAudit, .recordLiveness: break
            }
        }
    }

    /// Takes a schedule up as it stands, its timetable compiled.
    package mutating func track(_ schedule: Schedule) {
        var entry = Tracked(schedule: schedule)
        if let known = tracked[schedule.id], known.schedule.timetable == schedule.timetable {
            entry.plan = known.plan
            entry.fault = known.fault
        } else {
            do {
                entry.plan = try schedule.timetable.plan(zones: context.zones, seed: schedule.id)
            } catch {
                // A schedule that can't be expanded stands still by itself; the others go on (I20).
                entry.fault = error
            }
        }
        tracked[schedule.id] = entry
        requeue(schedule.id)
    }

    package mutating func forget(_ id: ScheduleID) {
        tracked[id] = nil
        openNotifications[id] = nil
        lastStart[id] = nil
        retries.removeAll { $0.run.schedule == id }
    }

    package mutating func keep(_ notification: Notification) {
        var open = openNotifications[notification.schedule, default: []]
        open.removeAll { $0.id == notification.id }
        if notification.status.isOpen { open.append(notification) }
        openNotifications[notification.schedule] = open.isEmpty ? nil : open
    }

    /// Takes the schedules out of the queue whose time has come, without touching their records.
    mutating func takeDue(through now: Instant) -> [ScheduleID] {
        var ids: [ScheduleID] = []
        var seen: Set<ScheduleID> = []
        while let first = queue.min, first.at <= now {
            queue.removeMin()
            guard let entry = tracked[first.id], wakeInstant(of: entry) == first.at, seen.insert(first.id).inserted
            else { continue }
            ids.append(first.id)
        }
        return ids
    }

    /// Puts a schedule back into the queue, after a decision about it could not be recorded.
    mutating func requeue(_ id: ScheduleID) {
        guard var entry = tracked[id] else { return }
        entry.nextDue = entry.schedule.state == .active ? entry.plan?.next(after: entry.schedule.cursor) : nil
        tracked[id] = entry
        if let at = wakeInstant(of: entry) { queue.insert(Due(at: at, id: id)) }
    }

    private func wakeInstant(of entry: Tracked) -> Instant? {
        switch entry.schedule.state {
        case .active: entry.nextDue
        case .paused(let until): until
        case .disabled: nil
        }
    }

    private mutating func takeUp(_ run: Run) {
        guard run.status.isLive else { return }
        live[run.schedule, default: []].append(run)
        if run.schedule.source == .heartbeat { lastStart[run.schedule] = run.claimedAt }
    }

    private mutating func moveCursor(of id: ScheduleID, to instant: Instant) {
        tracked[id]?.schedule.cursor = instant
        requeue(id)
    }

    private mutating func replaceLive(_ run: Run) {
        var runs = live[run.schedule, default: []]
        if run.status.isLive, let index = runs.firstIndex(where: { $0.id == run.id }) {
            runs[index] = run
        } else {
            runs.removeAll { $0.id == run.id }
        }
        live[run.schedule] = runs.isEmpty ? nil : runs
    }
}

/// What was decided: the changes to record, and what to do once they are on record.
package struct Decision {
    package enum Effect: Hashable {
        /// Carry the run out.
        case start(Run, Schedule)
        /// End the run that is alive.
        case cancel(runID: String)
        /// Try a failed run again at this instant.
        case retry(EngineState.PendingRetry)
        /// Hand these remarks to the session's next heartbeat.
        case remark(session: String, String)
        /// The remarks of a session were handed over.
        case remarksTaken(session: String)
    }

    package var changes = ChangeSet()
    package var effects: [Effect] = []

    package init() {}

    mutating func append(_ other: Decision) {
        changes.append(other.changes)
        effects += other.effects
    }
}

extension Span {
    /// `(cursor, now]` as the half-open span of the engine's whole milliseconds.
    static func after(_ cursor: Instant, through now: Instant) -> Span {
        Span(
            from: Instant(epochMilliseconds: cursor.epochMilliseconds + 1),
            to: max(
                Instant(epochMilliseconds: cursor.epochMilliseconds + 1),
                Instant(epochMilliseconds: now.epochMilliseconds + 1)))
    }
}

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
    /// How many schedules one decision about what is due takes up at most. The first of thousands that are due in the same
    /// second start while the last are still being claimed, and requests are answered in between.
    package var dueMax: Int
    /// Fresh, unique, URL-safe ids.
    package var newID: @Sendable () -> String

    package init(
        node: String, zones: ZoneDatabase, policy: NotificationPolicy = NotificationPolicy(), concurrency: Int = 64,
        dueMax: Int = 1_000, newID: @escaping @Sendable () -> String
    ) {
        self.node = node
        self.zones = zones
        self.policy = policy
        self.concurrency = concurrency
        self.dueMax = dueMax
        self.newID = newID
    }
}

/// What the engine knows: the schedules, what is due next, and which runs live.
///
/// A value. What time brings (`decideBegin`, `decideDue`, `decideEnded`) is decided on a copy, each step on top of those
/// before it; the copy takes the state's place only when the store has taken the decision. An answer to a request leaves
/// the state alone, and `take` brings it up to date afterwards. So memory never runs ahead of the record.
package struct EngineState {
    /// Small, as all of them are copied with every decision: what is large is shared.
    package struct Tracked: Sendable {
        package let profile: ScheduleProfile
        package fileprivate(set) var cursor: Instant
        /// The first occurrence after the cursor, while active; also one that an excluded day took out, as it goes on
        /// record as skipped.
        package fileprivate(set) var nextDue: Instant?

        fileprivate init(_ profile: ScheduleProfile) {
            self.profile = profile
            self.cursor = profile.schedule.cursor
        }

        /// The schedule with its cursor where it is now.
        package var schedule: Schedule {
            var schedule = profile.schedule
            schedule.cursor = cursor
            return schedule
        }
        package var id: ScheduleID { profile.schedule.id }
        package var state: ScheduleState { profile.schedule.state }
        package var plan: Plan? { profile.plan }
        package var fault: TimetableError? { profile.fault }
    }

    /// A retry to come. The failed run names its instant (`retryAt`), so that a restart finds it on record.
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
    package internal(set) var live: [ScheduleID: [Run]] = [:]
    /// How many of them are running; the others wait.
    package internal(set) var runningCount = 0
    /// Notifications whose cause still stands, by schedule.
    package private(set) var openNotifications: [ScheduleID: [Notification]] = [:]
    package var retries: [PendingRetry] = []
    /// When each heartbeat last began, for the spacing between wakes.
    var lastStart: [ScheduleID: Instant] = [:]
    /// What is left to settle of this process' beginning; it comes before everything else.
    package internal(set) var beginning: Beginning?
    /// Nothing that waits is started any more.
    package var isStopping = false
    /// What to call occurrences that a request finds beyond their grace.
    package var lateReason = MissedReason.overload
    /// Remarks for a session's next heartbeat: finished jobs and wakes.
    package var remarks: [String: [String]] = [:]
    /// When the notifications that are snoozed speak again, by id.
    private(set) var snoozes: [String: Snooze] = [:]
    /// Occurrences beyond the cursor that have their account on record already (after a cursor was set back).
    var accounted: [ScheduleID: Set<Instant>] = [:]
    /// Schedules that the record refuses again and again, and the instant before which nobody asks for them anew: they
    /// hold up nobody else.
    var aside: [ScheduleID: Instant] = [:]
    /// The newest stretch of each schedule that was missed while the engine lived and waits: what is missed next to it
    /// joins it.
    var openStretches: [ScheduleID: StasisEntry] = [:]
    /// Holds at least every tracked `nextDue`; outdated entries are dropped when they come up.
    private var queue = Heap<Due>()
    /// Holds at least every waiting run that no other run of its schedule blocks; outdated places are dropped.
    var line = Heap<Place>()
    /// When those of them that may not start late have waited too long; outdated ones are dropped when they come up.
    var waitEnds = Heap<WaitEnd>()

    package init(context: EngineContext) {
        self.context = context
    }

    package var liveRuns: [Run] { live.values.flatMap { $0 } }
    var freeSlots: Int { max(0, context.concurrency - runningCount) }

    /// When the next thing falls due: an occurrence, a retry, the end of a wait, of a pause or of a snooze.
    package var nextDue: Instant? {
        [
            queue.min?.at, waitEnds.min?.at,
            retries.lazy.map { self.notBefore($0.run.schedule, $0.at) }.min(),
            snoozes.values.lazy.map { self.notBefore($0.schedule, $0.until) }.min(),
        ].compactMap { $0 }.min()
    }

    // MARK: Bringing the state up to date

    /// Takes over a decision: its changes, and what it says to remember.
    package mutating func take(_ decision: Decision) {
        apply(decision.changes)
        for effect in decision.effects {
            switch effect {
            case .start, .cancel: break
            case .retry(let retry): retries.append(retry)
            case .remark(let session, let text):
                // Bounded: a session that sleeps for weeks is told of the newest only.
                remarks[session] = ((remarks[session] ?? []) + [text]).suffix(Self.remarksMax)
            case .remarksTaken(let session): remarks[session] = nil
            }
        }
    }

    package static let remarksMax = 50

    /// Decides one step on top of the steps before it.
    mutating func add(_ step: Decision, to decision: inout Decision) {
        take(step)
        decision.append(step)
    }

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
            case .withdrawRun(let run): drop(run)
            case .insertStasis(let entry), .replaceStasis(let entry, _): noteStretch(entry)
            case .withdrawStasis(let entry): forgetStretch(entry)
            case .insertProposal, .replaceProposal, .insertDelivery, .replaceDelivery, .insertOutage, .insertAudit,
                .recordLiveness:
                break
            }
        }
    }

    /// Takes a schedule up as it stands, its timetable compiled.
    package mutating func track(_ schedule: Schedule) {
        tracked[schedule.id] = Tracked(profile(of: schedule))
        requeue(schedule.id)
    }

    private func profile(of schedule: Schedule) -> ScheduleProfile {
        if let known = tracked[schedule.id]?.profile, known.schedule.timetable == schedule.timetable {
            return ScheduleProfile(schedule, like: known)
        }
        do {
            return ScheduleProfile(schedule, plan: try schedule.timetable.plan(zones: context.zones, seed: schedule.id))
        } catch {
            // A schedule that can't be expanded stands still by itself; the others go on (docs/invariants.md, I20).
            return ScheduleProfile(schedule, plan: nil, fault: error)
        }
    }

    /// Lets go of a schedule that is no more, and of what was kept for it.
    package mutating func forget(_ id: ScheduleID) {
        tracked[id] = nil
        for notification in openNotifications.removeValue(forKey: id) ?? [] { snoozes[notification.id] = nil }
        lastStart[id] = nil
        accounted[id] = nil
        aside[id] = nil
        openStretches[id] = nil
        retries.removeAll { $0.run.schedule == id }
        dropOutdated()
        if id.source == .heartbeat { remarks[id.ref] = nil }
    }

    /// Takes a notification up as it stands; one whose cause is gone is let go.
    package mutating func keep(_ notification: Notification) {
        var open = openNotifications[notification.schedule, default: []]
        open.removeAll { $0.id == notification.id }
        if notification.status.isOpen { open.append(notification) }
        openNotifications[notification.schedule] = open.isEmpty ? nil : open
        snoozes[notification.id] = notification.snoozedUntil.flatMap { until in
            notification.status == .snoozed ? Snooze(schedule: notification.schedule, until: until) : nil
        }
    }

    /// Lets go of a notification that the record doesn't know.
    package mutating func dropNotification(_ id: String) {
        snoozes[id] = nil
        for (schedule, open) in openNotifications where open.contains(where: { $0.id == id }) {
            let left = open.filter { $0.id != id }
            openNotifications[schedule] = left.isEmpty ? nil : left
        }
    }

    /// When this schedule's time comes; nil where it does not.
    func wakeInstant(of id: ScheduleID) -> Instant? { tracked[id].flatMap { wakeInstant(of: $0) } }

    /// Whether any schedule's time has come.
    func isAnyDue(at now: Instant) -> Bool { queue.min.map { $0.at <= now } ?? false }

    /// Takes the schedules out of the queue whose time has come, at most `limit`, without touching their records.
    mutating func takeDue(through now: Instant, limit: Int = .max) -> [ScheduleID] {
        var ids: [ScheduleID] = []
        var seen: Set<ScheduleID> = []
        while let first = queue.min, first.at <= now, ids.count < limit {
            queue.removeMin()
            guard let entry = tracked[first.id], wakeInstant(of: entry) == first.at, seen.insert(first.id).inserted
            else { continue }
            ids.append(first.id)
        }
        return ids
    }

    mutating func requeue(_ id: ScheduleID) {
        guard var entry = tracked[id] else { return }
        entry.nextDue = entry.state == .active ? entry.plan?.nextListed(after: entry.cursor) : nil
        tracked[id] = entry
        // Edits leave outdated entries behind: sweep them out before they are the most of it.
        if queue.count > 2 * tracked.count + 64 {
            queue = Heap(
                tracked.values.compactMap { other in
                    wakeInstant(of: other).map { Due(at: $0, id: other.id) }
                })
        } else if let at = wakeInstant(of: entry) {
            queue.insert(Due(at: at, id: id))
        }
        dropOutdated()
    }

    /// Clears the head of the queue, so that the loop is woken for nothing outdated.
    private mutating func dropOutdated() {
        while let first = queue.min, tracked[first.id].map({ wakeInstant(of: $0) != first.at }) ?? true {
            queue.removeMin()
        }
    }

    private func wakeInstant(of entry: Tracked) -> Instant? {
        switch entry.state {
        case .active: entry.nextDue.map { notBefore(entry.id, $0) }
        case .paused(let until): until.map { notBefore(entry.id, $0) }
        case .disabled: nil
        }
    }

    private mutating func moveCursor(of id: ScheduleID, to instant: Instant) {
        tracked[id]?.cursor = instant
        if let left = accounted[id]?.filter({ $0 > instant }) { accounted[id] = left.isEmpty ? nil : left }
        requeue(id)
    }
}

/// A notification's silence.
struct Snooze: Hashable {
    var schedule: ScheduleID
    var until: Instant
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

package import CivilTime

/// Why nobody started an occurrence within its grace (docs/invariants.md, decision 3).
package enum MissedReason: String, Hashable, Sendable, Codable, CaseIterable {
    /// The scheduler was not alive.
    case downtime
    /// It was due while nothing could take it up in time.
    case overload
    /// The wall clock was set forward over it.
    case clockJump = "clock_jump"
    /// The machine or the process stood still.
    case suspended
    case storeUnavailable = "store_unavailable"
    /// Claimed, and no proof that it started.
    case unknownOutcome = "unknown_outcome"
    /// Its instant already lay in the past when it was asked for.
    case past

    package var words: String {
        switch self {
        case .downtime: "the scheduler was not running"
        case .overload: "the scheduler could not start it in time"
        case .clockJump: "the clock was set forward over it"
        case .suspended: "the machine or the scheduler stood still"
        case .storeUnavailable: "the store could not be written"
        case .unknownOutcome: "it is not known whether it ran"
        case .past: "its time had already passed when it was scheduled"
        }
    }
}

/// What an operator made of a missed stretch.
package enum StasisStatus: String, Hashable, Sendable, Codable, CaseIterable {
    case pending
    case approvedAndRun = "approved_and_run"
    case rescheduled
    case deleted
}

/// A stretch of occurrences of one schedule that were missed for one reason and wait for an operator.
///
/// Compact: a minute job that was down for a week is one entry of 10,080. The instants are those of `timetable` in
/// [`firstAt`, `lastAt`]; acting on one of them splits the stretch, and the counts keep their sum.
package struct StasisEntry: Hashable, Sendable, Codable {
    package var id: String
    package var schedule: ScheduleID
    package var ownerID: String
    package var sessionID: String?
    package var channel: String?
    package var title: String
    package var category: Category
    package var timetable: Timetable
    package var status: StasisStatus
    package var reason: MissedReason
    package var count: Int
    package var firstAt: Instant
    package var lastAt: Instant
    package var outageID: String?
    package var createdAt: Instant
    package var resolvedAt: Instant?
    package var resolvedBy: Actor?
    /// The run that an approval started, or the instant it was rescheduled to.
    package var runID: String?
    package var rescheduledTo: Instant?
    /// Grows with every change; a stale one never overwrites.
    package var version: Int

    package init(
        id: String, of schedule: Schedule, reason: MissedReason, count: Int, firstAt: Instant, lastAt: Instant,
        outageID: String? = nil, createdAt: Instant
    ) {
        precondition(count > 0 && firstAt <= lastAt, "a missed stretch holds at least one occurrence")
        self.id = id
        self.schedule = schedule.id
        self.ownerID = schedule.ownerID
        self.sessionID = schedule.sessionID
        self.channel = schedule.channel
        self.title = schedule.title
        self.category = schedule.category
        self.timetable = schedule.timetable
        self.status = .pending
        self.reason = reason
        self.count = count
        self.firstAt = firstAt
        self.lastAt = lastAt
        self.outageID = outageID
        self.createdAt = createdAt
        self.version = 1
    }

    /// The newest of its occurrences: the one that an approval of the whole stretch runs.
    package var occurrence: OccurrenceID { OccurrenceID(schedule, lastAt) }

    /// Half-open span over its instants.
    package var span: Span { Span(from: firstAt, to: lastAt.advanced(bySeconds: 1)) }
}

extension StasisEntry {
    /// The stretch without `instant`, the part before and the part after, and `instant` alone.
    ///
    /// The first part keeps the entry's id; `newID` names the others. nil if `instant` is none of its occurrences.
    package func split(at instant: Instant, plan: Plan, newID: () -> String) -> (rest: [StasisEntry], one: StasisEntry)?
    {
        guard span.contains(instant), plan.matches(instant) else { return nil }
        if count == 1 { return ([], self) }
        var rest: [StasisEntry] = []
        let before = plan.count(in: Span(from: firstAt, to: instant))
        if before > 0, let last = plan.previous(before: instant) {
            rest.append(part(id: id, count: before, firstAt: firstAt, lastAt: last))
        }
        if count - before - 1 > 0, let first = plan.next(after: instant) {
            rest.append(
                part(id: rest.isEmpty ? id : newID(), count: count - before - 1, firstAt: first, lastAt: lastAt))
        }
        return (rest, part(id: newID(), count: 1, firstAt: instant, lastAt: instant))
    }

    private func part(id: String, count: Int, firstAt: Instant, lastAt: Instant) -> StasisEntry {
        var part = self
        part.id = id
        part.count = count
        part.firstAt = firstAt
        part.lastAt = lastAt
        part.version = id == self.id ? version + 1 : 1
        return part
    }

    /// The entry as an operator's answer leaves it.
    package func resolved(_ status: StasisStatus, by actor: Actor, at instant: Instant) -> StasisEntry {
        var entry = self
        entry.status = status
        entry.resolvedAt = instant
        entry.resolvedBy = actor
        entry.version += 1
        return entry
    }
}

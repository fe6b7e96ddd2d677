import CivilTime
import Operations
import Recurrence
import StoreTestKit

// I1: every occurrence up to the cursor of an active schedule has exactly one account. I14: compaction keeps the sum.

/// A schedule from its creation to its end, as stretches of time under one timetable and state.
struct Life {
    struct Segment {
        var timetable: Timetable
        var isActive: Bool
        /// `(from, to]`; `to` is nil for the last one of a schedule that lives.
        var from: Instant
        var to: Instant?
    }

    var segments: [Segment]
    /// The clock stood back when it began, so that it runs over time that an earlier schedule of its name has lived.
    var isTangled: Bool
}

extension Watch {
    mutating func followLife(_ event: EventDraft) {
        guard let schedule = event.payload.schedule else { return }
        let id = schedule.id
        switch event.type {
        case .cronJobCreated, .heartbeatScheduled:
            let end = (lives[id] ?? []).compactMap { $0.segments.last?.to }.max()
            lives[id, default: []].append(
                Life(segments: [Life.Segment(schedule)], isTangled: end.map { $0 > schedule.cursor } ?? false))
        case .cronJobUpdated, .heartbeatUpdated:
            guard var life = lives[id]?.popLast() else { return }
            life.close(at: schedule.cursor)
            life.segments.append(Life.Segment(schedule))
            lives[id]?.append(life)
        case .cronJobDeleted, .heartbeatDeleted:
            guard var life = lives[id]?.popLast() else { return }
            life.close(at: schedule.cursor)
            lives[id]?.append(life)
        case .cronRunStarted, .cronRunCompleted, .cronRunFailed, .cronRunSkipped, .cronMissed, .heartbeatStarted,
            .heartbeatCompleted, .heartbeatFailed, .heartbeatSkipped, .heartbeatMissed, .notificationCreated,
            .notificationUpdated, .changeProposed, .changeApplied, .changeRejected, .changeFailed,
            .stasisResolved, .schedulerStarted, .schedulerStopped, .schedulerClockStepped:
            break
        }
    }

    mutating func accountsHold(_ record: MemoryRecord) -> Violation? {
        let approvals = Set(record.stasis.values.compactMap(\.runID))
        let runs = Dictionary(
            grouping: record.runs.values.filter { $0.isFirstAccount && !approvals.contains($0.id) }, by: \.schedule)
        let entries = Dictionary(grouping: record.stasis.values, by: \.schedule)
        for (id, lives) in lives.sorted(by: { $0.key < $1.key }) {
            guard !lives.contains(where: \.isTangled) else { continue }
            let cursor = record.schedules[id]?.cursor
            for life in lives {
                for segment in life.segments where segment.isActive {
                    let end = segment.to ?? cursor ?? segment.from
                    let violation = holds(
                        segment, id, through: end, runs: runs[id] ?? [], entries: entries[id] ?? [])
                    if let violation { return violation }
                }
            }
        }
        for entry in record.stasis.values {
            guard let plan = plan(entry.timetable, entry.schedule) else { continue }
            if plan.count(in: entry.span) != entry.count {
                return Violation(
                    invariant: "I14",
                    what: "\(entry.id) says \(entry.count) and its span holds \(plan.count(in: entry.span))")
            }
        }
        return nil
    }

    private mutating func holds(
        _ segment: Life.Segment, _ id: ScheduleID, through end: Instant, runs: [Run], entries: [StasisEntry]
    ) -> Violation? {
        guard segment.from < end, let plan = plan(segment.timetable, id) else { return nil }
        let span = Span(from: segment.from + .milliseconds(1), to: end + .milliseconds(1))
        let ran = runs.filter { span.contains($0.scheduledAt) && plan.matches($0.scheduledAt) }
        var missed = 0
        var told: [String] = []
        for entry in entries {
            let part = Span(from: max(span.from, entry.span.from), to: min(span.to, entry.span.to))
            guard part.from < part.to, let own = self.plan(entry.timetable, id) else { continue }
            told.append(
                "\(entry.id) \(entry.status) \(entry.count) of \(entry.firstAt.iso8601) to \(entry.lastAt.iso8601)")
            // Missed under another timetable: what both have in common.
            missed +=
                entry.timetable == segment.timetable
                ? plan.count(in: part)
                : own.occurrences(in: part, limit: 100_000).count { plan.matches($0.at) }
            if let twice = ran.first(where: { part.contains($0.scheduledAt) && own.matches($0.scheduledAt) }) {
                return Violation(
                    invariant: "I1", what: "\(twice.occurrence) has a run (\(twice.id)) and was missed (\(entry.id))")
            }
        }
        let expected = plan.count(in: span)
        if ran.count + missed == expected { return nil }
        return Violation(
            invariant: "I1",
            what:
                "\(id) has \(expected) occurrences in (\(segment.from.iso8601), \(end.iso8601)], \(ran.count) runs and \(missed) missed: \(ran.map(\.id).sorted()), \(told.sorted())"
        )
    }

    private mutating func plan(_ timetable: Timetable, _ id: ScheduleID) -> Plan? {
        let key = PlanKey(timetable: timetable, schedule: id)
        if let known = plans[key] { return known }
        let plan = try? timetable.plan(zones: zones, seed: id)
        plans[key] = .some(plan)
        return plan
    }
}

extension Run {
    /// Whether it is the first account of its occurrence, not a further attempt. That of an approved run is its stretch,
    /// unless a rebase took that back.
    fileprivate var isFirstAccount: Bool {
        switch trigger {
        case .schedule, .backfill: true
        case .manual, .retry, .wake: false
        }
    }
}

extension Life {
    /// A new segment begins at the cursor; one that goes back (a rebase) takes that time from those before.
    fileprivate mutating func close(at cursor: Instant) {
        for index in segments.indices {
            segments[index].to = min(segments[index].to ?? cursor, cursor)
        }
    }
}

extension Life.Segment {
    fileprivate init(_ schedule: Schedule) {
        self.init(timetable: schedule.timetable, isActive: schedule.state == .active, from: schedule.cursor, to: nil)
    }
}

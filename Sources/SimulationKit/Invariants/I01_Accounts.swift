import CivilTime
import Operations
import Recurrence
import StoreTestKit

// I1: every occurrence up to the cursor of an active schedule has exactly one account. I14: compaction keeps the sum.

/// A schedule from its creation to its end, as stretches of time under one timetable and state.
struct Life {
    struct Segment {
        /// nil where the timetable can't be expanded.
        var plan: KnownPlan?
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
        let segment = Life.Segment(schedule, plan(schedule.timetable, id))
        touched.insert(id)
        switch event.type {
        case .cronJobCreated, .heartbeatScheduled:
            let end = (lives[id] ?? []).compactMap { $0.segments.last?.to }.max()
            lives[id, default: []].append(
                Life(segments: [segment], isTangled: end.map { $0 > schedule.cursor } ?? false))
        case .cronJobUpdated, .heartbeatUpdated:
            guard var life = lives[id]?.popLast() else { return }
            life.close(at: schedule.cursor)
            life.segments.append(segment)
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

    /// Notes what accounts for occurrences, as the log tells it: that is what the record says (I9).
    mutating func followAccounts(_ event: EventDraft) {
        if let run = event.payload.run, run.isFirstAccount {
            firstAccounts[run.schedule, default: [:]][run.id] = run.scheduledAt
            touched.insert(run.schedule)
        }
        for entry in event.payload.stasis ?? [] {
            entries[entry.schedule, default: [:]][entry.id] = entry
            touched.insert(entry.schedule)
        }
        for id in event.payload.withdrawn ?? [] {
            if let schedule = told.runs[id]?.schedule {
                firstAccounts[schedule]?[id] = nil
                touched.insert(schedule)
            }
            if let schedule = told.stasis[id]?.schedule {
                entries[schedule]?[id] = nil
                touched.insert(schedule)
            }
        }
    }

    /// Looks at the schedules of which anything has changed since the last look, and at all that accounts for them.
    mutating func accountsHold(_ record: MemoryRecord) -> Violation? {
        defer { touched = [] }
        for id in touched.sorted() {
            if let violation = accountsHold(of: id, cursor: record.schedules[id]?.cursor) { return violation }
        }
        return nil
    }

    private mutating func accountsHold(of id: ScheduleID, cursor: Instant?) -> Violation? {
        let missed = (entries[id] ?? [:]).values.map { (entry: $0, plan: plan($0.timetable, id)) }
        let approvals = Set(missed.compactMap(\.entry.runID))
        let ran = (firstAccounts[id] ?? [:]).filter { !approvals.contains($0.key) }
        let lives = lives[id] ?? []
        if !lives.contains(where: \.isTangled) {
            for segment in lives.flatMap(\.segments) where segment.isActive {
                let end = segment.to ?? cursor ?? segment.from
                if let violation = holds(segment, id, through: end, ran: ran, missed: missed) { return violation }
            }
        }
        for (entry, plan) in missed {
            guard let plan else { continue }
            let count = plan.count(in: entry.span)
            if count != entry.count {
                return Violation(
                    invariant: "I14", what: "\(entry.id) says \(entry.count) and its span holds \(count)")
            }
        }
        return nil
    }

    private func holds(
        _ segment: Life.Segment, _ id: ScheduleID, through end: Instant, ran: [String: Instant],
        missed: [(entry: StasisEntry, plan: KnownPlan?)]
    ) -> Violation? {
        guard segment.from < end, let plan = segment.plan else { return nil }
        let span = Span(from: segment.from + .milliseconds(1), to: end + .milliseconds(1))
        let ran = ran.filter { span.contains($0.value) && plan.matches($0.value) }
        var count = 0
        var told: [StasisEntry] = []
        for (entry, own) in missed {
            let part = Span(from: max(span.from, entry.span.from), to: min(span.to, entry.span.to))
            guard part.from < part.to, let own else { continue }
            told.append(entry)
            // Missed under another timetable: what both have in common.
            count += own === plan ? plan.count(in: part) : own.count(in: part, sharedWith: plan)
            if let twice = ran.first(where: { part.contains($0.value) && own.matches($0.value) }) {
                return Violation(
                    invariant: "I1",
                    what:
                        "\(OccurrenceID(id, twice.value)) has a run (\(twice.key)) and was missed (\(entry.id))")
            }
        }
        let expected = plan.count(from: segment.from, through: end)
        if ran.count + count == expected { return nil }
        let stretches = told.map { entry in
            "\(entry.id) \(entry.status) \(entry.count) of \(entry.firstAt.iso8601) to \(entry.lastAt.iso8601)"
        }
        return Violation(
            invariant: "I1",
            what:
                "\(id) has \(expected) occurrences in (\(segment.from.iso8601), \(end.iso8601)], \(ran.count) runs and \(count) missed: \(ran.keys.sorted()), \(stretches.sorted())"
        )
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
    fileprivate init(_ schedule: Schedule, _ plan: KnownPlan?) {
        self.init(plan: plan, isActive: schedule.state == .active, from: schedule.cursor, to: nil)
    }
}

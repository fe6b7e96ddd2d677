package import CivilTime
package import Operations

/// Counts of one local hour of a lane.
package struct LaneHour: Hashable, Sendable {
    package var start: Instant
    package var date: LocalDate
    /// Hours since the day's start, 0 to 24.
    package var index: Int
    package var counts: StatusCounts
}

package struct StatusCounts: Hashable, Sendable {
    package var scheduled = 0
    package var success = 0
    package var failed = 0
    package var missed = 0
    package var running = 0
    package var skipped = 0

    package init() {}

    var isEmpty: Bool { self == StatusCounts() }

    mutating func add(_ status: EventStatus, _ count: Int = 1) {
        switch status {
        case .scheduled, .paused, .disabled: scheduled += count
        case .success: success += count
        case .failed: failed += count
        case .missed: missed += count
        case .running: running += count
        case .skipped, .cancelled: skipped += count
        }
    }
}

/// A schedule too frequent for cards, as one row of "Always Running".
package struct Lane: Sendable {
    package var facts: ScheduleFacts
    package var nextDue: Instant?
    package var lastRun: Run?
    package var status: EventStatus
    package var hours: [LaneHour]
    package var actions: [EventAction]
    /// An occurrence that stands for the lane in actions: the next one, else the last run.
    package var occurrence: OccurrenceID
}

extension Lane {
    /// The lane of one schedule over a window.
    ///
    /// `counts` are those of the schedule's runs in the window, `stasis` its missed stretches that touch it with their plans.
    package init(
        facts: ScheduleFacts, window: CalendarWindow, counts: [RunCount], stasis: [(StasisEntry, Plan)],
        lastRun: Run?, now: Instant
    ) {
        let schedule = facts.schedule
        let active = schedule.state == .active
        let nextDue = active ? facts.plan?.next(after: facts.cursor) : nil
        var status: EventStatus =
            switch schedule.state {
            case .active: lastRun.map { EventStatus($0.status) } ?? .scheduled
            case .paused: .paused
            case .disabled: .disabled
            }
        if facts.isRunning { status = .running }
        if active, !facts.isRunning, stasis.contains(where: { $0.0.status == .pending }) { status = .missed }
        self.init(
            facts: facts, nextDue: nextDue, lastRun: lastRun, status: status,
            hours: Self.hours(facts: facts, window: window, runCounts: counts, stasis: stasis, now: now),
            actions: allowedActions(
                state: schedule.state, isRunning: facts.isRunning, liveRun: facts.isRunning, inStasis: false,
                hasSession: schedule.sessionID != nil),
            occurrence: OccurrenceID(schedule.id, nextDue ?? lastRun?.scheduledAt ?? now))
    }

    private static func hours(
        facts: ScheduleFacts, window: CalendarWindow, runCounts: [RunCount], stasis: [(StasisEntry, Plan)],
        now: Instant
    ) -> [LaneHour] {
        var counts: [Int: StatusCounts] = [:]
        let starts = window.days.flatMap { day in
            (0..<day.hours).map { (day, $0, day.span.from.advanced(bySeconds: Int64($0) * 3600)) }
        }
        func slot(_ instant: Instant) -> Int? {
            // Last start at or before the instant.
            var low = 0
            var high = starts.count
            while low < high {
                let middle = (low + high) / 2
                if starts[middle].2 <= instant { low = middle + 1 } else { high = middle }
            }
            return low == 0 ? nil : low - 1
        }
        // Hours begin on quarter hours, so that none of these is cut.
        for part in runCounts {
            guard let slot = slot(part.from) else { continue }
            counts[slot, default: StatusCounts()].add(EventStatus(part.status), part.count)
        }
        let from = facts.schedule.state == .active ? facts.cursor : now
        let future = Span(from: Instant(epochMilliseconds: from.epochMilliseconds + 1), to: .distantFuture)
        for (index, start) in starts.enumerated() {
            let end = min(start.0.span.to, start.2.advanced(bySeconds: 3600))
            guard start.2 < end else { continue }
            let hour = Span(from: start.2, to: end)
            for (entry, plan) in stasis {
                guard let part = hour.intersection(entry.span) else { continue }
                let missed = plan.count(in: part)
                if missed > 0 {
                    counts[index, default: StatusCounts()].add(entry.status == .pending ? .missed : .cancelled, missed)
                }
            }
            if let plan = facts.plan, let part = hour.intersection(future) {
                let coming = plan.count(in: part)
                if coming > 0 { counts[index, default: StatusCounts()].add(.scheduled, coming) }
                let excluded = plan.excludedCount(in: part)
                if excluded > 0 { counts[index, default: StatusCounts()].add(.skipped, excluded) }
            }
        }
        return counts.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { index, counts in
            LaneHour(start: starts[index].2, date: starts[index].0.date, index: starts[index].1, counts: counts)
        }
    }
}

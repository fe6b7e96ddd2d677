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
    /// The lane of one schedule over the hours of a window.
    ///
    /// `counts` are those of the schedule's runs in the window, `stasis` its missed stretches that touch it with their plans.
    package init(
        facts: ScheduleFacts, hours grid: HourGrid, counts: some Sequence<RunCount>, stasis: [(StasisEntry, Plan)],
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
            hours: Self.hours(facts: facts, grid: grid, runCounts: counts, stasis: stasis, now: now),
            actions: allowedActions(
                state: schedule.state, isRunning: facts.isRunning, liveRun: facts.isRunning, inStasis: false,
                hasSession: schedule.sessionID != nil),
            occurrence: OccurrenceID(schedule.id, nextDue ?? lastRun?.scheduledAt ?? now))
    }

    private static func hours(
        facts: ScheduleFacts, grid: HourGrid, runCounts: some Sequence<RunCount>, stasis: [(StasisEntry, Plan)],
        now: Instant
    ) -> [LaneHour] {
        var counts = [StatusCounts](repeating: StatusCounts(), count: grid.hours.count)
        // Hours begin on quarter hours, so that none of these is cut.
        for part in runCounts {
            guard let place = grid.place(of: part.from) else { continue }
            counts[place].add(EventStatus(part.status), part.count)
        }
        let from = facts.schedule.state == .active ? facts.cursor : now
        let future = Span(from: Instant(epochMilliseconds: from.epochMilliseconds + 1), to: .distantFuture)
        for (place, hour) in grid.hours.enumerated() {
            for (entry, plan) in stasis {
                guard let part = hour.span.intersection(entry.span) else { continue }
                counts[place].add(entry.status == .pending ? .missed : .cancelled, plan.count(in: part))
            }
            if let plan = facts.plan, let part = hour.span.intersection(future) {
                counts[place].add(.scheduled, plan.count(in: part))
                counts[place].add(.skipped, plan.excludedCount(in: part))
            }
        }
        return zip(grid.hours, counts).compactMap { hour, counts in
            counts.isEmpty ? nil : LaneHour(start: hour.span.from, date: hour.date, index: hour.index, counts: counts)
        }
    }
}

/// The local hours of a window, in order: worked out once for all its lanes.
package struct HourGrid: Sendable {
    struct Hour {
        var span: Span
        var date: LocalDate
        /// Hours since the day's start.
        var index: Int
    }

    let hours: [Hour]

    package init(_ window: CalendarWindow) {
        hours = window.days.flatMap { day in
            (0..<day.hours).map { index in
                let start = day.span.from.advanced(bySeconds: Int64(index) * 3600)
                return Hour(
                    span: Span(from: start, to: min(day.span.to, start.advanced(bySeconds: 3600))), date: day.date,
                    index: index)
            }
        }
    }

    /// The last hour that begins at or before the instant.
    func place(of instant: Instant) -> Int? {
        var (low, high) = (0, hours.count)
        while low < high {
            let middle = (low + high) / 2
            if hours[middle].span.from <= instant { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : low - 1
    }
}

package import CivilTime

/// How many runs of a schedule stand at one status in one quarter of an hour.
///
/// Quarter hours are UTC and hold `scheduledAt`. The offsets of all zones are multiples of 15 minutes (Liberia was the
/// last to change, in 1972), so that every local hour and day of the record is a whole number of them.
package struct RunCount: Hashable, Sendable {
    package var schedule: ScheduleID
    /// The start of the quarter hour.
    package var from: Instant
    package var status: RunStatus
    /// 1 or more.
    package var count: Int

    package init(schedule: ScheduleID, from: Instant, status: RunStatus, count: Int) {
        self.schedule = schedule
        self.from = from
        self.status = status
        self.count = count
    }

    package static let quarterSeconds: Int64 = 900

    /// The start of the quarter hour that holds the instant.
    package static func quarter(of instant: Instant) -> Instant {
        let length = quarterSeconds * 1000
        let past = instant.epochMilliseconds % length
        return Instant(epochMilliseconds: instant.epochMilliseconds - (past < 0 ? past + length : past))
    }

    /// The first start of a quarter hour at or after the instant.
    package static func quarterEnd(of instant: Instant) -> Instant {
        quarter(of: instant + .milliseconds(quarterSeconds * 1000 - 1))
    }
}

extension Run {
    /// Whether a run that has ended is shown however frequent its schedule is: it failed or nobody saw its end, an
    /// operator asked for it, or it is the last word on an occurrence that failed.
    package var standsOut: Bool {
        switch trigger {
        case .manual, .backfill, .retry: return !status.isLive
        case .schedule, .wake: break
        }
        switch status {
        case .failed, .lost: return true
        case .running, .waiting, .success, .skipped, .cancelled: return false
        }
    }
}

extension Run {
    /// The calendar's order: by occurrence, then as they were claimed.
    package static func comesBefore(_ a: Run, _ b: Run) -> Bool {
        if a.scheduledAt != b.scheduledAt { return a.scheduledAt < b.scheduledAt }
        if a.schedule != b.schedule { return a.schedule < b.schedule }
        return (a.claimedAt, a.id) < (b.claimedAt, b.id)
    }
}

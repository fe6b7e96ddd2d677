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
}

extension Trigger {
    /// Whether a run of this trigger is shown whatever became of it: an operator asked for it, or it is the last word on
    /// an occurrence that failed.
    package var standsOut: Bool {
        switch self {
        case .manual, .backfill, .retry: true
        case .schedule, .wake: false
        }
    }
}

extension RunStatus {
    /// Whether a run that stands there is shown whoever started it.
    package var standsOut: Bool {
        switch self {
        case .failed, .lost, .running, .waiting: true
        case .success, .skipped, .cancelled: false
        }
    }
}

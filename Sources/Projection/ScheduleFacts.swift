package import CivilTime
package import Operations

/// What the events of one schedule share: the one place where they are put together, for the feed, for single events and
/// for the stream.
package struct ScheduleFacts: Sendable {
    package var profile: ScheduleProfile
    /// The instant up to which its occurrences have become records.
    package var cursor: Instant
    package var isLane: Bool
    /// Whether it has a live run that a new one may not overlap.
    package var isRunning: Bool
    package var durations: RecentDurations
    /// How the hours in its words are written.
    package var hour12: Bool

    package init(
        _ profile: ScheduleProfile, cursor: Instant, laneOccurrencesPerDay: Double, hasLiveRun: Bool,
        durations: RecentDurations?, hour12: Bool
    ) {
        self.profile = profile
        self.cursor = cursor
        self.isLane = profile.isLane(occurrencesPerDay: laneOccurrencesPerDay)
        self.isRunning = hasLiveRun && profile.schedule.overlap != .allow
        self.durations = durations ?? RecentDurations()
        self.hour12 = hour12
    }

    /// As it was taken up; where its cursor stands now, `cursor` tells.
    package var schedule: Schedule { profile.schedule }
    package var standingSchedule: Schedule {
        var schedule = profile.schedule
        schedule.cursor = cursor
        return schedule
    }
    package var plan: Plan? { profile.plan }
    package var words: String { profile.words(hour12: hour12) }
    /// Median of recent successful runs.
    package var durationHintSeconds: Double? { durations.medianMS.map { Double($0) / 1000 } }

    package var colorKey: ColorKey {
        if schedule.id.source == .heartbeat { return .heartbeat }
        if schedule.timetable.isOneShot { return .oneShot }
        return isLane ? .alwaysRunning : .cron
    }
}

extension ScheduleProfile {
    /// Whether it is too frequent for cards.
    package func isLane(occurrencesPerDay threshold: Double) -> Bool { occurrencesPerDay >= threshold }
}

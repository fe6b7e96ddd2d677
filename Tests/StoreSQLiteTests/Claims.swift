import CivilTime
import Operations

/// A wake at which many schedules fall due at once.
enum Claims {
    static let midnight = Instant(epochSeconds: 1_772_500_000)
    static let due = midnight + .seconds(60)
    static let window = Span(from: midnight, to: midnight + .seconds(604_800))

    static func schedule(_ number: Int) -> Schedule {
        Schedule(
            id: ScheduleID(.cron, "job-\(number)"), ownerID: "ops", title: "Job \(number)",
            timetable: Timetable(timing: .every(seconds: 60, anchor: midnight), timezone: "America/Chicago"),
            work: Work(command: "true"), createdAt: midnight)
    }

    /// What an engine commits before it starts the runs: for each a claim, its cursor and its event.
    static func due(_ schedules: [Schedule], at instant: Instant = due) -> ChangeSet {
        var set = ChangeSet()
        for schedule in schedules { set.append(claim(schedule, at: instant)) }
        return set
    }

    private static func claim(_ schedule: Schedule, at instant: Instant) -> ChangeSet {
        let run = Run(
            id: "\(schedule.id.ref)-\(instant.epochSeconds)", of: schedule, trigger: .schedule, status: .running,
            scheduledAt: instant, claimedAt: instant + .milliseconds(4), node: "node-1")
        let started = EventDraft(
            .cronRunStarted, schedule: schedule.id, ownerID: schedule.ownerID, occurredAt: run.claimedAt,
            status: "running", payload: EventPayload(run: run), actor: .schedule)
        return ChangeSet(
            [.insertRun(run), .advanceCursor(schedule.id, from: schedule.cursor, to: instant)], events: [started])
    }
}

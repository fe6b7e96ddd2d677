import CivilTime
import Operations
import Projection
import Recurrence

/// A small world for projections: schedules by a line each, a window, and records laid in by hand.
struct Workshop {
    let zones: ZoneDatabase
    var now: Instant
    var zone: Zone
    private(set) var schedules: [ScheduleID: (schedule: Schedule, plan: Plan?)] = [:]
    var runs: [Run] = []
    var stasis: [StasisEntry] = []
    var expandAll = false
    var truncated = false

    init(now: String = "2026-03-04T15:20:00Z", zone: String = "America/Chicago") throws {
        zones = try ZoneDatabase.system()
        self.now = try Self.instant(now)
        self.zone = try zones.zone(named: zone)
    }

    static func instant(_ text: String) throws -> Instant {
        guard let instant = Instant(iso8601: text) else { throw BadText(text: text) }
        return instant
    }

    struct BadText: Error { var text: String }

    @discardableResult
    mutating func add(
        _ ref: String, _ timing: Timetable.Timing, source: Source = .cron, state: ScheduleState = .active,
        sessionID: String? = nil, cursor: Instant? = nil, exclusions: [Exclusion] = []
    ) throws -> Schedule {
        let schedule = Schedule(
            id: ScheduleID(source, ref), ownerID: "ada", title: ref, sessionID: sessionID,
            timetable: Timetable(timing: timing, timezone: zone.identifier, exclusions: exclusions),
            work: Work(command: "true"), state: state,
            createdAt: now, cursor: cursor ?? now)
        schedules[schedule.id] = (schedule, try schedule.timetable.plan(zones: zones, seed: schedule.id))
        return schedule
    }

    static func cron(_ expression: String) -> Timetable.Timing { .cron(expression: expression, dialect: .almanac) }

    func run(_ schedule: Schedule, _ status: RunStatus, at text: String, trigger: Trigger = .schedule, attempt: Int = 1)
        throws -> Run
    {
        let at = try Self.instant(text)
        return Run(
            id: "run-\(schedule.id.ref)-\(at.epochSeconds)-\(attempt)", of: schedule, trigger: trigger,
            attempt: attempt,
            status: status, scheduledAt: at, claimedAt: at.advanced(bySeconds: Int64(attempt)),
            startedAt: at, finishedAt: status.isLive ? nil : at.advanced(bySeconds: 10),
            durationMS: status.isLive ? nil : 10_000,
            error: status == .failed ? "exit code 1" : nil, node: "n")
    }

    func week() -> CalendarWindow {
        CalendarWindow(view: .week, containing: zone.local(now).date, weekStart: 0, zone: zone)
    }

    /// The feed as the record answers for it: of lanes the counts and what stands out, unless every run is read.
    func feed(_ window: CalendarWindow? = nil, readEverything: Bool = false) -> Feed {
        let window = window ?? week()
        let inside = runs.sorted { ($0.scheduledAt, $0.claimedAt) < ($1.scheduledAt, $1.claimedAt) }
            .filter { window.span.contains($0.scheduledAt) }
        let counts = Dictionary(grouping: inside) { run in
            RunCount(
                schedule: run.schedule, from: RunCount.quarter(of: run.scheduledAt), status: run.status, count: 1)
        }
        return Feed(
            FeedInput(
                now: now, window: window, zones: zones, schedules: schedules,
                runs: inside.filter { run in
                    readEverything || expandAll || !isLane(run.schedule) || run.status.standsOut
                        || run.trigger.standsOut
                },
                laneCounts: counts.map { key, runs in
                    RunCount(schedule: key.schedule, from: key.from, status: key.status, count: runs.count)
                },
                liveRuns: runs.filter { $0.status.isLive }, lastRuns: [:], stasis: stasis, laneOccurrencesPerDay: 24,
                hour12: false, expandAll: expandAll, truncated: truncated))
    }

    private func isLane(_ id: ScheduleID) -> Bool {
        (schedules[id]?.plan?.rule.occurrencesPerDay ?? 0) >= 24
    }
}

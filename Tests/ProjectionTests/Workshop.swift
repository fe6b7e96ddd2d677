import CivilTime
import Operations
import Projection
import Recurrence

/// A small world for projections: schedules by a line each, a window, and records laid in by hand.
struct Workshop {
    let zones: ZoneDatabase
    var now: Instant
    var zone: Zone
    private(set) var schedules: [ScheduleID: ScheduleProfile] = [:]
    var durations: [ScheduleID: RecentDurations] = [:]
    var runs: [Run] = []
    var stasis: [StasisEntry] = []
    var expandAll = false

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
        schedules[schedule.id] = ScheduleProfile(
            schedule, plan: try schedule.timetable.plan(zones: zones, seed: schedule.id))
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

    struct Feed {
        var events: [CalendarEvent]
        var lanes: [Lane]
        var next: OccurrenceID?
    }

    /// The feed as the record answers for it: of lanes the counts and what stands out, unless every run is read.
    func feed(
        _ window: CalendarWindow? = nil, readEverything: Bool = false, after: OccurrenceID? = nil, limit: Int = 100_000
    ) -> Feed {
        let window = window ?? week()
        let inside = runs.sorted(by: Run.comesBefore).filter { window.span.contains($0.scheduledAt) }
        let ended = inside.filter { run in
            !run.status.isLive && (readEverything || expandAll || !isLane(run.schedule) || run.standsOut)
                && (after.map { ($0.at, $0.schedule) < (run.scheduledAt, run.schedule) } ?? true)
        }
        let lanes = expandAll ? [] : Set(schedules.keys.filter(isLane))
        let page = FeedPage(
            FeedInput(
                now: now, window: window, zones: zones,
                members: schedules.values.map { profile in
                    let (schedule, plan) = (profile.schedule, profile.plan)
                    let nextDue = schedule.state == .active ? plan?.nextListed(after: schedule.cursor) : nil
                    return FeedInput.Member(
                        profile, cursor: schedule.cursor, nextDue: nextDue, isLane: isLane(schedule.id))
                }, lanes: lanes, expandAll: expandAll, after: after, limit: limit,
                runs: Array(ended.prefix(limit + 12)), runsAreCut: ended.count > limit + 12,
                liveRuns: runs.filter { $0.status.isLive },
                stasis: stasis.map { MissedStretch($0, profile: schedules[$0.schedule]) }))
        let events = (0..<page.count).compactMap { place in
            page.event(place, facts: facts(page.occurrence(place).schedule))
        }
        return Feed(events: events, lanes: self.lanes(window, inside), next: page.next)
    }

    private func lanes(_ window: CalendarWindow, _ inside: [Run]) -> [Lane] {
        let grouped = Dictionary(grouping: inside) { run in
            RunCount(
                schedule: run.schedule, from: RunCount.quarter(of: run.scheduledAt), status: run.status, count: 1)
        }
        let counts = grouped.map { key, runs in
            RunCount(schedule: key.schedule, from: key.from, status: key.status, count: runs.count)
        }
        return schedules.keys.sorted().filter(isLane).compactMap { id in
            facts(id).map { facts in
                Lane(
                    facts: facts, hours: HourGrid(window), counts: counts.filter { $0.schedule == id },
                    stasis: stasis.filter { $0.schedule == id }.compactMap { entry in
                        (try? entry.timetable.plan(zones: zones, seed: id)).map { (entry, $0) }
                    }, lastRun: nil, now: now)
            }
        }
    }

    func facts(_ id: ScheduleID) -> ScheduleFacts? {
        schedules[id].map { profile in
            ScheduleFacts(
                profile, cursor: profile.schedule.cursor, laneOccurrencesPerDay: 24,
                hasLiveRun: runs.contains { $0.schedule == id && $0.status.isLive }, durations: durations[id],
                hour12: false)
        }
    }

    private func isLane(_ id: ScheduleID) -> Bool {
        schedules[id]?.isLane(occurrencesPerDay: 24) ?? false
    }
}

package import CivilTime
import Engine
import Operations
import Projection
import Recurrence
import Runners
import Store

/// Settings that answers depend on.
package struct DisplaySettings: Sendable {
    package var zone: Zone
    /// 0 is Sunday.
    package var weekStart: Int
    package var hour12: Bool
    package var laneOccurrencesPerDay: Double

    package init(zone: Zone, weekStart: Int, hour12: Bool, laneOccurrencesPerDay: Double) {
        self.zone = zone
        self.weekStart = weekStart
        self.hour12 = hour12
        self.laneOccurrencesPerDay = laneOccurrencesPerDay
    }
}

/// Reads what a question about the calendar needs and has it projected.
struct CalendarDesk: Sendable {
    let engine: Engine
    let store: any Store
    let zones: ZoneDatabase
    let clock: any WallClock
    let display: DisplaySettings

    struct Filter: Sendable {
        var owner: String?
        var source: Source?

        func admits(_ schedule: Schedule) -> Bool {
            (owner == nil || schedule.ownerID == owner) && (source == nil || schedule.id.source == source)
        }
    }

    struct Answer: Sendable {
        var feed: Feed
        var stasisQueue: [StasisEntry]
        var outages: [Outage]
        var scheduleCount: Int
        var lastEvent: (seq: Int64, at: Instant?)
        var now: Instant
        var facts: [ScheduleID: ScheduleFacts]
    }

    /// Runs that a window reads at most, the newest; one less than a store answers at most, so that a cut is seen.
    static let windowRunsMax = 99_999
    /// Runs of lanes that get a card at most, the newest: as many events as one answer holds.
    static let laneCardsMax = API.eventsMax
    /// How many runs the usual duration of a lane is taken from.
    static let recentRunsMax = 20

    func answer(_ window: CalendarWindow, filter: Filter, expandAll: Bool) async throws -> Answer {
        // The position is read first: what happens meanwhile comes again over the stream, and patching is idempotent.
        let bounds = try await store.logBounds()
        let now = clock.now
        let input = try await input(window, filter: filter, expandAll: expandAll, now: now)
        let newest = try await store.events(after: bounds.last - 1, limit: 1).last
        return Answer(
            feed: Feed(input),
            stasisQueue: try await store.stasis(
                StasisQuery(source: filter.source, ownerID: filter.owner, limit: Self.stasisQueueMax)),
            outages: try await store.outages(in: window.span), scheduleCount: input.schedules.count,
            lastEvent: (bounds.last, newest?.event.occurredAt), now: now, facts: Feed.facts(input))
    }

    static let stasisQueueMax = 1_000

    private func input(_ window: CalendarWindow, filter: Filter, expandAll: Bool, now: Instant) async throws
        -> FeedInput
    {
        let tracked = await engine.snapshot().filter { filter.admits($0.value.schedule) }
        let lanes = tracked.filter { ($0.value.plan?.rule.occurrencesPerDay ?? 0) >= display.laneOccurrencesPerDay }
            .map(\.key)
        let stasis = try await store.stasis(
            StasisQuery(
                statuses: nil, source: filter.source, ownerID: filter.owner, touching: window.span, limit: 100_000))
        let found = try await runs(window.span, lanes: expandAll ? [] : Set(lanes), filter: filter)
        let carded = Set(found.runs.map(\.schedule)).union(stasis.map(\.schedule)).intersection(expandAll ? [] : lanes)
        return FeedInput(
            now: now, window: window, zones: zones,
            schedules: tracked.mapValues { ($0.schedule, $0.plan) }, runs: found.runs,
            laneCounts: try await store.runCounts(of: lanes, in: window.span),
            recentRuns: try await recentRuns(of: carded, in: window.span), liveRuns: try await liveRuns(),
            lastRuns: try await store.lastRuns(of: lanes), stasis: stasis,
            laneOccurrencesPerDay: display.laneOccurrencesPerDay, hour12: display.hour12, expandAll: expandAll,
            truncated: found.truncated)
    }

    /// The window's runs, oldest first: of lanes those that stand out, of everything else all of them.
    private func runs(_ span: Span, lanes: Set<ScheduleID>, filter: Filter) async throws
        -> (runs: [Run], truncated: Bool)
    {
        func newest(_ query: RunQuery, max: Int) async throws -> (runs: [Run], truncated: Bool) {
            var query = query
            query.limit = max + 1
            let runs = try await store.runs(query)
            return (Array(runs.prefix(max).reversed()), runs.count > max)
        }
        let all = RunQuery(
            excluding: lanes, source: filter.source, ownerID: filter.owner, scheduledIn: span)
        let others = try await newest(all, max: Self.windowRunsMax)
        guard !lanes.isEmpty else { return others }
        var standing = all
        (standing.excluding, standing.schedules, standing.standingOut) = ([], lanes, true)
        let cards = try await newest(standing, max: Self.laneCardsMax)
        return (
            (others.runs + cards.runs).sorted { ($0.scheduledAt, $0.claimedAt) < ($1.scheduledAt, $1.claimedAt) },
            others.truncated || cards.truncated
        )
    }

    private func recentRuns(of schedules: Set<ScheduleID>, in span: Span) async throws -> [ScheduleID: [Run]] {
        var recent: [ScheduleID: [Run]] = [:]
        for id in schedules {
            recent[id] = try await store.runs(RunQuery(schedule: id, scheduledIn: span, limit: Self.recentRunsMax))
        }
        return recent
    }

    private func liveRuns() async throws -> [Run] {
        try await store.runs(RunQuery(statuses: [.waiting, .running], limit: 100_000))
    }

    // MARK: One event

    /// Facts about one schedule, with its recent runs for the usual duration.
    func facts(_ id: ScheduleID, recent: [Run] = []) async -> ScheduleFacts? {
        guard let tracked = await engine.tracked(id) else { return nil }
        let durations = recent.filter { $0.status == .success }.compactMap(\.durationMS).sorted()
        let running = await engine.isRunning(id)
        return ScheduleFacts(
            schedule: tracked.schedule, plan: tracked.plan,
            isLane: (tracked.plan?.rule.occurrencesPerDay ?? 0) >= display.laneOccurrencesPerDay,
            isRunning: running && tracked.schedule.overlap != .allow,
            durationHintSeconds: durations.isEmpty ? nil : Double(durations[durations.count / 2]) / 1000,
            words: tracked.plan?.rule.words(hour12: display.hour12) ?? "This schedule can't be read")
    }

    /// The event as it stands: from its newest run, else from stasis, else from the rule. nil if there is no such occurrence.
    func event(_ id: OccurrenceID) async throws -> CalendarEvent? {
        let recent = try await store.runs(RunQuery(schedule: id.schedule, limit: 20))
        let facts = await facts(id.schedule, recent: recent)
        let runs = try await store.runs(RunQuery(schedule: id.schedule, scheduledAt: id.at, limit: 20))
        if let run = runs.max(by: { ($0.attempt, $0.claimedAt) < ($1.attempt, $1.claimedAt) }) {
            return CalendarEvent(run: run, facts: facts)
        }
        if let entry = try await stretch(id) { return CalendarEvent(missed: entry, at: id.at, facts: facts) }
        guard let facts, let plan = facts.plan, plan.lists(id.at) else { return nil }
        let occurrence = plan.rule.occurrences(in: Span(from: id.at, to: id.at.advanced(bySeconds: 1)), limit: 1).first
        return CalendarEvent(upcoming: occurrence ?? Occurrence(at: id.at), facts: facts)
    }

    private func stretch(_ id: OccurrenceID) async throws -> StasisEntry? {
        let found = try await store.stasis(
            StasisQuery(
                statuses: nil, schedule: id.schedule, touching: Span(from: id.at, to: id.at.advanced(bySeconds: 1))))
        let holding = found.filter { entry in
            guard entry.lastAt != id.at, entry.firstAt != id.at else { return true }
            return (try? entry.timetable.plan(zones: zones, seed: entry.schedule).matches(id.at)) ?? false
        }
        return holding.first { $0.status == .pending } ?? holding.last
    }

    /// The calendar event that an entry of the log changed, as it stands now.
    func event(changedBy event: Operations.LogEvent) async -> CalendarEvent? {
        let payload = event.event.payload
        if let run = payload.run {
            return CalendarEvent(run: run, facts: await facts(run.schedule))
        }
        if let entry = payload.stasis?.first {
            return CalendarEvent(
                missed: entry, at: entry.lastAt, count: entry.count, facts: await facts(entry.schedule))
        }
        return nil
    }
}

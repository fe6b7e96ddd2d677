package import CivilTime
import Engine
import HeapModule
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

        func admits(_ run: Run) -> Bool {
            (owner == nil || run.ownerID == owner) && (source == nil || run.schedule.source == source)
        }
    }

    /// A page of a window. What does not come in pages (stasis, outages) stands on the first one.
    struct Answer: Sendable {
        var page: FeedPage
        /// Facts of the page's schedules, in its order; nil for those that are gone.
        var facts: [ScheduleFacts?]
        var lanes: [Lane]
        var stasisQueue: [(entry: StasisEntry, facts: ScheduleFacts?)]
        var outages: [Outage]
        var scheduleCount: Int
        var laneCount: Int
        var lastEvent: (seq: Int64, at: Instant?)
        var now: Instant
        var next: FeedCursor?
    }

    /// What a page is asked for.
    struct Question: Sendable {
        var window: CalendarWindow
        var filter: Filter
        var expandAll: Bool
        var cursor: FeedCursor?
        /// Events at most.
        var limit: Int

        /// Lanes at most: each is a week of hours, as long as twenty events.
        var lanesMax: Int { max(10, limit / 20) }
    }

    /// Runs of one occurrence that a page reads beyond its limit: attempts, and runs by hand within one second.
    private static let accountsMax = 40
    static let stasisQueueMax = 1_000

    func answer(_ question: Question) async throws -> Answer {
        // The position is read first: what happens meanwhile comes again over the stream, and patching is idempotent.
        let bounds = try await store.logBounds()
        let now = clock.now
        let standing = engine.standing
        let members = standing.tracked.values.filter { question.filter.admits($0.profile.schedule) }
        let lanes = members.filter { $0.profile.isLane(occurrencesPerDay: display.laneOccurrencesPerDay) }.map(\.id)
        let stasis = try await stasis(question).map { entry in
            MissedStretch(entry, profile: standing.tracked[entry.schedule]?.profile)
        }
        let shownLanes = Self.page(of: lanes, question)
        // Beside each other: what is read for lanes and for events takes about as long.
        async let lanesRead = self.lanes(shownLanes.shown, question, standing: standing, stasis: stasis, now: now)
        let page = try await page(
            question, members: members, lanes: Set(lanes), standing: standing, stasis: stasis, now: now)
        let queue = try await queue(question)
        let facts = try await facts(of: Set(page.schedules).union(queue.map(\.schedule)), standing)
        let newest = try await store.events(after: bounds.last - 1, limit: 1).last
        return Answer(
            page: page, facts: page.schedules.map { facts[$0] }, lanes: try await lanesRead,
            stasisQueue: queue.map { ($0, facts[$0.schedule]) },
            outages: question.cursor == nil ? try await store.outages(in: question.window.span) : [],
            scheduleCount: members.count, laneCount: lanes.count, lastEvent: (bounds.last, newest?.event.occurredAt),
            now: now, next: FeedCursor(events: .init(page.next), lanes: .init(shownLanes.next)))
    }

    private func page(
        _ question: Question, members: [EngineState.Tracked], lanes: Set<ScheduleID>, standing: Engine.Standing,
        stasis: [MissedStretch], now: Instant
    ) async throws -> FeedPage {
        let wantsEvents = question.cursor?.events != .end
        let after = question.cursor?.events.value
        let limit = wantsEvents ? question.limit + Self.accountsMax : 0
        let runs =
            wantsEvents
            ? try await store.runPage(
                RunPageQuery(
                    question.window.span, after: after, lanes: question.expandAll ? [] : lanes,
                    source: question.filter.source, ownerID: question.filter.owner, limit: limit)) : []
        return FeedPage(
            FeedInput(
                now: now, window: question.window, zones: zones,
                members: wantsEvents
                    ? members.map { tracked in
                        FeedInput.Member(
                            tracked.profile, cursor: tracked.cursor, nextDue: tracked.nextDue,
                            isLane: tracked.profile.isLane(occurrencesPerDay: display.laneOccurrencesPerDay))
                    } : [],
                lanes: question.expandAll ? [] : lanes, expandAll: question.expandAll, after: after,
                limit: question.limit, runs: runs, runsAreCut: wantsEvents && runs.count == limit,
                liveRuns: wantsEvents ? standing.live.values.joined().filter { question.filter.admits($0) } : [],
                stasis: wantsEvents ? stasis : []))
    }

    /// The lanes of the page, and the one that the next page's follow.
    private static func page(
        of lanes: [ScheduleID], _ question: Question
    ) -> (shown: [ScheduleID], next: ScheduleID?) {
        guard question.cursor?.lanes != .end else { return ([], nil) }
        // Few of thousands are shown: sorting them all would be much of what a page costs.
        var rest = Heap(question.cursor?.lanes.value.map { last in lanes.filter { $0 > last } } ?? lanes)
        var shown: [ScheduleID] = []
        while shown.count < question.lanesMax, let next = rest.popMin() { shown.append(next) }
        return (shown, rest.isEmpty ? nil : shown.last)
    }

    private func lanes(
        _ ids: [ScheduleID], _ question: Question, standing: Engine.Standing, stasis: [MissedStretch], now: Instant
    ) async throws -> [Lane] {
        guard !ids.isEmpty else { return [] }
        let facts = try await facts(of: Set(ids), standing)
        let counts = try await store.runCounts(of: ids, in: question.window.span).slices(by: \.schedule)
        let lastRuns = try await store.lastRuns(of: ids)
        let asked = Set(ids)
        let stretches = Dictionary(
            grouping: stasis.filter { asked.contains($0.entry.schedule) }, by: \.entry.schedule)
        let hours = HourGrid(question.window)
        return ids.compactMap { id in
            guard let facts = facts[id] else { return nil }
            return Lane(
                facts: facts, hours: hours, counts: counts[id] ?? [],
                stasis: (stretches[id] ?? []).compactMap { stretch in
                    stretch.plan(zones: zones).map { (stretch.entry, $0) }
                }, lastRun: lastRuns[id], now: now)
        }
    }

    private func stasis(_ question: Question) async throws -> [StasisEntry] {
        try await store.stasis(
            StasisQuery(
                statuses: nil, source: question.filter.source, ownerID: question.filter.owner,
                touching: question.window.span, limit: 100_000))
    }

    private func queue(_ question: Question) async throws -> [StasisEntry] {
        guard question.cursor == nil else { return [] }
        return try await store.stasis(
            StasisQuery(source: question.filter.source, ownerID: question.filter.owner, limit: Self.stasisQueueMax))
    }

    // MARK: One event

    private func facts(
        _ tracked: EngineState.Tracked, _ live: [Run]?, _ durations: RecentDurations?
    ) -> ScheduleFacts {
        ScheduleFacts(
            tracked.profile, cursor: tracked.cursor, laneOccurrencesPerDay: display.laneOccurrencesPerDay,
            hasLiveRun: !(live ?? []).isEmpty, durations: durations, hour12: display.hour12)
    }

    private func facts(of ids: Set<ScheduleID>, _ standing: Engine.Standing) async throws -> [ScheduleID: ScheduleFacts]
    {
        let durations = try await store.recentDurations(of: Array(ids))
        let known = ids.compactMap { id in
            standing.tracked[id].map { (id, facts($0, standing.live[id], durations[id])) }
        }
        return Dictionary(uniqueKeysWithValues: known)
    }

    /// Facts about one schedule; nil where there is none of this name.
    func facts(_ id: ScheduleID) async throws -> ScheduleFacts? {
        let standing = engine.standing
        guard let tracked = standing.tracked[id] else { return nil }
        return facts(tracked, standing.live[id], try await store.recentDurations(of: [id])[id])
    }

    /// The event as it stands: from its newest run, else from stasis, else from the rule. nil if there is no such occurrence.
    func event(_ id: OccurrenceID) async throws -> CalendarEvent? {
        let facts = try await facts(id.schedule)
        let runs = try await store.runs(RunQuery(schedule: id.schedule, scheduledAt: id.at, limit: 20))
        if let run = runs.max(by: { ($0.attempt, $0.claimedAt) < ($1.attempt, $1.claimedAt) }) {
            return CalendarEvent(run: run, facts: facts, now: clock.now)
        }
        if let entry = try await stretch(id) { return CalendarEvent(missed: entry, at: id.at, facts: facts) }
        guard let facts, let plan = facts.plan, plan.lists(id.at) else { return nil }
        let occurrence = plan.rule.occurrences(in: Span(from: id.at, to: id.at.advanced(bySeconds: 1)), limit: 1).first
        return CalendarEvent(upcoming: occurrence ?? Occurrence(at: id.at), facts: facts, now: clock.now)
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
    func event(changedBy event: Operations.LogEvent) async throws -> CalendarEvent? {
        let payload = event.event.payload
        if let run = payload.run {
            return CalendarEvent(run: run, facts: try await facts(run.schedule), now: clock.now)
        }
        if let entry = payload.stasis?.first {
            return CalendarEvent(
                missed: entry, at: entry.lastAt, count: entry.count, facts: try await facts(entry.schedule))
        }
        return nil
    }
}

extension Array {
    /// Its neighbours of one key, by that key; elements of one key must stand together.
    fileprivate func slices<Key: Hashable>(by key: (Element) -> Key) -> [Key: ArraySlice<Element>] {
        var slices: [Key: ArraySlice<Element>] = [:]
        var rest = self[...]
        while let first = rest.first.map(key) {
            let end = rest.firstIndex { key($0) != first } ?? rest.endIndex
            slices[first] = rest[..<end]
            rest = rest[end...]
        }
        return slices
    }
}

package import CivilTime
package import Operations
import Recurrence

/// Everything a window is projected from. Values only: the record as it was read, the schedules as they stand.
package struct FeedInput: Sendable {
    package var now: Instant
    package var window: CalendarWindow
    package var zones: ZoneDatabase
    /// Schedules that pass the filters, with their plans.
    package var schedules: [ScheduleID: (schedule: Schedule, plan: Plan?)]
    /// Runs whose `scheduledAt` lies in the window, oldest first; of lanes those that stand out will do, unless every
    /// occurrence is wanted.
    package var runs: [Run]
    /// Counts of the lanes' runs in the window: their hours are drawn from these alone.
    package var laneCounts: [RunCount]
    /// Recent runs of lanes, for their usual duration: `runs` does not hold their successes.
    package var recentRuns: [ScheduleID: [Run]]
    package var liveRuns: [Run]
    package var lastRuns: [ScheduleID: Run]
    /// Stretches that touch the window, resolved ones included.
    package var stasis: [StasisEntry]
    package var laneOccurrencesPerDay: Double
    package var hour12: Bool
    /// Every occurrence as an event, lanes included.
    package var expandAll: Bool
    /// Whether older runs of the window were left out of `runs`.
    package var truncated: Bool

    package init(
        now: Instant, window: CalendarWindow, zones: ZoneDatabase,
        schedules: [ScheduleID: (schedule: Schedule, plan: Plan?)], runs: [Run], laneCounts: [RunCount],
        recentRuns: [ScheduleID: [Run]] = [:], liveRuns: [Run], lastRuns: [ScheduleID: Run], stasis: [StasisEntry],
        laneOccurrencesPerDay: Double, hour12: Bool, expandAll: Bool, truncated: Bool = false
    ) {
        self.now = now
        self.window = window
        self.zones = zones
        self.schedules = schedules
        self.runs = runs
        self.laneCounts = laneCounts
        self.recentRuns = recentRuns
        self.liveRuns = liveRuns
        self.lastRuns = lastRuns
        self.stasis = stasis
        self.laneOccurrencesPerDay = laneOccurrencesPerDay
        self.hour12 = hour12
        self.expandAll = expandAll
        self.truncated = truncated
    }
}

/// What a window shows: cards and lanes.
package struct Feed: Sendable {
    /// By `scheduledAt`, then event id.
    package var events: [CalendarEvent]
    package var lanes: [Lane]
    /// Whether there is more than is shown: of runs the oldest are missing, of what is to come the latest. Lanes always
    /// count everything.
    package var truncated: Bool

    /// How far the calendar projects (DESIGN 5).
    package static let futureDaysMax: Int64 = 400
    /// Occurrences of one schedule that a window expands at most; a schedule with more is a lane.
    static let expansionMax = 20_000
    /// Missed occurrences of one stretch that get a card each; a longer stretch is one card with its count.
    static let missedCardsMax = 50
}

extension Feed {
    package init(_ input: FeedInput) {
        let facts = Self.facts(input)
        var events: [OccurrenceID: CalendarEvent] = [:]
        let allUpcoming = Self.addUpcoming(input, facts, to: &events)
        let stretches = Self.addMissed(input, facts, to: &events)
        Self.addRuns(input, facts, to: &events)
        self.events = events.values.sorted {
            ($0.scheduledAt, $0.id.schedule) < ($1.scheduledAt, $1.id.schedule)
        }
        self.truncated = input.truncated || !allUpcoming || (input.expandAll && !Self.expandsWhole(stretches, input))
        let counts = Dictionary(grouping: input.laneCounts, by: \.schedule)
        self.lanes = facts.values.filter(\.isLane).sorted { $0.schedule.id < $1.schedule.id }.map { facts in
            Lane(
                facts: facts, window: input.window, counts: counts[facts.schedule.id] ?? [],
                stasis: stretches.filter { $0.0.schedule == facts.schedule.id },
                lastRun: input.lastRuns[facts.schedule.id], now: input.now)
        }
    }

    package static func facts(_ input: FeedInput) -> [ScheduleID: ScheduleFacts] {
        let runs = Dictionary(grouping: input.runs, by: \.schedule).merging(input.recentRuns) { _, recent in recent }
        let durations = runs.mapValues { runs in runs.filter { $0.status == .success }.compactMap(\.durationMS) }
        let live = Set(input.liveRuns.map(\.schedule))
        return input.schedules.mapValues { schedule, plan in
            ScheduleFacts(
                schedule: schedule, plan: plan,
                isLane: (plan?.rule.occurrencesPerDay ?? 0) >= input.laneOccurrencesPerDay,
                isRunning: live.contains(schedule.id) && schedule.overlap != .allow,
                durationHintSeconds: median(durations[schedule.id] ?? []),
                words: plan?.rule.words(hour12: input.hour12) ?? "This schedule can't be read")
        }
    }

    private static func median(_ milliseconds: [Int64]) -> Double? {
        guard !milliseconds.isEmpty else { return nil }
        return Double(milliseconds.sorted()[milliseconds.count / 2]) / 1000
    }

    /// Answers whether all that is to come was added.
    private static func addUpcoming(
        _ input: FeedInput, _ facts: [ScheduleID: ScheduleFacts], to events: inout [OccurrenceID: CalendarEvent]
    ) -> Bool {
        var isWhole = true
        let horizon = input.now.advanced(bySeconds: futureDaysMax * 86_400)
        for facts in facts.values where input.expandAll || !facts.isLane {
            guard let plan = facts.plan else { continue }
            // An occurrence that is due and not yet claimed lies between cursor and now: it is still to come.
            let from = facts.schedule.state == .active ? facts.schedule.cursor : input.now
            let future = Span(from: Instant(epochMilliseconds: from.epochMilliseconds + 1), to: horizon)
            guard !future.isEmpty, let span = input.window.span.intersection(future) else { continue }
            let occurrences = plan.occurrences(in: span, limit: expansionMax + 1)
            if occurrences.count > expansionMax { isWhole = false }
            let excluded = plan.excludedOccurrences(in: span, limit: expansionMax)
            for occurrence in occurrences.prefix(expansionMax) + excluded {
                let event = CalendarEvent(upcoming: occurrence, facts: facts)
                events[event.id] = event
            }
        }
        return isWhole
    }

    private static func expandsWhole(_ stretches: [(StasisEntry, Plan)], _ input: FeedInput) -> Bool {
        stretches.allSatisfy { entry, plan in
            guard let span = input.window.span.intersection(entry.span) else { return true }
            return plan.count(in: span) <= expansionMax
        }
    }

    private static func addMissed(
        _ input: FeedInput, _ facts: [ScheduleID: ScheduleFacts], to events: inout [OccurrenceID: CalendarEvent]
    ) -> [(StasisEntry, Plan)] {
        var stretches: [(StasisEntry, Plan)] = []
        for entry in input.stasis {
            guard let plan = try? entry.timetable.plan(zones: input.zones, seed: entry.schedule) else { continue }
            stretches.append((entry, plan))
            guard let span = input.window.span.intersection(entry.span) else { continue }
            let facts = facts[entry.schedule]
            let occurrences = plan.occurrences(in: span, limit: missedCardsMax + 1)
            if occurrences.count <= missedCardsMax || input.expandAll {
                let all = input.expandAll ? plan.occurrences(in: span, limit: expansionMax) : occurrences
                for occurrence in all {
                    let event = CalendarEvent(missed: entry, at: occurrence.at, dst: occurrence.dst, facts: facts)
                    events[event.id] = event
                }
            } else if let last = plan.previous(before: span.to) {
                let event = CalendarEvent(missed: entry, at: last, count: plan.count(in: span), facts: facts)
                events[event.id] = event
            }
        }
        return stretches
    }

    private static func addRuns(
        _ input: FeedInput, _ facts: [ScheduleID: ScheduleFacts], to events: inout [OccurrenceID: CalendarEvent]
    ) {
        for run in input.runs {
            let facts = facts[run.schedule]
            let event = CalendarEvent(run: run, facts: facts)
            if facts?.isLane == true, !input.expandAll, !hasCard(run) {
                // What was missed or failed turned into a good run: nothing is left to see there.
                events[event.id] = nil
                continue
            }
            if let known = events[event.id], let other = known.run, supersedes(other, run) { continue }
            events[event.id] = event
        }
    }

    /// Of a lane only what an operator has to see gets a card; an operator's own runs do.
    private static func hasCard(_ run: Run) -> Bool {
        switch run.status {
        case .failed, .lost, .running: true
        case .waiting, .skipped, .cancelled, .success: run.trigger == .manual || run.trigger == .backfill
        }
    }

    /// Whether `a` is the later account of the occurrence both stand for.
    private static func supersedes(_ a: Run, _ b: Run) -> Bool {
        (a.attempt, a.claimedAt) > (b.attempt, b.claimedAt)
    }
}

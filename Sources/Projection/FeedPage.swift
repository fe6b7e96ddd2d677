package import CivilTime
package import Operations
import Recurrence

/// Everything a page of a window is projected from. Values only: the record as it was read, the schedules as they stand.
package struct FeedInput: Sendable {
    /// A schedule that passes the filters.
    package struct Member: Sendable {
        package var profile: ScheduleProfile
        package var cursor: Instant
        /// The first occurrence after the cursor, while it is active.
        package var nextDue: Instant?
        /// Whether it is too frequent for cards.
        package var isLane: Bool

        package init(_ profile: ScheduleProfile, cursor: Instant, nextDue: Instant?, isLane: Bool) {
            self.profile = profile
            self.cursor = cursor
            self.nextDue = nextDue
            self.isLane = isLane
        }
    }

    package var now: Instant
    package var window: CalendarWindow
    package var zones: ZoneDatabase
    package var members: [Member]
    /// Those of them that are too frequent for cards; nobody where every occurrence is wanted.
    package var lanes: Set<ScheduleID>
    /// Every occurrence as an event, lanes included.
    package var expandAll: Bool
    /// Only events of later occurrences.
    package var after: OccurrenceID?
    /// Events at most.
    package var limit: Int
    /// Runs of the window that have ended, after `after`, in the calendar's order; of lanes those that stand out will do.
    package var runs: [Run]
    /// Whether more runs follow these.
    package var runsAreCut: Bool
    package var liveRuns: [Run]
    /// Stretches that touch the window, resolved ones included.
    package var stasis: [MissedStretch]

    package init(
        now: Instant, window: CalendarWindow, zones: ZoneDatabase, members: [Member], lanes: Set<ScheduleID>,
        expandAll: Bool, after: OccurrenceID? = nil, limit: Int, runs: [Run], runsAreCut: Bool, liveRuns: [Run],
        stasis: [MissedStretch]
    ) {
        self.now = now
        self.window = window
        self.zones = zones
        self.members = members
        self.lanes = lanes
        self.expandAll = expandAll
        self.after = after
        self.limit = limit
        self.runs = runs
        self.runsAreCut = runsAreCut
        self.liveRuns = liveRuns
        self.stasis = stasis
    }
}

/// A stretch of what was missed, with its schedule as it stands.
package struct MissedStretch: Sendable {
    package var entry: StasisEntry
    private var profile: ScheduleProfile?

    /// `profile` is that of the entry's schedule; nil where it is gone.
    package init(_ entry: StasisEntry, profile: ScheduleProfile?) {
        self.entry = entry
        self.profile = profile
    }

    /// The plan of the timetable that it was missed under, read anew only where the schedule has another one by now; nil
    /// where it can't be expanded.
    package func plan(zones: ZoneDatabase) -> Plan? {
        if let profile, profile.schedule.timetable == entry.timetable { return profile.plan }
        return try? entry.timetable.plan(zones: zones, seed: entry.schedule)
    }
}

/// The events of a page, in order, each known by what accounts for it; they are made when they are asked for.
///
/// A week of a thousand frequent schedules is a hundred thousand occurrences: here each takes a few words.
package struct FeedPage: Sendable {
    /// What the calendar shows for an occurrence. Where several would, the last of these counts.
    enum Account: Int32 {
        case upcoming
        case missed
        case run
    }

    struct Item {
        var at: Instant
        /// Index in `schedules`.
        var who: Int32
        var account: Account
        /// Index in the notes, the missed cards or the runs; -1 where there is nothing to look up.
        var index: Int32
    }

    struct MissedCard {
        var entry: Int
        var count: Int
        var dst: DSTNote?
    }

    /// The schedules that the page's events belong to, in order, those that are gone included.
    package let schedules: [ScheduleID]
    /// The occurrence that the next page follows; nil where nothing follows.
    package let next: OccurrenceID?
    let items: [Item]
    let notes: [DSTNote]
    let missed: [MissedCard]
    let runs: [Run]
    let stasis: [MissedStretch]
    let now: Instant

    package var count: Int { items.count }

    /// The occurrence of an event, by its place on the page.
    package func occurrence(_ place: Int) -> OccurrenceID {
        OccurrenceID(schedules[Int(items[place].who)], items[place].at)
    }

    package func instant(_ place: Int) -> Instant { items[place].at }

    /// The index in `schedules` of an event's schedule.
    package func scheduleIndex(_ place: Int) -> Int { Int(items[place].who) }

    /// Whether an event differs from the other plain ones of its schedule by its instant alone.
    package func isPlain(_ place: Int, _ facts: ScheduleFacts) -> Bool {
        let item = items[place]
        guard item.account == .upcoming, item.index < 0, facts.plan?.added.isEmpty == true else { return false }
        switch facts.schedule.state {
        case .active: return !Lateness.isLate(item.at, now: now)
        case .paused(let until): return until == nil
        case .disabled: return true
        }
    }

    /// The event at a place; `facts` are those of its schedule, nil where it is gone.
    package func event(_ place: Int, facts: ScheduleFacts?) -> CalendarEvent? {
        let item = items[place]
        switch item.account {
        case .upcoming:
            let note = item.index < 0 ? nil : notes[Int(item.index)]
            return facts.map { CalendarEvent(upcoming: Occurrence(at: item.at, dst: note), facts: $0, now: now) }
        case .missed:
            let card = missed[Int(item.index)]
            return CalendarEvent(
                missed: stasis[card.entry].entry, at: item.at, count: card.count, dst: card.dst, facts: facts)
        case .run: return CalendarEvent(run: runs[Int(item.index)], facts: facts, now: now)
        }
    }
}

import CivilTime
import Operations
import Recurrence

extension FeedPage {
    /// How far the calendar projects, in days.
    package static let futureDaysMax: Int64 = 400
    /// Missed occurrences of one stretch that get a card each; a longer stretch is one card with its count.
    static let missedCardsMax = 50

    package init(_ input: FeedInput) {
        var collection = FeedCollection(input)
        collection.addRuns()
        collection.addMissed()
        collection.addUpcoming()
        self.init(collection, input)
    }

    private init(_ collection: FeedCollection, _ input: FeedInput) {
        let (schedules, ranks) = collection.ranked()
        let sorted = collection.items.map { item in
            var item = item
            item.who = ranks[Int(item.who)]
            return item
        }.sorted { a, b in
            if a.at != b.at { return a.at < b.at }
            if a.who != b.who { return a.who < b.who }
            return (a.account.rawValue, a.index) < (b.account.rawValue, b.index)
        }
        var items: [Item] = []
        items.reserveCapacity(min(sorted.count, input.limit + 1))
        // The last occurrence that is settled, shown or not: the next page begins after it.
        var last: OccurrenceID?
        var place = 0
        while place < sorted.count, items.count <= input.limit {
            var item = sorted[place]
            place += 1
            while place < sorted.count, sorted[place].at == item.at, sorted[place].who == item.who {
                let other = sorted[place]
                let isOlder =
                    item.account == .run && other.account == .run
                    && collection.runs[Int(item.index)].supersedes(collection.runs[Int(other.index)])
                if !isOlder { item = other }
                place += 1
            }
            let occurrence = OccurrenceID(schedules[Int(item.who)], item.at)
            guard collection.isWithin(occurrence) else { break }
            if items.count < input.limit { last = occurrence }
            // What was missed or failed turned into a good run of a lane: nothing is left to see there.
            if item.account == .run, !collection.hasCard(collection.runs[Int(item.index)]) { continue }
            items.append(item)
        }
        self.schedules = schedules
        self.next = collection.horizon != nil || items.count > input.limit ? last : nil
        self.items = Array(items.prefix(input.limit))
        self.notes = collection.notes
        self.missed = collection.missed
        self.runs = collection.runs
        self.stasis = input.stasis
        self.now = input.now
    }
}

/// What a page is gathered in: items in no order, and how far they are complete.
struct FeedCollection {
    let input: FeedInput
    var items: [FeedPage.Item] = []
    var runs: [Run] = []
    var missed: [FeedPage.MissedCard] = []
    var notes: [DSTNote] = []
    /// The first occurrence from which on items may be missing; nil where all of the window are here.
    private(set) var horizon: OccurrenceID?
    private var ids: [ScheduleID] = []
    private var numbers: [ScheduleID: Int32] = [:]

    init(_ input: FeedInput) { self.input = input }

    private mutating func number(_ id: ScheduleID) -> Int32 {
        if let known = numbers[id] { return known }
        let number = Int32(ids.count)
        ids.append(id)
        numbers[id] = number
        return number
    }

    /// The schedules in order, and the place of each by the number it has here.
    func ranked() -> (schedules: [ScheduleID], ranks: [Int32]) {
        let order = ids.indices.sorted { ids[$0] < ids[$1] }
        var ranks = [Int32](repeating: 0, count: ids.count)
        for (rank, index) in order.enumerated() { ranks[index] = Int32(rank) }
        return (order.map { ids[$0] }, ranks)
    }

    /// Whether the page may show it: within the window, after what was shown, before anything that may be missing.
    func isWithin(_ occurrence: OccurrenceID) -> Bool {
        input.window.span.contains(occurrence.at) && (input.after.map { $0.isBefore(occurrence) } ?? true)
            && (horizon.map { occurrence.isBefore($0) } ?? true)
    }

    private mutating func cut(at occurrence: OccurrenceID) {
        if horizon.map({ occurrence.isBefore($0) }) ?? true { horizon = occurrence }
    }

    /// The part of the window that the page can show, in whole instants.
    private var span: Span {
        let window = input.window.span
        let from = max(window.from, input.after?.at ?? window.from)
        let to = horizon.map { min(window.to, $0.at + .milliseconds(1)) } ?? window.to
        return Span(from: from, to: max(from, to))
    }

    // MARK: The past

    mutating func addRuns() {
        if input.runsAreCut, let last = input.runs.last?.occurrence {
            // The last occurrence may have more runs than were read. Where it is the only one, all of them were.
            if input.runs.first?.occurrence != last {
                horizon = last
            } else {
                horizon = OccurrenceID(last.schedule, last.at + .milliseconds(1))
            }
        }
        for run in input.runs where isWithin(run.occurrence) { add(run) }
        for run in input.liveRuns where isWithin(run.occurrence) { add(run) }
    }

    private mutating func add(_ run: Run) {
        items.append(
            FeedPage.Item(at: run.scheduledAt, who: number(run.schedule), account: .run, index: Int32(runs.count)))
        runs.append(run)
    }

    /// Of a lane only what an operator has to see gets a card; an operator's own runs do.
    func hasCard(_ run: Run) -> Bool {
        guard input.lanes.contains(run.schedule), !input.expandAll else { return true }
        switch run.status {
        case .failed, .lost, .running: return true
        case .waiting, .skipped, .cancelled, .success: return run.trigger == .manual || run.trigger == .backfill
        }
    }

    // MARK: What was missed

    mutating func addMissed() {
        for (index, stretch) in input.stasis.enumerated() {
            let entry = stretch.entry
            guard let whole = input.window.span.intersection(entry.span), span.to > whole.from,
                let plan = stretch.plan(zones: input.zones)
            else { continue }
            let isLong = plan.count(in: whole) > FeedPage.missedCardsMax
            if isLong, !input.expandAll {
                guard let last = plan.previous(before: whole.to) else { continue }
                add(entry, index, at: Occurrence(at: last), count: plan.count(in: whole))
            } else if let part = whole.intersection(span) {
                let occurrences = plan.occurrences(in: part, limit: input.limit + 2)
                if occurrences.count > input.limit + 1, let last = occurrences.last {
                    cut(at: OccurrenceID(entry.schedule, last.at))
                }
                for occurrence in occurrences { add(entry, index, at: occurrence, count: 1) }
            }
        }
    }

    private mutating func add(_ entry: StasisEntry, _ index: Int, at occurrence: Occurrence, count: Int) {
        guard isWithin(OccurrenceID(entry.schedule, occurrence.at)) else { return }
        items.append(
            FeedPage.Item(
                at: occurrence.at, who: number(entry.schedule), account: .missed, index: Int32(missed.count)))
        missed.append(FeedPage.MissedCard(entry: index, count: count, dst: occurrence.dst))
    }

    // MARK: What is to come

    /// Goes through the future in slices until the page is full or the window ends, so that the cost is the page's and not
    /// the window's.
    mutating func addUpcoming() {
        let span = span
        let end = min(span.to, input.now.advanced(bySeconds: FeedPage.futureDaysMax * 86_400))
        // Each schedule is asked once where its part begins; a slice then costs those that are due in it.
        var coming: [Coming] = []
        var (from, rate) = (end, 0.0)
        for member in input.members where !member.isLane || input.expandAll {
            guard let part = Coming(member, from: span.from, to: end, now: input.now) else { continue }
            coming.append(part)
            from = min(from, part.next)
            rate += member.profile.occurrencesPerDay / 86_400
        }
        // A quarter more than the average needs; quiet hours are made up for by longer slices.
        var seconds = Int64((Double(input.limit) * 1.25 / max(rate, 1e-6)).rounded(.up)) + 60
        var found = 0
        while from < end, found <= input.limit {
            let to = min(end, from.advanced(bySeconds: seconds))
            for place in coming.indices where coming[place].next < to {
                found += add(coming[place].member, in: Span(from: coming[place].next, to: to))
                coming[place].pass(to)
            }
            from = to
            seconds *= 2
        }
        if from < end { cut(at: OccurrenceID(ScheduleID(.cron, ""), from)) }
    }

    /// Answers how many occurrences were added.
    private mutating func add(_ member: FeedInput.Member, in part: Span) -> Int {
        guard let plan = member.profile.plan else { return 0 }
        let occurrences = plan.occurrences(in: part, limit: .max) + plan.excludedOccurrences(in: part, limit: .max)
        guard !occurrences.isEmpty else { return 0 }
        let id = member.profile.schedule.id
        let who = number(id)
        let before = items.count
        for occurrence in occurrences {
            // Only at the page's first instant may an occurrence belong to the page before.
            if occurrence.at == input.after?.at, !isWithin(OccurrenceID(id, occurrence.at)) { continue }
            var index: Int32 = -1
            if let note = occurrence.dst {
                index = Int32(notes.count)
                notes.append(note)
            }
            items.append(FeedPage.Item(at: occurrence.at, who: who, account: .upcoming, index: index))
        }
        return items.count - before
    }
}

/// A schedule and the first of its occurrences that the page has not passed, excluded ones among them.
private struct Coming {
    let member: FeedInput.Member
    private(set) var next: Instant

    /// nil where nothing of it lies in the span.
    init?(_ member: FeedInput.Member, from: Instant, to: Instant, now: Instant) {
        self.member = member
        next = max(from, member.begin(now: now))
        guard next < to else { return nil }
        // The engine knows the first one after its cursor.
        if member.nextDue != next { pass(next) }
        guard next < to else { return nil }
    }

    /// Goes on to what follows from an instant on.
    mutating func pass(_ instant: Instant) {
        let before = Instant(epochMilliseconds: instant.epochMilliseconds - 1)
        next = member.profile.plan?.nextListed(after: before) ?? .distantFuture
    }
}

extension FeedInput.Member {
    /// Where its future begins. An occurrence that is due and not yet claimed lies between cursor and now: it is still to
    /// come.
    fileprivate func begin(now: Instant) -> Instant {
        switch profile.schedule.state {
        case .active: nextDue ?? .distantFuture
        case .paused, .disabled: now + .milliseconds(1)
        }
    }
}

extension OccurrenceID {
    fileprivate func isBefore(_ other: OccurrenceID) -> Bool {
        at != other.at ? at < other.at : schedule < other.schedule
    }
}

extension Run {
    /// Whether it is the later account of the occurrence that both stand for.
    fileprivate func supersedes(_ other: Run) -> Bool {
        (attempt, claimedAt) > (other.attempt, other.claimedAt)
    }
}

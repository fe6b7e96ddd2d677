internal import CivilTime
internal import Operations
internal import Store

extension StoreSuite {
    static let stories: [Check] = (1...6).map { seed in
        Check("a made-up history is answered, replayed and pruned as its record says (seed \(seed))") { suite in
            try await tellStory(seed: seed, suite)
        }
    }

    /// Runs 150 sets with restarts between, and compares every result and answer with the story's own record.
    private static func tellStory(seed: UInt64, _ suite: StoreSuite) async throws {
        var story = Story(seed: seed)
        var random = SplitMix64(seed: seed &+ 1_000)
        var store = try await suite.makeStore()
        for number in 1...150 {
            let (set, expected) = story.next()
            try expect(try await store.commit(set), equals: expected, "seed \(seed), set \(number)")
            if number.isMultiple(of: 50) { store = try await suite.reopen(store) }
            guard number.isMultiple(of: 10) else { continue }
            try await compare(store, with: story.record, random: &random, "seed \(seed), after set \(number)")
        }
        let model = try await ReadModel(of: store)
        let events = try await store.events(after: 0, limit: 100_000)
        try expect(replay(events), equals: model, "seed \(seed): the log told again")
        try expect(replay(Array(events.prefix(40))) != model, "seed \(seed): a part of the log told the whole story")
        try await prune(store, story.record, random: &random, "seed \(seed)")
        try await store.close()
    }

    private static func prune(
        _ store: any Store, _ record: MemoryRecord, random: inout SplitMix64, _ context: String
    ) async throws {
        var record = record
        let middle = record.events[record.events.count / 2].event.occurredAt
        let limits = RetentionLimits(recordsBefore: middle, auditBefore: middle)
        for _ in 0..<3 {
            let expected = record.prune(limits, limit: 7)
            try expect(try await store.prune(limits, limit: 7), equals: expected, "\(context): removed")
            try await compare(store, with: record, random: &random, "\(context), after pruning")
        }
    }

    private static func compare(
        _ store: any Store, with record: MemoryRecord, random: inout SplitMix64, _ context: String
    ) async throws {
        let ids = record.schedules(ScheduleQuery()).map(\.id)
        try expect(
            try await store.schedules(ScheduleQuery()), equals: record.schedules(ScheduleQuery()),
            "\(context): schedules")
        try expect(try await store.logBounds(), equals: record.logBounds, "\(context): bounds")
        try expect(try await store.lastAlive(), equals: record.liveness.values.max(), "\(context): liveness")
        try expect(try await store.lastRuns(of: ids), equals: record.lastRuns(of: ids), "\(context): last runs")
        let durations = record.durations.filter { ids.contains($0.key) }
        try expect(try await store.recentDurations(of: ids), equals: durations, "\(context): durations")
        for _ in 0..<8 {
            let (some, quarters) = (ids.filter { _ in random.flip() }, random.span())
            try expect(
                try await store.runCounts(of: some, in: quarters), equals: record.runCounts(of: some, in: quarters),
                "\(context): counts of \(some) in \(quarters)")
            let runs = random.runQuery(ids)
            try expect(try await store.runs(runs), equals: record.runs(runs), "\(context): \(runs)")
            let page = random.runPageQuery(ids)
            try expect(try await store.runPage(page), equals: record.runPage(page), "\(context): \(page)")
            let stasis = random.stasisQuery(ids)
            try expect(try await store.stasis(stasis), equals: record.stasis(stasis), "\(context): \(stasis)")
            let notices = random.notificationQuery(ids)
            let found = try await store.notifications(notices)
            try expect(found, equals: record.notifications(notices), "\(context): \(notices)")
            let audit = random.auditQuery()
            try expect(try await store.audit(audit), equals: record.audit(audit), "\(context): \(audit)")
            let span = random.span()
            try expect(try await store.outages(in: span), equals: record.outages(in: span), "\(context): \(span)")
        }
    }
}

extension SplitMix64 {
    fileprivate mutating func instant() -> Instant {
        Samples.dawn + .seconds(Int.random(in: -60...7_000, using: &self))
    }

    fileprivate mutating func span() -> Span {
        let from = instant()
        return Span(from: from, to: from + .seconds(Int.random(in: 0...3_000, using: &self)))
    }

    private mutating func some<Element: Hashable>(_ all: [Element]) -> Set<Element>? {
        chance(1, outOf: 2) ? Set(all.filter { _ in flip() }) : nil
    }

    private mutating func limit() -> Int { Int.random(in: 1...40, using: &self) }

    private mutating func schedule(_ ids: [ScheduleID]) -> ScheduleID? {
        chance(1, outOf: 3) ? pick(ids) : nil
    }

    fileprivate mutating func runQuery(_ ids: [ScheduleID]) -> RunQuery {
        RunQuery(
            schedule: schedule(ids), source: chance(1, outOf: 4) ? .cron : nil,
            ownerID: chance(1, outOf: 4) ? "dev" : nil, scheduledIn: flip() ? span() : nil,
            statuses: some(RunStatus.allCases), oldestFirst: flip(), limit: limit())
    }

    fileprivate mutating func runPageQuery(_ ids: [ScheduleID]) -> RunPageQuery {
        RunPageQuery(
            span(), after: flip() ? pick(ids).map { OccurrenceID($0, instant()) } : nil, lanes: some(ids) ?? [],
            source: chance(1, outOf: 4) ? .cron : nil, ownerID: chance(1, outOf: 4) ? "dev" : nil, limit: limit())
    }

    fileprivate mutating func stasisQuery(_ ids: [ScheduleID]) -> StasisQuery {
        StasisQuery(
            statuses: chance(1, outOf: 2) ? [.pending] : some(StasisStatus.allCases), schedule: schedule(ids),
            source: chance(1, outOf: 4) ? .cron : nil, ownerID: chance(1, outOf: 4) ? "dev" : nil,
            touching: flip() ? span() : nil, limit: limit())
    }

    fileprivate mutating func notificationQuery(_ ids: [ScheduleID]) -> NotificationQuery {
        NotificationQuery(
            statuses: some(Notification.Status.allCases), schedule: schedule(ids),
            ownerID: chance(1, outOf: 4) ? "dev" : nil, limit: limit())
    }

    fileprivate mutating func auditQuery() -> AuditQuery {
        AuditQuery(schedule: flip() ? Samples.schedule().id : nil, before: flip() ? instant() : nil, limit: limit())
    }
}

internal import CivilTime
internal import Operations
internal import Store

extension StoreSuite {
    static let counts: [Check] =
        [
            Check("runs are counted by quarter hour and status, and quarter hours are answered whole", quarterHours),
            Check("a run that moves, changes or is refused is counted where it stands", countsFollow),
            Check("runs are found among schedules, without some, and where they stand out", countedQueries),
        ]
        + (1...4).map { seed in
            Check("counts are a recount of the runs after any history (seed \(seed))") { suite in
                try await tellCounts(seed: seed, suite)
            }
        }

    /// 1,772,499,600 s is a quarter hour's start; dawn lies 400 s into it.
    private static let quarter = Instant(epochSeconds: 1_772_499_600)

    private static func quarterHours(_ suite: StoreSuite) async throws {
        let (one, two) = (Samples.schedule("one"), Samples.schedule("two", .heartbeat))
        let before1970 = Instant(epochMilliseconds: -1)
        let runs = [
            Samples.run("a", of: one, at: quarter, status: .success),
            Samples.run("b", of: one, at: quarter + .milliseconds(899_999), status: .success),
            Samples.run("c", of: one, at: quarter + .seconds(60), status: .failed),
            Samples.run("d", of: one, at: quarter + .seconds(900), status: .success),
            Samples.run("e", of: two, at: quarter, status: .skipped),
            Samples.run("f", of: two, at: before1970, status: .lost),
        ]
        func count(_ id: ScheduleID, _ seconds: Int, _ status: RunStatus, _ count: Int) -> RunCount {
            RunCount(schedule: id, from: quarter + .seconds(seconds), status: status, count: count)
        }
        let first = [count(one.id, 0, .failed, 1), count(one.id, 0, .success, 2)]
        let second = count(one.id, 900, .success, 1)
        let old = RunCount(schedule: two.id, from: Instant(epochSeconds: -900), status: .lost, count: 1)
        let rows: [([ScheduleID], Span, [RunCount])] = [
            ([one.id], Span(from: quarter, to: quarter + .seconds(900)), first),
            ([one.id], Span(from: quarter + .seconds(899), to: quarter + .seconds(900)), first),
            ([one.id], Span(from: quarter + .seconds(899), to: quarter + .seconds(901)), first + [second]),
            ([one.id], Span(from: quarter + .seconds(900), to: quarter + .seconds(900)), []),
            ([one.id], Span(from: quarter + .seconds(1_800), to: quarter + .seconds(9_000)), []),
            (
                [two.id, one.id, two.id, ScheduleID(.cron, "none")], Span(from: before1970, to: .distantFuture),
                first + [second, old, count(two.id, 0, .skipped, 1)]
            ),
            ([], Span(from: .distantPast, to: .distantFuture), []),
        ]
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(runs.map { .insertRun($0) }))
            for (ids, span, counts) in rows {
                try expect(try await store.runCounts(of: ids, in: span), equals: counts, "\(ids) in \(span)")
            }
        }
    }

    private static func countsFollow(_ suite: StoreSuite) async throws {
        let (one, two) = (Samples.schedule("one"), Samples.schedule("two"))
        let all = Span(from: .distantPast, to: .distantFuture)
        let waiting = Samples.run("a", of: one, at: quarter, status: .waiting)
        var moved = Samples.run("a", of: two, at: quarter + .seconds(900), status: .running)
        moved.claimedAt = waiting.claimedAt
        var done = moved
        done.status = .success
        try await suite.withStore { store in
            func expectCounts(_ runs: [Run], _ context: String) async throws {
                let counts = try await store.runCounts(of: [one.id, two.id], in: all)
                try expect(counts, equals: recount(runs), context)
            }
            _ = try await store.commit(ChangeSet([.insertRun(waiting)]))
            try await expectCounts([waiting], "inserted")
            let taken = try await store.commit(
                ChangeSet([.insertRun(Samples.run("b", of: two)), .insertRun(Samples.run("c", of: one, at: quarter))]))
            try expect(taken, equals: .refused(.occurrenceTaken(waiting.occurrence)), "the second account")
            try await expectCounts([waiting], "refused")
            _ = try await store.commit(ChangeSet([.replaceRun(moved, expected: .waiting)]))
            try await expectCounts([moved], "moved to another schedule and quarter hour")
            _ = try await store.commit(ChangeSet([.replaceRun(done, expected: .running)]))
            _ = try await store.commit(ChangeSet([.replaceRun(moved, expected: .running)]))
            try await expectCounts([done], "finished, and not replaced by a stale word")
            let limits = RetentionLimits(recordsBefore: .distantFuture, auditBefore: .distantFuture)
            try expect(try await store.prune(limits, limit: 10), equals: 1, "removed")
            try await expectCounts([], "pruned")
        }
    }

    private static func countedQueries(_ suite: StoreSuite) async throws {
        let (lane, daily, gone) = (Samples.schedule("lane"), Samples.schedule("daily"), Samples.schedule("go'n\"e\\\n"))
        let runs =
            RunStatus.allCases.enumerated().map { index, status in
                Samples.run("lane-\(status)", of: lane, at: quarter + .seconds(index), status: status)
            }
            + Trigger.allCases.enumerated().map { index, trigger in
                Samples.run(
                    "lane-\(trigger)", of: lane, at: quarter + .seconds(100 + index), trigger: trigger, status: .success
                )
            } + [
                Samples.run("daily", of: daily, at: quarter + .seconds(200), status: .success),
                Samples.run("gone", of: gone, at: quarter + .seconds(300), status: .success),
            ]
        let hour = Span(from: quarter, to: quarter + .seconds(3_600))
        let standing = [
            "lane-waiting", "lane-running", "lane-failed", "lane-lost", "lane-manual", "lane-backfill", "lane-retry",
        ]
        func query(_ query: RunQuery) -> RunQuery {
            var query = query
            query.oldestFirst = true
            return query
        }
        let rows: [(RunQuery, [String])] = [
            (query(RunQuery(excluding: [lane.id], scheduledIn: hour)), ["daily", "gone"]),
            (query(RunQuery(excluding: [lane.id])), ["daily", "gone"]),
            (query(RunQuery(excluding: [lane.id, gone.id], scheduledIn: hour)), ["daily"]),
            (
                query(RunQuery(excluding: [lane.id], scheduledIn: Span(from: quarter + .seconds(250), to: hour.to))),
                ["gone"]
            ),
            (query(RunQuery(excluding: [lane.id], ownerID: "dev", scheduledIn: hour)), []),
            (query(RunQuery(schedules: [daily.id, gone.id], scheduledIn: hour)), ["daily", "gone"]),
            (query(RunQuery(schedules: [daily.id, gone.id], excluding: [gone.id], scheduledIn: hour)), ["daily"]),
            (query(RunQuery(schedules: [])), []),
            (query(RunQuery(schedules: [lane.id, daily.id], scheduledIn: hour, standingOut: true)), standing),
            (query(RunQuery(schedule: lane.id, standingOut: true)), standing),
            (query(RunQuery(standingOut: true)), standing),
            (query(RunQuery(schedules: [lane.id], statuses: [.waiting], standingOut: true)), ["lane-waiting"]),
            (query(RunQuery(excluding: [lane.id], statuses: [.waiting])), []),
        ]
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(runs.map { .insertRun($0) }))
            for (query, ids) in rows { try expect(try await store.runs(query).map(\.id), equals: ids, "\(query)") }
            let newest = RunQuery(schedules: [lane.id], scheduledIn: hour, standingOut: true, limit: 2)
            try expect(
                try await store.runs(newest).map(\.id), equals: ["lane-retry", "lane-backfill"], "the newest two")
        }
    }

    /// Inserts, replacements, refusals, restarts and prunings by chance; after each step the counts are those of the
    /// runs that the store answers.
    private static func tellCounts(seed: UInt64, _ suite: StoreSuite) async throws {
        var random = SplitMix64(seed: seed)
        let schedules = ["one", "two", "three"].map { Samples.schedule($0) }
        var store = try await suite.makeStore()
        for step in 1...120 {
            let runs = try await store.runs(RunQuery(limit: 100_000))
            if random.chance(1, outOf: 15) {
                let old = quarter + .seconds(Int.random(in: 0...9_000, using: &random))
                _ = try await store.prune(RetentionLimits(recordsBefore: old, auditBefore: old), limit: 5)
            } else {
                let changes = (0..<Int.random(in: 1...6, using: &random)).map { number in
                    random.runChange(runs, schedules, "r\(step)-\(number)", from: quarter)
                }
                _ = try await store.commit(ChangeSet(changes))
            }
            if random.chance(1, outOf: 30) { store = try await suite.reopen(store) }
            let left = try await store.runs(RunQuery(limit: 100_000))
            let counts = try await store.runCounts(
                of: schedules.map(\.id), in: Span(from: .distantPast, to: .distantFuture))
            try expect(counts, equals: recount(left), "seed \(seed), step \(step)")
        }
        try await store.close()
    }
}

extension SplitMix64 {
    fileprivate mutating func runChange(
        _ runs: [Run], _ schedules: [Schedule], _ id: String, from start: Instant
    ) -> Mutation {
        let schedule = pick(schedules) ?? Samples.schedule()
        let at = start + .seconds(Int.random(in: 0...120, using: &self) * 75)
        let status = pick(RunStatus.allCases) ?? .running
        let run = Samples.run(id, of: schedule, at: at, trigger: pick(Trigger.allCases) ?? .manual, status: status)
        guard flip(), var known = pick(runs) else { return .insertRun(run) }
        let expected = chance(1, outOf: 12) ? RunStatus.lost : known.status
        if chance(1, outOf: 4) { (known.schedule, known.scheduledAt) = (run.schedule, at) }
        known.status = status
        return .replaceRun(known, expected: expected)
    }
}

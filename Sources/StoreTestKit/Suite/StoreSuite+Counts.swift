internal import CivilTime
internal import Operations
internal import Store

extension StoreSuite {
    static let counts: [Check] =
        [
            Check("runs are counted by quarter hour and status, and quarter hours are answered whole", quarterHours),
            Check("a run that moves, changes or is refused is counted where it stands", countsFollow),
            Check(
                "a page of runs has those of lanes only where they stand out, and begins after what was shown", pages),
            Check("a schedule that goes and comes again under its name is found anew", comesAgain),
            Check("pages told one after the other are the whole window, whatever their size", pagesAddUp),
            Check("the last durations of successes are kept, and forgotten with the schedule", recentDurations),
            Check("the last durations of many schedules are answered at once", durationsOfMany),
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

    private static func comesAgain(_ suite: StoreSuite) async throws {
        let (one, two) = (Samples.schedule("one"), Samples.schedule("two"))
        let ids = [one.id, two.id]
        let limits = RetentionLimits(recordsBefore: .distantFuture, auditBefore: .distantFuture)
        let hour = Span(from: quarter, to: quarter + .seconds(3_600))
        try await suite.withStore { store in
            let first = Samples.run("first", of: one, at: quarter, status: .success)
            _ = try await store.commit(ChangeSet([.insertSchedule(one), .insertRun(first)]))
            try expect(try await store.lastRuns(of: ids), equals: [one.id: first], "before it goes")
            _ = try await store.commit(ChangeSet([.deleteSchedule(one.id, expectedVersion: one.version)]))
            try expect(try await store.prune(limits, limit: 10), equals: 1, "removed")
            try expect(try await store.lastRuns(of: ids), equals: [:], "once it is gone")
            // The other takes the place, in numbers too if they are given out anew.
            let others = [
                Samples.run("other", of: two, at: quarter, status: .failed),
                Samples.run("second", of: one, at: quarter, status: .success),
            ]
            _ = try await store.commit(
                ChangeSet([.insertSchedule(two), .insertSchedule(one)] + others.map { .insertRun($0) }))
            try expect(
                try await store.lastRuns(of: ids), equals: [two.id: others[0], one.id: others[1]], "come again")
            let counts = try await store.runCounts(of: ids, in: hour)
            try expect(counts, equals: recount(others), "counted")
            let page = try await store.runPage(RunPageQuery(hour, after: nil, lanes: [two.id], limit: 9))
            try expect(page.map(\.id), equals: ["second", "other"], "on a page, where the other stands out of a lane")
        }
    }

    private static func pages(_ suite: StoreSuite) async throws {
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
                Samples.run("live", of: daily, at: quarter + .seconds(201), status: .running),
                Samples.run("live-by-hand", of: lane, at: quarter + .seconds(202), trigger: .manual, status: .waiting),
                Samples.run("gone", of: gone, at: quarter + .seconds(300), status: .success),
                Samples.run("same-b", of: gone, at: quarter + .seconds(400), status: .failed),
                Samples.run("same-a", of: daily, at: quarter + .seconds(400), status: .failed),
            ]
        let hour = Span(from: quarter, to: quarter + .seconds(3_600))
        let standing = ["lane-failed", "lane-lost", "lane-manual", "lane-backfill", "lane-retry"]
        func after(_ schedule: Schedule, _ seconds: Int) -> OccurrenceID {
            OccurrenceID(schedule.id, quarter + .seconds(seconds))
        }
        let rows: [(RunPageQuery, [String])] = [
            (RunPageQuery(hour, lanes: [lane.id], limit: 100), standing + ["daily", "gone", "same-a", "same-b"]),
            (RunPageQuery(hour, lanes: [lane.id], limit: 6), standing + ["daily"]),
            (RunPageQuery(hour, after: after(lane, 103), lanes: [lane.id], limit: 2), ["daily", "gone"]),
            (RunPageQuery(hour, after: after(daily, 200), lanes: [lane.id], limit: 2), ["gone", "same-a"]),
            (RunPageQuery(hour, after: after(daily, 400), lanes: [lane.id], limit: 2), ["same-b"]),
            (RunPageQuery(hour, after: after(gone, 400), lanes: [lane.id], limit: 2), []),
            (RunPageQuery(hour, lanes: [lane.id, gone.id, daily.id], limit: 9), standing + ["same-a", "same-b"]),
            (RunPageQuery(hour, lanes: [lane.id], ownerID: "dev", limit: 9), []),
            (RunPageQuery(hour, lanes: [lane.id], source: .heartbeat, limit: 9), []),
            (RunPageQuery(Span(from: quarter + .seconds(250), to: quarter + .seconds(400)), limit: 9), ["gone"]),
            (
                RunPageQuery(Span(from: quarter, to: quarter + .seconds(103)), after: after(lane, 101), limit: 9),
                ["lane-backfill"]
            ),
        ]
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(runs.map { .insertRun($0) }))
            for (query, ids) in rows { try expect(try await store.runPage(query).map(\.id), equals: ids, "\(query)") }
        }
    }

    private static func pagesAddUp(_ suite: StoreSuite) async throws {
        var random = SplitMix64(seed: 7)
        let schedules = (0..<6).map { Samples.schedule("job-\($0)", $0.isMultiple(of: 2) ? .cron : .heartbeat) }
        let runs = (0..<160).map { number in
            Samples.run(
                "run-\(number)", of: random.pick(schedules) ?? schedules[0],
                at: quarter + .seconds(Int.random(in: 0...30, using: &random)), trigger: .manual,
                status: random.pick(RunStatus.allCases) ?? .success)
        }
        let span = Span(from: quarter, to: quarter + .seconds(25))
        let whole = runs.filter { !$0.status.isLive && span.contains($0.scheduledAt) }.sorted(by: Run.comesBefore)
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(runs.map { .insertRun($0) }))
            for size in [20, 33, 100, 500] {
                var told: [Run] = []
                while true {
                    let query = RunPageQuery(span, after: told.last?.occurrence, lanes: [schedules[0].id], limit: size)
                    let page = try await store.runPage(query)
                    // An occurrence that the page's end cuts is told whole by the next.
                    let cut = page.count == size ? page.last?.occurrence : nil
                    let kept = page.filter { $0.occurrence != cut }
                    told += kept
                    if cut == nil { break }
                    try expect(!kept.isEmpty, "a page of \(size) holds one occurrence only")
                }
                try expect(told.map(\.id), equals: whole.map(\.id), "pages of \(size)")
            }
        }
    }

    private static func recentDurations(_ suite: StoreSuite) async throws {
        let (one, two) = (Samples.schedule("one"), Samples.schedule("two"))
        func ended(_ number: Int, of schedule: Schedule, _ status: RunStatus = .success, took: Int64? = nil) -> Run {
            var run = Samples.run("\(schedule.id.ref)-\(number)", of: schedule, at: dawnAt(number), status: status)
            run.durationMS = took ?? Int64(number * 1_000)
            return run
        }
        try await suite.withStore { store in
            func expectDurations(_ milliseconds: [Int64]?, _ context: String) async throws {
                let found = try await store.recentDurations(of: [one.id, two.id, ScheduleID(.cron, "none")])
                try expect(found, equals: milliseconds.map { [one.id: RecentDurations($0)] } ?? [:], context)
            }
            _ = try await store.commit(ChangeSet([.insertSchedule(one), .insertSchedule(two)]))
            try await expectDurations(nil, "nothing yet")
            _ = try await store.commit(ChangeSet([.insertRun(ended(1, of: one, .running))]))
            try await expectDurations(nil, "running")
            _ = try await store.commit(ChangeSet([.replaceRun(ended(1, of: one), expected: .running)]))
            _ = try await store.commit(ChangeSet([.replaceRun(ended(1, of: one), expected: .success)]))
            _ = try await store.commit(ChangeSet([.insertRun(ended(2, of: one, .failed))]))
            _ = try await store.commit(ChangeSet([.insertRun(ended(1, of: two, .skipped))]))
            try await expectDurations([1_000], "one success, told twice, and a failure")
            _ = try await store.commit(ChangeSet([.insertRun(ended(3, of: one)), .insertRun(ended(3, of: one))]))
            try await expectDurations([1_000], "refused")
            _ = try await store.commit(ChangeSet((4...30).map { .insertRun(ended($0, of: one)) }))
            try await expectDurations((11...30).map { $0 * 1_000 }, "the last twenty")
            let limits = RetentionLimits(recordsBefore: .distantFuture, auditBefore: .distantFuture)
            _ = try await store.prune(limits, limit: 1_000)
            try await expectDurations((11...30).map { $0 * 1_000 }, "after retention")
            _ = try await store.commit(ChangeSet([.deleteSchedule(one.id, expectedVersion: one.version)]))
            try await expectDurations(nil, "deleted")
        }
    }

    private static func durationsOfMany(_ suite: StoreSuite) async throws {
        let schedules = ["one", "two", "three", "four", "five"].map { Samples.schedule($0) }
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(schedules.map { .insertSchedule($0) }))
            var expected: [ScheduleID: RecentDurations] = [:]
            for (number, schedule) in schedules.enumerated() where number != 3 {
                var run = Samples.run("r\(number)", of: schedule, at: dawnAt(number), status: .success)
                run.durationMS = Int64(number + 1)
                expected[schedule.id] = RecentDurations([Int64(number + 1)])
                _ = try await store.commit(ChangeSet([.insertRun(run)]))
            }
            try expect(try await store.recentDurations(of: schedules.map(\.id)), equals: expected, "all but the fourth")
        }
    }

    private static func dawnAt(_ number: Int) -> Instant { Samples.dawn + .seconds(number) }

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

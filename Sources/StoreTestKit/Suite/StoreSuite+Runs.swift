internal import CivilTime
internal import Operations
internal import Store

extension StoreSuite {
    static let runs: [Check] = [
        Check("schedules are ordered by id and filtered by source, owner and session", scheduleQueries),
        Check("runs are ordered newest first, or oldest first, with ties broken", runOrder),
        Check("runs are filtered by each condition and by all together", runFilters),
        Check("runs are cut at the limit", runLimit),
        Check("one account for each occurrence and attempt, by trigger", occurrenceAccounts),
        Check("a claim taken back leaves its occurrence without an account, in the counts too", withdrawnClaim),
        Check("the last run of a schedule is its newest that was not skipped", lastRuns),
    ]

    private static func withdrawnClaim(_ suite: StoreSuite) async throws {
        let schedule = Samples.schedule()
        let claim = Samples.run("claim", status: .waiting)
        let span = Span(from: Samples.dawn, to: Samples.dawn + .seconds(1))
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet([.insertSchedule(schedule), .insertRun(claim)]))
            let withdrawal = ChangeSet(
                [.withdrawRun(claim), .insertStasis(Samples.entry("missed", count: 1))],
                events: [Samples.event(.cronMissed, EventPayload(withdrawn: [claim.id]))])
            try expect(try await store.commit(withdrawal), equals: .committed(lastSeq: 1), "the withdrawal")
            try expect(try await store.run(claim.id), equals: nil, "the claim")
            try expect(try await store.runCounts(of: [schedule.id], in: span), equals: [], "the counts")
            try expect(
                try await store.events(after: 0, limit: 1).first?.event.payload.withdrawn, equals: [claim.id],
                "the event")
            let again = try await store.commit(ChangeSet([.insertRun(Samples.run("again"))]))
            try expect(again, equals: .committed(lastSeq: 1), "another account of the occurrence")
            try expect(
                try await store.commit(ChangeSet([.withdrawStasis(Samples.entry("missed", count: 1))])),
                equals: .committed(lastSeq: 1), "a miss taken back")
            try expect(try await store.stasisEntry("missed"), equals: nil, "the entry")
        }
    }

    private static func scheduleQueries(_ suite: StoreSuite) async throws {
        var bound = Samples.schedule("b", owner: "dev")
        bound.sessionID = "main"
        var main = Samples.schedule("main", .heartbeat, owner: "dev")
        main.sessionID = "main"
        let schedules = [main, bound, Samples.schedule("a"), Samples.schedule("B"), Samples.schedule("a-1")]
        let rows: [(ScheduleQuery, [String])] = [
            (ScheduleQuery(), ["cron|B", "cron|a", "cron|a-1", "cron|b", "heartbeat|main"]),
            (ScheduleQuery(source: .heartbeat), ["heartbeat|main"]),
            (ScheduleQuery(ownerID: "dev"), ["cron|b", "heartbeat|main"]),
            (ScheduleQuery(sessionID: "main"), ["cron|b", "heartbeat|main"]),
            (ScheduleQuery(source: .cron, ownerID: "dev", sessionID: "main"), ["cron|b"]),
            (ScheduleQuery(ownerID: "Dev"), []),
        ]
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(schedules.map { .insertSchedule($0) }))
            for (query, ids) in rows {
                try expect(try await store.schedules(query).map(\.id.description), equals: ids, "\(query)")
            }
        }
    }

    private static func runOrder(_ suite: StoreSuite) async throws {
        func run(_ id: String, _ scheduled: Int, claimed: Int) -> Run {
            var run = Samples.run(id, at: Samples.dawn + .seconds(scheduled), trigger: .manual)
            run.claimedAt = Samples.dawn + .seconds(claimed)
            return run
        }
        let runs = [
            run("c", 0, claimed: 5), run("a", 0, claimed: 5), run("b", 0, claimed: 9), run("d", 60, claimed: 1),
        ]
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(runs.map { .insertRun($0) }))
            for schedule in [nil, Samples.schedule().id] {
                let newest = try await store.runs(RunQuery(schedule: schedule)).map(\.id)
                try expect(newest, equals: ["d", "b", "a", "c"], "newest first")
                let oldest = try await store.runs(RunQuery(schedule: schedule, oldestFirst: true)).map(\.id)
                try expect(oldest, equals: ["a", "c", "b", "d"], "oldest first")
            }
        }
    }

    private static func runFilters(_ suite: StoreSuite) async throws {
        let (nightly, beat) = (Samples.schedule(), Samples.schedule("nightly", .heartbeat, owner: "dev"))
        let (t0, t1, t2) = (Samples.dawn, Samples.dawn + .seconds(60), Samples.dawn + .seconds(120))
        let runs = [
            Samples.run("n0", of: nightly, at: t0, status: .success),
            Samples.run("n1", of: nightly, at: t1, status: .failed),
            Samples.run("n2", of: nightly, at: t2, status: .running),
            Samples.run("h1", of: beat, at: t1, status: .waiting),
            Samples.run("h2", of: beat, at: t2, status: .skipped),
        ]
        let rows: [(RunQuery, [String])] = [
            (RunQuery(schedule: nightly.id), ["n2", "n1", "n0"]),
            (RunQuery(source: .heartbeat), ["h2", "h1"]),
            (RunQuery(ownerID: "dev"), ["h2", "h1"]),
            (RunQuery(scheduledIn: Span(from: t0, to: t2)), ["h1", "n1", "n0"]),
            (RunQuery(scheduledIn: Span(from: t1, to: t1)), []),
            (RunQuery(scheduledAt: t1), ["h1", "n1"]),
            (RunQuery(schedule: nightly.id, scheduledAt: t1), ["n1"]),
            (RunQuery(statuses: [.running, .waiting]), ["n2", "h1"]),
            (RunQuery(statuses: [.waiting]), ["h1"]),
            (RunQuery(statuses: [.running, .failed]), ["n2", "n1"]),
            (RunQuery(statuses: []), []),
            (RunQuery(schedule: nightly.id, statuses: [.running, .waiting]), ["n2"]),
            (
                RunQuery(
                    schedule: beat.id, source: .heartbeat, ownerID: "dev", scheduledIn: Span(from: t0, to: t2),
                    scheduledAt: t1, statuses: [.waiting]), ["h1"]
            ),
            (RunQuery(schedule: beat.id, source: .cron), []),
        ]
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(runs.map { .insertRun($0) }))
            for (query, ids) in rows {
                try expect(try await store.runs(query).map(\.id), equals: ids, "\(query)")
            }
        }
    }

    private static func runLimit(_ suite: StoreSuite) async throws {
        let runs = (10..<20).map { Samples.run("r\($0)", at: Samples.dawn + .seconds($0)) }
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(runs.map { .insertRun($0) }))
            try expect(try await store.runs(RunQuery(limit: 2)).map(\.id), equals: ["r19", "r18"], "newest two")
            let oldest = try await store.runs(RunQuery(oldestFirst: true, limit: 3)).map(\.id)
            try expect(oldest, equals: ["r10", "r11", "r12"], "oldest three")
            try expect(try await store.runs(RunQuery(limit: 0)).count, equals: 1, "a limit below its bound")
            try expect(try await store.runs(RunQuery(limit: .max)).count, equals: 10, "a limit above its bound")
        }
    }

    private static func occurrenceAccounts(_ suite: StoreSuite) async throws {
        for first in Trigger.allCases {
            for second in Trigger.allCases {
                for attempt in 1...2 {
                    try await suite.withStore { store in
                        _ = try await store.commit(ChangeSet([.insertRun(Samples.run("one", trigger: first))]))
                        let run = Samples.run("two", trigger: second, attempt: attempt)
                        let taken = attempt == 1 && first.accountsForOccurrence && second.accountsForOccurrence
                        try expect(
                            try await store.commit(ChangeSet([.insertRun(run)])),
                            equals: taken ? .refused(.occurrenceTaken(run.occurrence)) : .committed(lastSeq: 0),
                            "\(second) attempt \(attempt) after \(first)")
                    }
                }
            }
        }
    }

    private static func lastRuns(_ suite: StoreSuite) async throws {
        let (one, two, three) = (Samples.schedule("one"), Samples.schedule("two"), Samples.schedule("three"))
        let later = Samples.dawn + .seconds(60)
        var reclaimed = Samples.run("one-c", of: one, at: Samples.dawn, trigger: .manual, status: .lost)
        reclaimed.claimedAt = later
        let runs = [
            Samples.run("one-a", of: one, at: Samples.dawn, status: .success),
            reclaimed,
            Samples.run("one-b", of: one, at: later, status: .skipped),
            Samples.run("two-a", of: two, at: Samples.dawn, status: .failed),
            Samples.run("two-b", of: two, at: later, status: .waiting),
            Samples.run("three-a", of: three, at: Samples.dawn, status: .skipped),
        ]
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(runs.map { .insertRun($0) }))
            let all = try await store.lastRuns(of: [one.id, two.id, three.id, ScheduleID(.cron, "none")])
            try expect(all.mapValues(\.id), equals: [one.id: "one-c", two.id: "two-b"], "last runs")
            try expect(try await store.lastRuns(of: [two.id]).count, equals: 1, "of one schedule")
        }
    }
}

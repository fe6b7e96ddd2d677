internal import CivilTime
internal import Operations
internal import Store

extension StoreSuite {
    static let readers: [Check] = [
        Check("readers beside a writer see whole transactions only", readersSeeWholeTransactions),
        Check("writers beside each other lose nothing and share no position", writersTakeTurns),
        Check("a cancelled task's commit is done and its question answered", cancelledTasks),
    ]

    private static let eventsEach = 3
    private static let runsEach = 5

    /// Each commit brings five runs and three events, so any other number is half a transaction.
    private static func readersSeeWholeTransactions(_ suite: StoreSuite) async throws {
        let rounds = 60
        let store = try await suite.makeStore()
        try await withThrowingTaskGroup { group in
            for _ in 0..<3 {
                group.addTask {
                    var last = 0
                    while last < rounds * eventsEach {
                        let events = try await store.events(after: 0, limit: 1_000)
                        try expect(events.map(\.seq), equals: (0..<events.count).map { Int64($0 + 1) }, "positions")
                        try expect(events.count.isMultiple(of: eventsEach), "half a transaction's events were seen")
                        try expect(events.count >= last, "the log went back")
                        last = events.count
                        let runs = try await store.runs(RunQuery(limit: 1_000))
                        try expect(runs.count.isMultiple(of: runsEach), "half a transaction's runs were seen")
                        try expect(runs.count / runsEach >= last / eventsEach, "an event was seen before its runs")
                    }
                }
            }
            group.addTask {
                for round in 0..<rounds {
                    let runs = (0..<runsEach).map { index in
                        Samples.run("r\(round)-\(index)", at: Samples.dawn + .seconds(round * runsEach + index))
                    }
                    let events = runs.prefix(eventsEach).map { run in
                        Samples.event(.cronRunStarted, EventPayload(run: run))
                    }
                    _ = try await store.commit(ChangeSet(runs.map { .insertRun($0) }, events: events))
                }
            }
            try await group.waitForAll()
        }
        try await store.close()
    }

    /// Four claim the same occurrences: each is won once, and the log tells just the winners.
    private static func writersTakeTurns(_ suite: StoreSuite) async throws {
        let occurrences = 40
        let store = try await suite.makeStore()
        let wins = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for writer in 0..<4 {
                group.addTask {
                    var positions: [Int64] = []
                    for number in 0..<occurrences {
                        let run = Samples.run("w\(writer)-\(number)", at: Samples.dawn + .seconds(number))
                        let event = Samples.event(.cronRunStarted, EventPayload(run: run))
                        switch try await store.commit(ChangeSet([.insertRun(run)], events: [event])) {
                        case .committed(let lastSeq): positions.append(lastSeq)
                        case .refused(let refusal):
                            try expect(refusal, equals: .occurrenceTaken(run.occurrence), "a lost race")
                        }
                    }
                    return positions
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        try expect(wins.sorted(), equals: (1...occurrences).map(Int64.init), "positions of the winners")
        let told = try await store.events(after: 0, limit: 1_000).compactMap(\.event.payload.run?.id)
        try expect(Set(told), equals: Set(try await store.runs(RunQuery()).map(\.id)), "runs and their events")
        try await store.close()
    }

    /// Whoever stops must still be able to say so.
    private static func cancelledTasks(_ suite: StoreSuite) async throws {
        try await suite.withStore { store in
            let stopped = ChangeSet(events: [Samples.event(.schedulerStopped)])
            let result = try await withThrowingTaskGroup(of: CommitResult.self) { group in
                group.addTask {
                    withUnsafeCurrentTask { $0?.cancel() }
                    let result = try await store.commit(stopped)
                    try expect(try await store.events(after: 0, limit: 9).count, equals: 1, "events")
                    return result
                }
                return try await group.next()
            }
            try expect(result, equals: .committed(lastSeq: 1), "result")
        }
    }
}

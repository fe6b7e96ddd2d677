internal import CivilTime
internal import Operations
internal import Store

extension StoreSuite {
    static let log: [Check] = [
        Check("an empty log begins after its end", emptyLog),
        Check("positions grow by one over commits, refusals and restarts", positionsHaveNoGaps),
        Check("a position is never given twice, even after the log is pruned", positionsAreNotReused),
        Check("events are read in pages, in order", pagesOfEvents),
        Check("an empty set changes nothing and answers the last position", emptySet),
        Check("a closed store says so", closedStore),
    ]

    private static func emptyLog(_ suite: StoreSuite) async throws {
        try await suite.withStore { store in
            try expect(try await store.logBounds(), equals: LogBounds(first: 1, last: 0), "bounds")
            try expect(try await store.events(after: 0, limit: 10), equals: [], "events")
        }
    }

    private static func positionsHaveNoGaps(_ suite: StoreSuite) async throws {
        var store = try await suite.makeStore()
        _ = try await store.commit(ChangeSet([.insertSchedule(Samples.schedule())]))
        var last: Int64 = 0
        for round in 1...12 {
            let events = (0..<round % 4).map { Samples.event(at: Samples.dawn + .seconds(round * 10 + $0)) }
            last += Int64(events.count)
            let result = try await store.commit(ChangeSet(events: events))
            try expect(result, equals: .committed(lastSeq: last), "commit \(round)")
            let refused = try await store.commit(
                ChangeSet([.insertSchedule(Samples.schedule())], events: [Samples.event()]))
            try expect(refused, equals: .refused(.scheduleExists(Samples.schedule().id)), "refusal \(round)")
            if round.isMultiple(of: 3) { store = try await suite.reopen(store) }
        }
        let events = try await store.events(after: 0, limit: 1_000)
        try expect(events.map(\.seq), equals: Array(1...last), "positions")
        try expect(try await store.logBounds(), equals: LogBounds(first: 1, last: last), "bounds")
        try await store.close()
    }

    private static func positionsAreNotReused(_ suite: StoreSuite) async throws {
        var store = try await suite.makeStore()
        _ = try await store.commit(ChangeSet(events: [Samples.event(), Samples.event(), Samples.event()]))
        let late = Samples.dawn + .seconds(1)
        let removed = try await store.prune(RetentionLimits(recordsBefore: late, auditBefore: late), limit: 100)
        try expect(removed, equals: 2, "removed")
        try expect(try await store.logBounds(), equals: LogBounds(first: 3, last: 3), "bounds after pruning")
        store = try await suite.reopen(store)
        try expect(try await store.commit(ChangeSet(events: [Samples.event()])), equals: .committed(lastSeq: 4), "next")
        try expect(try await store.events(after: 0, limit: 10).map(\.seq), equals: [3, 4], "positions")
        try await store.close()
    }

    private static func pagesOfEvents(_ suite: StoreSuite) async throws {
        let drafts = (0..<10).map { Samples.event(at: Samples.dawn + .seconds(100 - $0)) }
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(events: drafts))
            var seen: [LogEvent] = []
            while true {
                let page = try await store.events(after: seen.last?.seq ?? 0, limit: 3)
                if page.isEmpty { break }
                seen += page
            }
            try expect(seen.map(\.seq), equals: Array(1...10), "positions")
            try expect(seen.map(\.event), equals: drafts, "events")
            try expect(try await store.events(after: 10, limit: 3), equals: [], "after the last")
            try expect(try await store.events(after: 99, limit: 3), equals: [], "far after the last")
            try expect(try await store.events(after: -5, limit: 2).map(\.seq), equals: [1, 2], "before the first")
        }
    }

    private static func emptySet(_ suite: StoreSuite) async throws {
        try await suite.withStore { store in
            try expect(try await store.commit(ChangeSet()), equals: .committed(lastSeq: 0), "on an empty log")
            _ = try await store.commit(ChangeSet(events: [Samples.event()]))
            try expect(try await store.commit(ChangeSet()), equals: .committed(lastSeq: 1), "after one event")
        }
    }

    private static func closedStore(_ suite: StoreSuite) async throws {
        let store = try await suite.makeStore()
        try await store.close()
        try await store.close()
        do {
            _ = try await store.commit(ChangeSet(events: [Samples.event()]))
            throw CheckFailure(description: "a closed store took a commit")
        } catch let error as StoreError {
            try expect(error.code, equals: .unavailable, "code of a commit")
        }
        do {
            _ = try await store.logBounds()
            throw CheckFailure(description: "a closed store answered a question")
        } catch let error as StoreError {
            try expect(error.code, equals: .unavailable, "code of a question")
        }
    }
}

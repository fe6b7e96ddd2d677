internal import CivilTime
internal import Operations
internal import Recurrence
internal import Store

extension StoreSuite {
    static let stasis: [Check] = [
        Check("stasis entries are ordered by their last instant, filtered and cut", stasisQueries),
        Check("a split keeps the sum of what was missed", splitKeepsSum),
        Check("a stasis entry is answered once", answeredOnce),
    ]

    private static func stasisQueries(_ suite: StoreSuite) async throws {
        let beat = Samples.schedule("main", .heartbeat, owner: "dev")
        let dawn = Samples.dawn
        let entries = [
            Samples.entry("b", count: 2, from: dawn, outageID: "out-1"),
            Samples.entry("a", count: 2, from: dawn, outageID: "out-1"),
            Samples.entry("late", of: beat, count: 1, from: dawn + .seconds(600), outageID: "out-2"),
            Samples.entry("long", of: beat, count: 100, from: dawn - .seconds(600)),
            Samples.fullEntry("done"),
        ]
        let minute = Span(from: dawn + .seconds(60), to: dawn + .seconds(61))
        let rows: [(StasisQuery, [String])] = [
            (StasisQuery(), ["a", "b", "late", "long"]),
            (StasisQuery(statuses: nil), ["a", "b", "done", "late", "long"]),
            (StasisQuery(statuses: [.rescheduled, .deleted]), ["done"]),
            (StasisQuery(statuses: []), []),
            (StasisQuery(schedule: beat.id), ["late", "long"]),
            (StasisQuery(source: .heartbeat, ownerID: "dev"), ["late", "long"]),
            (StasisQuery(ownerID: "ops"), ["a", "b"]),
            (StasisQuery(outageID: "out-1"), ["a", "b"]),
            (StasisQuery(statuses: nil, outageID: "outage-1"), ["done"]),
            (StasisQuery(touching: minute), ["a", "b", "long"]),
            (StasisQuery(statuses: nil, touching: minute), ["a", "b", "done", "long"]),
            (StasisQuery(touching: Span(from: dawn + .seconds(601), to: .distantFuture)), ["long"]),
            (StasisQuery(touching: Span(from: .distantPast, to: dawn)), ["long"]),
            (StasisQuery(limit: 3), ["a", "b", "late"]),
        ]
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(entries.map { .insertStasis($0) }))
            for (query, ids) in rows {
                try expect(try await store.stasis(query).map(\.id), equals: ids, "\(query)")
            }
        }
    }

    private static func splitKeepsSum(_ suite: StoreSuite) async throws {
        let whole = Samples.entry("whole", count: 10_080)
        let plan = Plan(rule: .every(seconds: 60, anchor: Samples.dawn))
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet([.insertStasis(whole)]))
            var pending = [whole]
            var number = 0
            var random = SplitMix64(seed: 10_080)
            for _ in 0..<20 {
                guard let entry = random.pick(pending) else { break }
                let at = entry.firstAt + .seconds(60 * Int.random(in: 0..<entry.count, using: &random))
                let split = entry.split(at: at, plan: plan) {
                    number += 1
                    return "part-\(number)"
                }
                guard let split else { throw CheckFailure(description: "\(at) is not one of \(entry)") }
                let one = split.one.resolved(.deleted, by: .system, at: at)
                let parts = split.rest + [one]
                let result = try await store.commit(
                    ChangeSet(
                        parts.map { part in
                            part.id == entry.id
                                ? .replaceStasis(part, expectedVersion: entry.version) : .insertStasis(part)
                        }))
                try expect(result, equals: .committed(lastSeq: 0), "the split of \(entry.id) at \(at)")
                let all = try await store.stasis(StasisQuery(statuses: nil))
                try expect(all.map(\.count).reduce(0, +), equals: whole.count, "the sum of all parts")
                pending = try await store.stasis(StasisQuery())
            }
            let deleted = try await store.stasis(StasisQuery(statuses: [.deleted]))
            try expect(deleted.map(\.count), equals: Array(repeating: 1, count: 20), "what was answered")
        }
    }

    private static func answeredOnce(_ suite: StoreSuite) async throws {
        let entry = Samples.entry("stasis")
        let approved = entry.resolved(.approvedAndRun, by: .operator("Ada"), at: Samples.dawn)
        let deleted = entry.resolved(.deleted, by: .operator("Bob"), at: Samples.dawn)
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet([.insertStasis(entry)]))
            let first = try await store.commit(ChangeSet([.replaceStasis(approved, expectedVersion: 1)]))
            try expect(first, equals: .committed(lastSeq: 0), "the first answer")
            for version in 1...2 {
                let second = try await store.commit(ChangeSet([.replaceStasis(deleted, expectedVersion: version)]))
                try expect(second, equals: .refused(.stasisChanged("stasis")), "a second answer to version \(version)")
            }
            try expect(try await store.stasisEntry("stasis"), equals: approved, "the entry")
        }
    }
}

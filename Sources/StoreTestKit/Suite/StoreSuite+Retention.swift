internal import CivilTime
internal import Operations
internal import Store

extension StoreSuite {
    static let retention: [Check] = [
        Check("pruning leaves what is pending, live, unanswered, newest or young", pruneKeeps),
        Check("pruning goes in batches until nothing old is left", pruneInBatches),
        Check("deliveries go by their end, never while they are pending", pruneDeliveries),
        Check("proposals go by their answer or their expiry", pruneProposals),
        Check("an old occurrence that ran just now is young", lateRunsAreYoung),
        Check("the log keeps its end whole when clocks went back", pruneKeepsLogWhole),
    ]

    private static let old = Samples.dawn
    private static let limit = Samples.dawn + .seconds(86_400)
    private static let limits = RetentionLimits(recordsBefore: limit, auditBefore: limit)

    private static func pruneKeeps(_ suite: StoreSuite) async throws {
        let runs = RunStatus.allCases.enumerated().map { index, status in
            Samples.run("old-\(status)", at: old + .seconds(index), status: status)
        }
        let notifications = Notification.Status.allCases.map { Samples.notification("old-\($0)", status: $0) }
        let young = limit + .seconds(1)
        try await suite.withStore { store in
            _ = try await store.commit(
                ChangeSet(
                    runs.map { .insertRun($0) } + notifications.map { .insertNotification($0) } + [
                        .insertSchedule(Samples.schedule()),
                        .insertRun(Samples.run("young", at: young, status: .success)),
                        .insertStasis(Samples.entry("pending")), .insertStasis(Samples.fullEntry("answered")),
                        .insertOutage(Samples.outage("old")), .insertOutage(Samples.outage("young", from: young)),
                        .insertAudit(Samples.audit("old")), .insertAudit(Samples.audit("young", at: young)),
                        .recordLiveness(node: "node-1", at: old),
                    ], events: [Samples.event(), Samples.event()]))
            // Five ended runs, one stasis entry, three notifications, an outage, an audit row, an event.
            try expect(try await store.prune(limits, limit: 100), equals: 12, "removed")
            let left = try await ReadModel(of: store)
            try expect(Set(left.runs.keys), equals: ["old-waiting", "old-running", "young"], "runs")
            try expect(Set(left.stasis.keys), equals: ["pending"], "stasis")
            try expect(
                Set(left.notifications.keys), equals: ["old-new", "old-acknowledged", "old-snoozed"], "notifications")
            try expect(Set(left.outages.keys), equals: ["young"], "outages")
            try expect(left.schedules.count, equals: 1, "schedules")
            try expect(try await store.audit(AuditQuery()).map(\.id), equals: ["young"], "audit")
            try expect(try await store.logBounds(), equals: LogBounds(first: 2, last: 2), "log")
            try expect(try await store.lastAlive(), equals: old, "liveness")
            try expect(try await store.prune(limits, limit: 100), equals: 0, "removed the second time")
            // What was removed frees its key.
            let again = try await store.commit(ChangeSet([.insertRun(runs[2])]))
            try expect(again, equals: .committed(lastSeq: 2), "the key of a removed run")
        }
    }

    private static func pruneInBatches(_ suite: StoreSuite) async throws {
        let runs = (0..<25).map { Samples.run("r\($0)", at: old + .seconds($0), status: .success) }
        let events = (0..<12).map { Samples.event(at: old + .seconds($0)) }
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(runs.map { .insertRun($0) }, events: events))
            var removed: [Int] = []
            repeat { removed.append(try await store.prune(limits, limit: 10)) } while removed.last != 0
            try expect(removed, equals: [20, 11, 5, 0], "removed by batch")
            try expect(try await store.runs(RunQuery()), equals: [], "runs")
            try expect(try await store.logBounds(), equals: LogBounds(first: 12, last: 12), "log")
        }
    }

    private static func pruneDeliveries(_ suite: StoreSuite) async throws {
        var young = Samples.fullDelivery("young")
        young.endedAt = limits.recordsBefore
        let deliveries = [
            Samples.delivery("pending", at: old), young, Samples.fullDelivery("first", status: .delivered),
            Samples.fullDelivery("second"),
        ].map { delivery in
            var delivery = delivery
            if delivery.id == "first" { delivery.endedAt = old }
            if delivery.id == "second" { delivery.endedAt = old + .milliseconds(1) }
            return delivery
        }
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(deliveries.map { .insertDelivery($0) }))
            try expect(try await store.prune(limits, limit: 1), equals: 1, "removed")
            try expect(
                try await store.deliveries(DeliveryQuery()).map(\.id), equals: ["second", "young", "pending"],
                "after one")
            try expect(try await store.prune(limits, limit: 9), equals: 1, "removed then")
            try expect(
                try await store.deliveries(DeliveryQuery()).map(\.id), equals: ["young", "pending"], "in the end")
        }
    }

    private static func pruneProposals(_ suite: StoreSuite) async throws {
        // Made a day before the limit, they expire at it; answered, they rest from their answer on.
        let answered = Samples.proposal("answered").resolved(.rejected, by: .system, at: old)
        let proposals = [
            Samples.proposal("open"), Samples.proposal("expired", at: old - .milliseconds(1)), answered,
        ]
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(proposals.map { .insertProposal($0) }))
            try expect(try await store.prune(limits, limit: 1), equals: 1, "removed")
            try expect(try await store.prune(limits, limit: 9), equals: 1, "removed then")
            try expect(try await store.proposals(ProposalQuery()).map(\.id), equals: ["open"], "what is left")
        }
    }

    private static func lateRunsAreYoung(_ suite: StoreSuite) async throws {
        var backfilled = Samples.run("backfilled", at: old, trigger: .backfill, status: .success)
        backfilled.claimedAt = limit
        var long = Samples.run("long", at: old + .seconds(60), status: .failed)
        long.finishedAt = limit
        var answered = Samples.entry("answered").resolved(.deleted, by: .system, at: limit)
        answered.version = 2
        try await suite.withStore { store in
            _ = try await store.commit(
                ChangeSet([.insertRun(backfilled), .insertRun(long), .insertStasis(answered)]))
            try expect(try await store.prune(limits, limit: 100), equals: 0, "removed")
        }
    }

    private static func pruneKeepsLogWhole(_ suite: StoreSuite) async throws {
        let young = limit + .seconds(5)
        let events = [old, old, young, old, old].map { Samples.event(at: $0) }
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(events: events))
            try expect(try await store.prune(limits, limit: 100), equals: 2, "removed")
            try expect(try await store.events(after: 0, limit: 9).map(\.seq), equals: [3, 4, 5], "what is left")
            try expect(try await store.logBounds(), equals: LogBounds(first: 3, last: 5), "bounds")
        }
    }
}

internal import CivilTime
internal import Operations
internal import Store

extension StoreSuite {
    static let remarks: [Check] = [
        Check("notifications are ordered newest first, filtered and cut", notificationQueries),
        Check("notifications are counted by status, however many there are", notificationCounts),
        Check("the outbox keeps the order in which it was filled, filtered and cut", deliveryQueries),
        Check("the audit is ordered newest first, filtered and cut, and never overwritten", auditQueries),
        Check("outages that touch the span are answered in order, the longest word of each", outageQueries),
        Check("the last instant alive never moves back", liveness),
    ]

    private static func notificationQueries(_ suite: StoreSuite) async throws {
        let other = Samples.schedule("other", owner: "dev")
        let later = Samples.dawn + .seconds(60)
        let notifications = [
            Samples.notification("b"), Samples.notification("a"),
            Samples.notification("new", of: other, at: later),
            Samples.notification("quiet", of: other, status: .suppressed, at: later + .seconds(1)),
        ]
        let rows: [(NotificationQuery, [String])] = [
            (NotificationQuery(), ["quiet", "new", "a", "b"]),
            (NotificationQuery(statuses: [.new]), ["new", "a", "b"]),
            (NotificationQuery(statuses: [.new, .suppressed], schedule: other.id), ["quiet", "new"]),
            (NotificationQuery(statuses: []), []),
            (NotificationQuery(ownerID: "dev"), ["quiet", "new"]),
            (NotificationQuery(limit: 3), ["quiet", "new", "a"]),
        ]
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(notifications.map { .insertNotification($0) }))
            for (query, ids) in rows {
                try expect(try await store.notifications(query).map(\.id), equals: ids, "\(query)")
            }
            // A repeat brings it to the front.
            var repeated = notifications[0]
            repeated.count = 2
            repeated.version = 2
            repeated.lastAt = later + .seconds(9)
            _ = try await store.commit(ChangeSet([.replaceNotification(repeated, expectedVersion: 1)]))
            let ids = try await store.notifications(NotificationQuery()).map(\.id)
            try expect(ids, equals: ["b", "quiet", "new", "a"], "after a repeat")
        }
    }

    private static func notificationCounts(_ suite: StoreSuite) async throws {
        let other = Samples.schedule("other", owner: "dev")
        let many = (0..<1_200).map { Samples.notification("many-\($0)") }
        let few = [
            Samples.notification("a", of: other), Samples.notification("b", of: other, status: .suppressed),
            Samples.notification("c", of: other, status: .resolved),
        ]
        try await suite.withStore { store in
            try expect(try await store.notificationCounts(ownerID: nil), equals: [:], "an empty record")
            _ = try await store.commit(ChangeSet((many + few).map { .insertNotification($0) }))
            try expect(
                try await store.notificationCounts(ownerID: nil),
                equals: [.new: 1_201, .suppressed: 1, .resolved: 1], "all")
            try expect(
                try await store.notificationCounts(ownerID: "dev"),
                equals: [.new: 1, .suppressed: 1, .resolved: 1], "of one owner")
        }
    }

    private static func deliveryQueries(_ suite: StoreSuite) async throws {
        let notice = Samples.notification("notice")
        let other = Samples.notification("other", of: Samples.schedule("other", owner: "dev"))
        let deliveries = [
            Samples.delivery("z", of: notice, kind: .opened, at: Samples.dawn + .seconds(9)),
            Samples.delivery("b", to: "phone", of: notice, kind: .opened),
            Samples.delivery("a", of: other, kind: .opened),
            Samples.fullDelivery("ended"), Samples.delivery("test"),
        ]
        let rows: [(DeliveryQuery, [String])] = [
            (DeliveryQuery(), ["test", "ended", "a", "b", "z"]),
            (DeliveryQuery(oldestFirst: true), ["z", "b", "a", "ended", "test"]),
            (DeliveryQuery(statuses: [.pending], channel: "ops", oldestFirst: true), ["z", "a", "test"]),
            (DeliveryQuery(statuses: [.givenUp, .delivered]), ["ended"]),
            (DeliveryQuery(statuses: []), []),
            (DeliveryQuery(channel: "phone"), ["b"]),
            (DeliveryQuery(notificationID: "notice"), ["b", "z"]),
            (DeliveryQuery(ownerID: "dev"), ["a"]),
            (DeliveryQuery(oldestFirst: true, limit: 2), ["z", "b"]),
        ]
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(deliveries.map { .insertDelivery($0) }))
            for (query, ids) in rows {
                try expect(try await store.deliveries(query).map(\.id), equals: ids, "\(query)")
            }
            // An attempt changes no place.
            var tried = deliveries[0]
            tried.attempts = 1
            tried.status = .delivered
            tried.endedAt = Samples.dawn
            let first = ChangeSet([.replaceDelivery(tried, expectedAttempts: 0)])
            try expect(try await store.commit(first), equals: .committed(lastSeq: 0), "the first attempt")
            try expect(try await store.commit(first), equals: .refused(.deliveryChanged("z")), "the same once more")
            let pending = DeliveryQuery(statuses: [.pending], oldestFirst: true)
            try expect(try await store.deliveries(pending).map(\.id), equals: ["b", "a", "test"], "what is left")
            try expect(try await store.deliveries(DeliveryQuery()).last, equals: tried, "the first of all")
        }
    }

    private static func auditQueries(_ suite: StoreSuite) async throws {
        let (nightly, other) = (Samples.schedule().id, Samples.schedule("other").id)
        let later = Samples.dawn + .seconds(60)
        let rows = [
            Samples.audit("one", of: nightly), Samples.audit("two", of: other),
            Samples.audit("late", of: nightly, at: later), Samples.audit("none"),
        ]
        let table: [(AuditQuery, [String])] = [
            (AuditQuery(), ["late", "none", "two", "one"]),
            (AuditQuery(schedule: nightly), ["late", "one"]),
            (AuditQuery(before: later), ["none", "two", "one"]),
            (AuditQuery(schedule: nightly, before: later), ["one"]),
            (AuditQuery(limit: 2), ["late", "none"]),
        ]
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(rows.map { .insertAudit($0) }))
            _ = try await store.commit(ChangeSet([.insertAudit(Samples.fullAudit("one"))]))
            for (query, ids) in table {
                try expect(try await store.audit(query).map(\.id), equals: ids, "\(query)")
            }
            let first = try await store.audit(AuditQuery(schedule: nightly, before: later))
            try expect(first, equals: [rows[0]], "the first word under an id")
        }
    }

    private static func outageQueries(_ suite: StoreSuite) async throws {
        let dawn = Samples.dawn
        let outages = [
            Samples.outage("b", from: dawn + .seconds(100)), Samples.outage("a", from: dawn + .seconds(100)),
            Samples.outage("first", from: dawn, seconds: 60), Samples.outage("long", from: dawn, seconds: 600),
        ]
        let rows: [(Span, [String])] = [
            (.everything, ["first", "long", "a", "b"]),
            (Span(from: dawn + .seconds(60), to: dawn + .seconds(100)), ["long"]),
            (Span(from: dawn + .seconds(59), to: dawn + .seconds(101)), ["first", "long", "a", "b"]),
            (Span(from: dawn + .seconds(600), to: .distantFuture), []),
            (Span(from: .distantPast, to: dawn), []),
        ]
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(outages.map { .insertOutage($0) }))
            for (span, ids) in rows {
                try expect(try await store.outages(in: span).map(\.id), equals: ids, "\(span)")
            }
            let longer = Samples.outage("b", from: dawn + .seconds(100), seconds: 6_000)
            _ = try await store.commit(ChangeSet([.insertOutage(longer)]))
            let late = Span(from: dawn + .seconds(5_000), to: .distantFuture)
            try expect(try await store.outages(in: late), equals: [longer], "an outage told again")
        }
    }

    private static func liveness(_ suite: StoreSuite) async throws {
        func alive(_ node: String, _ seconds: Int) -> ChangeSet {
            ChangeSet([.recordLiveness(node: node, at: Samples.dawn + .seconds(seconds))])
        }
        var store = try await suite.makeStore()
        let rows = [(alive("one", 10), 10), (alive("one", 5), 10), (alive("two", 7), 10), (alive("two", 30), 30)]
        for (set, seconds) in rows {
            _ = try await store.commit(set)
            try expect(try await store.lastAlive(), equals: Samples.dawn + .seconds(seconds), "\(set)")
        }
        store = try await suite.reopen(store)
        try expect(try await store.lastAlive(), equals: Samples.dawn + .seconds(30), "after a restart")
        try await store.close()
    }
}

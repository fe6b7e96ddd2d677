internal import CivilTime
internal import Operations
internal import Store

extension StoreSuite {
    static let roundTrips: [Check] = [
        Check("schedules come back as they were written", schedulesComeBack),
        Check("runs come back as they were written, for every trigger and status", runsComeBack),
        Check("stasis entries come back as they were written", stasisComesBack),
        Check("notifications come back as they were written", notificationsComeBack),
        Check("deliveries come back as they were written, also after a restart", deliveriesComeBack),
        Check("proposals come back as they were written", proposalsComeBack),
        Check("audit rows and outages come back as they were written", auditAndOutagesComeBack),
        Check("events come back as they were written, of every type", eventsComeBack),
        Check("what is not there is nil or empty", nothingThere),
        Check("replacements are written whole", replacementsAreWhole),
    ]

    private static func schedulesComeBack(_ suite: StoreSuite) async throws {
        try expectOptionals(areSet: true, in: Samples.fullSchedule())
        try expectOptionals(areSet: true, in: Samples.fullSchedule().work)
        try expectOptionals(areSet: false, in: Samples.schedule())
        var schedules = [Samples.schedule(), Samples.fullSchedule(), Samples.schedule("main", .heartbeat)]
        for (index, timetable) in Samples.timetables.enumerated() {
            var schedule = Samples.schedule("timetable-\(index)")
            schedule.timetable = timetable
            schedules.append(schedule)
        }
        for (index, state) in Samples.states.enumerated() {
            var schedule = Samples.schedule("state-\(index)")
            schedule.state = state
            schedules.append(schedule)
        }
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(schedules.map { .insertSchedule($0) }))
            for schedule in schedules {
                try expect(try await store.schedule(schedule.id), equals: schedule, "schedule \(schedule.id)")
            }
        }
    }

    private static func runsComeBack(_ suite: StoreSuite) async throws {
        try expectOptionals(areSet: true, in: Samples.fullRun("run-1"))
        try expectOptionals(areSet: false, in: Samples.run("run-1"))
        var runs = [Samples.run("bare"), Samples.fullRun("full")]
        for trigger in Trigger.allCases {
            for status in RunStatus.allCases {
                let at = Samples.dawn + .seconds(runs.count)
                runs.append(Samples.run("\(trigger)-\(status)", at: at, trigger: trigger, status: status))
            }
        }
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(runs.map { .insertRun($0) }))
            for run in runs { try expect(try await store.run(run.id), equals: run, "run \(run.id)") }
            try expect(try await store.runs(RunQuery()).count, equals: runs.count, "number of runs")
        }
    }

    private static func stasisComesBack(_ suite: StoreSuite) async throws {
        try expectOptionals(areSet: true, in: Samples.fullEntry("stasis-1"))
        try expectOptionals(areSet: false, in: Samples.entry("stasis-1"))
        var entries = [Samples.entry("bare"), Samples.fullEntry("full")]
        for (index, reason) in MissedReason.allCases.enumerated() {
            var entry = Samples.entry("\(reason)", from: Samples.dawn + .seconds(index))
            entry.reason = reason
            entries.append(entry)
        }
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(entries.map { .insertStasis($0) }))
            for entry in entries {
                try expect(try await store.stasisEntry(entry.id), equals: entry, "stasis entry \(entry.id)")
            }
        }
    }

    private static func notificationsComeBack(_ suite: StoreSuite) async throws {
        try expectOptionals(areSet: true, in: Samples.fullNotification("notice"))
        try expectOptionals(areSet: false, in: Samples.notification("notice"))
        let statuses = Notification.Status.allCases.map { Samples.notification("\($0)", status: $0) }
        let notifications = [Samples.notification("bare"), Samples.fullNotification("full")] + statuses
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(notifications.map { .insertNotification($0) }))
            for notification in notifications {
                let found = try await store.notification(notification.id)
                try expect(found, equals: notification, "notification \(notification.id)")
            }
        }
    }

    private static func deliveriesComeBack(_ suite: StoreSuite) async throws {
        try expectOptionals(areSet: true, in: Samples.fullDelivery("delivery"))
        try expectOptionals(areSet: false, in: Samples.delivery("delivery"))
        var deliveries = [Samples.delivery("bare"), Samples.fullDelivery("full")]
        for (kind, status) in Delivery.Kind.allCases.flatMap({ kind in Delivery.Status.allCases.map { (kind, $0) } }) {
            var delivery = Samples.fullDelivery("\(kind)-\(status)", status: status)
            delivery.kind = kind
            deliveries.append(delivery)
        }
        var store = try await suite.makeStore()
        _ = try await store.commit(ChangeSet(deliveries.map { .insertDelivery($0) }))
        store = try await suite.reopen(store)
        for delivery in deliveries {
            try expect(try await store.delivery(delivery.id), equals: delivery, "delivery \(delivery.id)")
        }
        try expect(
            try await store.deliveries(DeliveryQuery(oldestFirst: true)), equals: deliveries, "in the order they came")
        try await store.close()
    }

    private static func proposalsComeBack(_ suite: StoreSuite) async throws {
        try expectOptionals(areSet: true, in: Samples.fullProposal("proposal"))
        try expectOptionals(areSet: false, in: Samples.proposal("proposal"))
        let later = Samples.dawn + .seconds(60)
        let proposals = [
            Samples.proposal("later", of: Samples.schedule("other").id, at: later), Samples.proposal("bare"),
            Samples.fullProposal("full"),
        ]
        let rows: [(ProposalQuery, [String])] = [
            (ProposalQuery(), ["later", "bare", "full"]), (ProposalQuery(limit: 1), ["later"]),
            (ProposalQuery(schedule: Samples.schedule().id), ["bare", "full"]),
            (ProposalQuery(statuses: [.failed]), ["full"]), (ProposalQuery(statuses: []), []),
        ]
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(proposals.map { .insertProposal($0) }))
            for proposal in proposals {
                try expect(try await store.proposal(proposal.id), equals: proposal, "proposal \(proposal.id)")
            }
            for (query, ids) in rows {
                try expect(try await store.proposals(query).map(\.id), equals: ids, "\(query)")
            }
        }
    }

    private static func auditAndOutagesComeBack(_ suite: StoreSuite) async throws {
        try expectOptionals(areSet: true, in: Samples.fullAudit("row"))
        try expectOptionals(areSet: false, in: Samples.audit("row"))
        let rows = [Samples.audit("bare"), Samples.fullAudit("full")]
        let outage = Samples.outage("outage")
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(rows.map { .insertAudit($0) } + [.insertOutage(outage)]))
            try expect(try await store.audit(AuditQuery()), equals: rows.reversed(), "audit")
            for row in rows { try expect(try await store.auditRow(row.id), equals: row, "audit row \(row.id)") }
            try expect(try await store.outages(in: .everything), equals: [outage], "outages")
        }
    }

    private static func eventsComeBack(_ suite: StoreSuite) async throws {
        try expectOptionals(areSet: true, in: Samples.fullEvent)
        try expectOptionals(areSet: true, in: Samples.fullEvent.payload)
        try expectOptionals(areSet: false, in: Samples.event())
        let drafts = [Samples.event(), Samples.fullEvent] + EventType.allCases.map { Samples.event($0) }
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(events: drafts))
            let events = try await store.events(after: 0, limit: 1_000)
            try expect(events.map(\.event), equals: drafts, "events")
        }
    }

    private static func nothingThere(_ suite: StoreSuite) async throws {
        try await suite.withStore { store in
            let id = ScheduleID(.cron, "none")
            try expect(try await store.schedule(id), equals: nil, "schedule")
            try expect(try await store.run("none"), equals: nil, "run")
            try expect(try await store.stasisEntry("none"), equals: nil, "stasis entry")
            try expect(try await store.notification("none"), equals: nil, "notification")
            try expect(try await store.proposal("none"), equals: nil, "proposal")
            try expect(try await store.auditRow("none"), equals: nil, "audit row")
            try expect(try await store.lastAlive(), equals: nil, "last alive")
            try expect(try await store.lastRuns(of: [id]), equals: [:], "last runs")
            try expect(try await store.lastRuns(of: []), equals: [:], "last runs of nothing")
            try expect(try await ReadModel(of: store), equals: ReadModel(), "the whole model")
        }
    }

    private static func replacementsAreWhole(_ suite: StoreSuite) async throws {
        var schedule = Samples.fullSchedule("nightly")
        schedule.version = 2
        var run = Samples.fullRun("run")
        run.schedule = schedule.id
        var entry = Samples.fullEntry("stasis")
        entry.version = 2
        var notification = Samples.fullNotification("notice")
        notification.version = 2
        try await suite.withStore { store in
            _ = try await store.commit(
                ChangeSet([
                    .insertSchedule(Samples.schedule()), .insertRun(Samples.run("run")),
                    .insertStasis(Samples.entry("stasis")), .insertNotification(Samples.notification("notice")),
                ]))
            let result = try await store.commit(
                ChangeSet([
                    .replaceSchedule(schedule, expectedVersion: 1), .replaceRun(run, expected: .running),
                    .replaceStasis(entry, expectedVersion: 1),
                    .replaceNotification(notification, expectedVersion: 1),
                ]))
            try expect(result, equals: .committed(lastSeq: 0), "result")
            try expect(try await store.schedule(schedule.id), equals: schedule, "schedule")
            try expect(try await store.run("run"), equals: run, "run")
            try expect(try await store.stasisEntry("stasis"), equals: entry, "stasis entry")
            try expect(try await store.notification("notice"), equals: notification, "notification")
        }
    }
}

internal import CivilTime
internal import Operations
internal import Store

extension StoreSuite {
    static let refusals: [Check] =
        refusalTable.map { row in
            Check("refused whole: \(row.name)") { suite in try await refuses(row, suite) }
        } + [Check("a cursor moves only from where it stands", cursorMoves)]

    /// A mutation that does not hold over `ground`, and what the refusal says.
    private struct RefusalRow: Sendable {
        var name: String
        var mutation: Mutation
        var refusal: Refusal
    }

    /// What stands before each row: schedule `nightly` at version 1, runs, stasis entries and a notification.
    private static let ground: [Mutation] = [
        .insertSchedule(Samples.schedule()),
        .insertRun(Samples.run("run")),
        .insertRun(Samples.run("other", at: Samples.dawn + .seconds(60))),
        .insertStasis(Samples.entry("stasis")),
        .insertStasis(Samples.fullEntry("resolved")),
        .insertNotification(Samples.notification("notice")),
        .insertProposal(Samples.proposal("proposal")), .insertProposal(Samples.fullProposal("answered")),
        .insertDelivery(Samples.delivery("delivery")), .insertDelivery(Samples.fullDelivery("given-up")),
        .insertAudit(Samples.audit("row")),
        .recordLiveness(node: "node-1", at: Samples.dawn),
    ]

    private static let refusalTable: [RefusalRow] = {
        let nightly = Samples.schedule()
        let gone = Samples.schedule("gone")
        var moved = Samples.run("other", at: Samples.dawn)
        moved.status = .success
        var next = Samples.entry("resolved")
        next.version = 3
        return [
            RefusalRow(
                name: "a schedule whose id is taken", mutation: .insertSchedule(nightly),
                refusal: .scheduleExists(nightly.id)),
            RefusalRow(
                name: "an edit of a stale version", mutation: .replaceSchedule(nightly, expectedVersion: 2),
                refusal: .scheduleChanged(nightly.id)),
            RefusalRow(
                name: "an edit of a schedule that is gone", mutation: .replaceSchedule(gone, expectedVersion: 1),
                refusal: .scheduleChanged(gone.id)),
            RefusalRow(
                name: "a deletion of a stale version", mutation: .deleteSchedule(nightly.id, expectedVersion: 0),
                refusal: .scheduleChanged(nightly.id)),
            RefusalRow(
                name: "a deletion of what is gone", mutation: .deleteSchedule(gone.id, expectedVersion: 1),
                refusal: .scheduleChanged(gone.id)),
            RefusalRow(
                name: "a cursor from where it does not stand",
                mutation: .advanceCursor(
                    nightly.id, from: Samples.dawn + .milliseconds(1), to: Samples.dawn + .seconds(60)),
                refusal: .cursorMoved(nightly.id)),
            RefusalRow(
                name: "the cursor of a schedule that is gone",
                mutation: .advanceCursor(gone.id, from: Samples.dawn, to: Samples.dawn + .seconds(60)),
                refusal: .cursorMoved(gone.id)),
            RefusalRow(
                name: "a run whose id is taken",
                mutation: .insertRun(Samples.run("run", at: Samples.dawn + .seconds(600))),
                refusal: .runChanged("run")),
            RefusalRow(
                name: "a second account of an occurrence", mutation: .insertRun(Samples.run("second")),
                refusal: .occurrenceTaken(OccurrenceID(nightly.id, Samples.dawn))),
            RefusalRow(
                name: "a run that is not as expected", mutation: .replaceRun(Samples.run("run"), expected: .waiting),
                refusal: .runChanged("run")),
            RefusalRow(
                name: "a run that is gone", mutation: .replaceRun(Samples.run("gone"), expected: .running),
                refusal: .runChanged("gone")),
            RefusalRow(
                name: "a run moved onto another's occurrence", mutation: .replaceRun(moved, expected: .running),
                refusal: .occurrenceTaken(OccurrenceID(nightly.id, Samples.dawn))),
            RefusalRow(
                name: "a claim taken back that has started", mutation: .withdrawRun(Samples.run("run")),
                refusal: .runChanged("run")),
            RefusalRow(
                name: "a claim taken back that is gone", mutation: .withdrawRun(Samples.run("gone")),
                refusal: .runChanged("gone")),
            RefusalRow(
                name: "a stasis entry taken back at a stale version", mutation: .withdrawStasis(next),
                refusal: .stasisChanged("resolved")),
            RefusalRow(
                name: "a stasis entry whose id is taken", mutation: .insertStasis(Samples.entry("stasis")),
                refusal: .stasisChanged("stasis")),
            RefusalRow(
                name: "a stasis entry of a stale version",
                mutation: .replaceStasis(Samples.entry("stasis"), expectedVersion: 2),
                refusal: .stasisChanged("stasis")),
            RefusalRow(
                name: "a stasis entry that is resolved", mutation: .replaceStasis(next, expectedVersion: 2),
                refusal: .stasisChanged("resolved")),
            RefusalRow(
                name: "a notification whose id is taken",
                mutation: .insertNotification(Samples.notification("notice")), refusal: .notificationChanged("notice")),
            RefusalRow(
                name: "a notification of a stale version",
                mutation: .replaceNotification(Samples.notification("notice"), expectedVersion: 9),
                refusal: .notificationChanged("notice")),
            RefusalRow(
                name: "a proposal whose id is taken", mutation: .insertProposal(Samples.proposal("proposal")),
                refusal: .proposalChanged("proposal")),
            RefusalRow(
                name: "a second answer to a proposal",
                mutation: .replaceProposal(
                    Samples.fullProposal("answered").resolved(.applied, by: .system, at: Samples.dawn),
                    expectedVersion: 2),
                refusal: .proposalChanged("answered")),
            RefusalRow(
                name: "a proposal of a stale version",
                mutation: .replaceProposal(Samples.proposal("proposal"), expectedVersion: 2),
                refusal: .proposalChanged("proposal")),
            RefusalRow(
                name: "a delivery whose id is taken", mutation: .insertDelivery(Samples.delivery("delivery")),
                refusal: .deliveryChanged("delivery")),
            RefusalRow(
                name: "the end of an attempt that was recorded already",
                mutation: .replaceDelivery(Samples.fullDelivery("delivery"), expectedAttempts: 1),
                refusal: .deliveryChanged("delivery")),
            RefusalRow(
                name: "a delivery that has ended",
                mutation: .replaceDelivery(Samples.fullDelivery("given-up"), expectedAttempts: 3),
                refusal: .deliveryChanged("given-up")),
            RefusalRow(
                name: "a delivery that is gone",
                mutation: .replaceDelivery(Samples.delivery("gone"), expectedAttempts: 0),
                refusal: .deliveryChanged("gone")),
        ]
    }()

    /// The refused mutation stands among ones of every kind that would hold, and events: none of them may be seen.
    private static func refuses(_ row: RefusalRow, _ suite: StoreSuite) async throws {
        let late = Samples.dawn + .seconds(86_400)
        let fresh = Samples.schedule("fresh")
        let before: [Mutation] = [
            .insertSchedule(fresh), .insertRun(Samples.run("fresh", of: fresh)),
            .insertStasis(Samples.entry("fresh", of: fresh)), .insertNotification(Samples.notification("fresh")),
            .insertProposal(Samples.proposal("fresh")), .insertOutage(Samples.outage("fresh")),
            .insertDelivery(Samples.delivery("fresh")), .insertAudit(Samples.audit("fresh")),
            .recordLiveness(node: "node-1", at: late),
        ]
        let after: [Mutation] = [.advanceCursor(fresh.id, from: fresh.cursor, to: late)]
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet(ground, events: [Samples.event()]))
            let model = try await ReadModel(of: store)
            let set = ChangeSet(before + [row.mutation] + after, events: [Samples.event(), Samples.fullEvent])
            try expect(try await store.commit(set), equals: .refused(row.refusal), row.name)
            try expect(try await ReadModel(of: store), equals: model, "the model after a refusal")
            try expect(try await store.audit(AuditQuery()).map(\.id), equals: ["row"], "the audit after a refusal")
            try expect(
                try await store.deliveries(DeliveryQuery()).map(\.id), equals: ["given-up", "delivery"],
                "the outbox after a refusal")
            try expect(try await store.lastAlive(), equals: Samples.dawn, "liveness after a refusal")
            try expect(try await store.logBounds(), equals: LogBounds(first: 1, last: 1), "the log after a refusal")
            try expect(try await store.events(after: 0, limit: 9).count, equals: 1, "events after a refusal")
            let next = try await store.commit(ChangeSet(before + after, events: [Samples.event()]))
            try expect(next, equals: .committed(lastSeq: 2), "the same set without what was refused")
        }
    }

    private static func cursorMoves(_ suite: StoreSuite) async throws {
        let schedule = Samples.schedule()
        let (one, two) = (Samples.dawn + .milliseconds(1), Samples.dawn + .seconds(60))
        try await suite.withStore { store in
            _ = try await store.commit(ChangeSet([.insertSchedule(schedule)]))
            let moves = ChangeSet([
                .advanceCursor(schedule.id, from: schedule.cursor, to: one),
                .advanceCursor(schedule.id, from: one, to: two),
            ])
            try expect(try await store.commit(moves), equals: .committed(lastSeq: 0), "two moves")
            try expect(try await store.commit(moves), equals: .refused(.cursorMoved(schedule.id)), "the same again")
            var moved = schedule
            moved.cursor = two
            try expect(try await store.schedule(schedule.id), equals: moved, "the schedule")
            // A whole write takes the cursor with it.
            let back = try await store.commit(ChangeSet([.replaceSchedule(schedule, expectedVersion: 1)]))
            try expect(back, equals: .committed(lastSeq: 0), "a whole write")
            try expect(try await store.schedules(ScheduleQuery()), equals: [schedule], "the schedules")
        }
    }
}

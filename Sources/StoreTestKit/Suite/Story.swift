internal import CivilTime
internal import Operations
internal import Store

/// A made-up history: change sets that mostly hold and sometimes don't, each with the events that tell of it.
///
/// It keeps its own record, which says what a store must answer.
struct Story {
    private(set) var record = MemoryRecord()
    private var random: SplitMix64
    private var now = Samples.dawn
    private var number = 0

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// The next set, and what comes of it.
    mutating func next() -> (set: ChangeSet, result: CommitResult) {
        now = now + .milliseconds(Int.random(in: 0...90_000, using: &random))
        var set = ChangeSet()
        for _ in 0..<Int.random(in: 1...4, using: &random) { set.append(step()) }
        return (set, record.commit(set))
    }

    private mutating func step() -> ChangeSet {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: create()
        case 1: edit()
        case 2: delete()
        case 3, 4: claim()
        case 5, 6: finish()
        case 7: miss()
        case 8: answer()
        default: remark()
        }
    }

    private mutating func newID(_ kind: String) -> String {
        number += 1
        return "\(kind)-\(number)"
    }

    /// A version that is now and then a stale one.
    private mutating func version(_ version: Int) -> Int {
        random.chance(1, outOf: 12) ? version - 1 : version
    }

    private func event(_ type: EventType, of schedule: ScheduleID?, _ payload: EventPayload) -> EventDraft {
        EventDraft(
            type, schedule: schedule, ownerID: "ops", occurredAt: now, status: "ok", payload: payload, actor: .system)
    }
}

// Schedules and their runs.
extension Story {
    private mutating func create() -> ChangeSet {
        let ref = "job-\(Int.random(in: 0..<8, using: &random))"
        var schedule = Samples.schedule(ref, random.chance(1, outOf: 3) ? .heartbeat : .cron)
        schedule.ownerID = random.chance(1, outOf: 2) ? "ops" : "dev"
        schedule.sessionID = random.flip() ? "main" : nil
        schedule.createdAt = now
        schedule.cursor = now
        let told = event(.cronJobCreated, of: schedule.id, EventPayload(schedule: schedule))
        return ChangeSet([.insertSchedule(schedule)], events: [told])
    }

    private mutating func anySchedule() -> Schedule? {
        random.pick(record.schedules(ScheduleQuery()))
    }

    private mutating func edit() -> ChangeSet {
        guard var schedule = anySchedule() else { return ChangeSet() }
        let expected = version(schedule.version)
        schedule.version += 1
        schedule.title = "Title \(schedule.version)"
        schedule.state = random.pick(Samples.states) ?? .active
        schedule.updatedAt = now
        let told = event(.cronJobUpdated, of: schedule.id, EventPayload(schedule: schedule))
        return ChangeSet([.replaceSchedule(schedule, expectedVersion: expected)], events: [told])
    }

    private mutating func delete() -> ChangeSet {
        guard random.chance(1, outOf: 3), let schedule = anySchedule() else { return ChangeSet() }
        let told = event(.cronJobDeleted, of: schedule.id, EventPayload())
        return ChangeSet(
            [.deleteSchedule(schedule.id, expectedVersion: version(schedule.version))], events: [told])
    }

    private mutating func claim() -> ChangeSet {
        guard let schedule = anySchedule() else { return ChangeSet() }
        let trigger = random.pick(Trigger.allCases) ?? .schedule
        // Few instants, so that some are claimed twice.
        let at = Instant(epochSeconds: schedule.cursor.epochSeconds + Int64.random(in: 0...2, using: &random) * 60)
        var run = Samples.run(newID("run"), of: schedule, at: at, trigger: trigger)
        run.status = random.pick([.waiting, .running, .running, .skipped]) ?? .running
        run.claimedAt = now
        let from = random.chance(1, outOf: 12) ? at - .seconds(1) : schedule.cursor
        let told = event(.cronRunStarted, of: schedule.id, EventPayload(run: run))
        return ChangeSet(
            [.insertRun(run), .advanceCursor(schedule.id, from: from, to: max(at, schedule.cursor))], events: [told])
    }

    private mutating func finish() -> ChangeSet {
        let live = record.runs(RunQuery(statuses: [.waiting, .running]))
        guard var run = random.pick(live) else { return ChangeSet() }
        let expected = random.chance(1, outOf: 12) ? RunStatus.lost : run.status
        run.status = random.pick([.success, .failed, .cancelled, .lost]) ?? .success
        run.startedAt = random.flip() ? now : nil
        run.finishedAt = now
        run.exitCode = random.flip() ? 1 : nil
        let told = event(.cronRunCompleted, of: run.schedule, EventPayload(run: run))
        return ChangeSet([.replaceRun(run, expected: expected)], events: [told])
    }
}

// What was missed, and what is said about it.
extension Story {
    private mutating func miss() -> ChangeSet {
        guard let schedule = anySchedule() else { return ChangeSet() }
        let outage = random.flip() ? Samples.outage(newID("outage"), from: now) : nil
        let entry = Samples.entry(
            newID("stasis"), of: schedule, count: Int.random(in: 1...5, using: &random), from: now,
            outageID: outage?.id)
        let notification = Samples.notification(newID("notice"), of: schedule, at: now)
        let told = event(
            .cronMissed, of: schedule.id,
            EventPayload(stasis: [entry], notification: notification, outage: outage))
        let outages = outage.map { [Mutation.insertOutage($0)] } ?? []
        return ChangeSet(outages + [.insertStasis(entry), .insertNotification(notification)], events: [told])
    }

    private mutating func answer() -> ChangeSet {
        guard let entry = random.pick(record.stasis(StasisQuery())) else { return ChangeSet() }
        let status = random.pick([StasisStatus.approvedAndRun, .rescheduled, .deleted]) ?? .deleted
        let answered = entry.resolved(status, by: .operator("Ada"), at: now)
        let told = event(.stasisResolved, of: entry.schedule, EventPayload(stasis: [answered]))
        return ChangeSet([.replaceStasis(answered, expectedVersion: version(entry.version))], events: [told])
    }

    private mutating func remark() -> ChangeSet {
        let alive = ChangeSet([.recordLiveness(node: "node-1", at: now), .insertAudit(audit())])
        guard var notification = random.pick(record.notifications(NotificationQuery())) else { return alive }
        let expected = version(notification.version)
        notification.version += 1
        notification.count += 1
        notification.lastAt = now
        notification.status = random.pick(Notification.Status.allCases) ?? .new
        let told = event(.notificationUpdated, of: notification.schedule, EventPayload(notification: notification))
        return ChangeSet(
            alive.mutations + [.replaceNotification(notification, expectedVersion: expected)], events: [told])
    }

    private mutating func audit() -> AuditRow {
        Samples.audit(newID("audit"), of: random.flip() ? Samples.schedule().id : nil, at: now)
    }
}

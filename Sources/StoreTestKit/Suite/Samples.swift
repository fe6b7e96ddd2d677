internal import CivilTime
internal import Operations
internal import Recurrence

/// Values that the checks write; `bare` ones set no optional, `full` ones set all.
enum Samples {
    static let dawn = Instant(epochSeconds: 1_772_500_000)
    static let oddText = "'; DROP TABLE runs; -- \"q\" \\ / 数 é e\u{301} 👩‍🚀 \u{202E} tab\t line\n \u{1} end"

    static func timetable(_ timing: Timetable.Timing = .every(seconds: 60, anchor: dawn)) -> Timetable {
        Timetable(timing: timing, timezone: "America/Chicago")
    }

    static let timetables: [Timetable] = [
        timetable(.cron(expression: "30 4 * * MON-FRI", dialect: .vixie)),
        timetable(.every(seconds: 5_400, anchor: dawn)),
        timetable(.at(Instant(epochMilliseconds: dawn.epochMilliseconds + 123))),
        timetable(.heartbeat(everySeconds: 1_800, anchor: dawn, activeHours: nil)),
        Timetable(
            timing: .heartbeat(
                everySeconds: 900, anchor: dawn, activeHours: ActiveHours(start: "08:00", end: "22:30")),
            timezone: "Australia/Lord_Howe", dst: DSTPolicy(gap: .skip, overlap: .both),
            added: [AddedOccurrence(at: dawn), AddedOccurrence(at: dawn + .seconds(9), origin: dawn)],
            removed: [
                RemovedOccurrence(at: dawn), RemovedOccurrence(at: dawn + .seconds(5), movedTo: dawn + .seconds(9)),
            ]),
    ]

    static let states: [ScheduleState] = [.active, .paused(until: nil), .paused(until: dawn), .disabled]

    static func schedule(_ ref: String = "nightly", _ source: Source = .cron, owner: String = "ops") -> Schedule {
        Schedule(
            id: ScheduleID(source, ref), ownerID: owner, title: "Nightly ledger", timetable: timetable(),
            work: Work(command: "true"), createdAt: dawn)
    }

    static func fullSchedule(_ ref: String = "full") -> Schedule {
        var schedule = Schedule(
            id: ScheduleID(.cron, ref), ownerID: "ops", title: oddText, description: oddText, sessionID: "main",
            channel: "#ops", category: .critical, timetable: timetables[4],
            work: Work(
                runner: "shell", command: "echo 'a' \"b\"", stdin: oddText, workspaceDir: "/srv/work",
                env: ["LANG": "C", "EMPTY": ""], timeoutSeconds: 30),
            overlap: .queue, graceSeconds: 90, retries: 3, deleteAfterRun: true, sessionWake: .now,
            deliveryMode: "last", state: .paused(until: dawn),
            metadata: ["note": .string(oddText), "list": [1, .number(-2.5), true, nil, "x"], "deep": ["a": ["b": 9]]],
            version: 7, createdAt: dawn, updatedAt: dawn + .milliseconds(1), cursor: dawn + .seconds(5))
        schedule.accountedThrough = dawn + .seconds(90)
        return schedule
    }

    static func run(
        _ id: String, of schedule: Schedule = schedule(), at instant: Instant = dawn,
        trigger: Trigger = .schedule, attempt: Int = 1, status: RunStatus = .running
    ) -> Run {
        Run(
            id: id, of: schedule, trigger: trigger, attempt: attempt, status: status, scheduledAt: instant,
            claimedAt: instant + .milliseconds(7), node: "node-1")
    }

    static func fullRun(_ id: String) -> Run {
        var run = Run(
            id: id, of: fullSchedule(), trigger: .retry, attempt: 2, status: .failed, scheduledAt: dawn,
            claimedAt: dawn + .milliseconds(3), startedAt: dawn + .milliseconds(4), finishedAt: dawn + .seconds(8),
            durationMS: 7_996, exitCode: 137, error: oddText, detail: "nothing to report", outputPreview: oddText,
            node: "node-1", notes: ["woken by cron|nightly", oddText])
        run.askedBy = .operator("Ada")
        run.retryAt = dawn + .seconds(20)
        run.outputBytes = 1 << 40
        run.outputBytesDropped = 12
        return run
    }

    static func entry(
        _ id: String, of schedule: Schedule = schedule(), count: Int = 10, from instant: Instant = dawn,
        outageID: String? = nil
    ) -> StasisEntry {
        StasisEntry(
            id: id, of: schedule, reason: .downtime, count: count, firstAt: instant,
            lastAt: instant + .seconds(60 * (count - 1)), outageID: outageID, createdAt: instant + .seconds(3_600))
    }

    static func fullEntry(_ id: String) -> StasisEntry {
        var entry = entry(id, of: fullSchedule(), outageID: "outage-1")
            .resolved(.rescheduled, by: .operator("Ada"), at: dawn + .seconds(7_200))
        entry.runID = "run-9"
        entry.rescheduledTo = dawn + .seconds(9_000)
        return entry
    }

    static func notification(
        _ id: String, of schedule: Schedule = schedule(), status: Notification.Status = .new,
        at instant: Instant = dawn
    ) -> Notification {
        Notification(
            id: id, kind: .failed, status: status, schedule: schedule.id, ownerID: schedule.ownerID,
            sessionID: nil, channel: nil, category: .normal, occurrence: nil, title: "It failed",
            message: "exit status 1", createdAt: instant)
    }

    static func fullNotification(_ id: String) -> Notification {
        var notification = Notification(
            id: id, kind: .missed, status: .snoozed, schedule: schedule().id, ownerID: "ops", sessionID: "main",
            channel: "#ops", category: .critical, occurrence: OccurrenceID(schedule().id, dawn), runID: "run-1",
            stasisID: "stasis-1", title: oddText, message: oddText, count: 4, createdAt: dawn)
        notification.snoozedUntil = dawn + .seconds(60)
        notification.told = [
            Notification.Told(channel: "ops", at: dawn),
            Notification.Told(channel: "phone", at: dawn + .seconds(5)),
        ]
        return notification
    }

    static func delivery(
        _ id: String, to channel: String = "ops", of notification: Notification? = nil,
        kind: Delivery.Kind = .test, at instant: Instant = dawn
    ) -> Delivery {
        Delivery(id: id, channel: channel, kind: kind, notification: notification, createdAt: instant)
    }

    static func fullDelivery(_ id: String, status: Delivery.Status = .givenUp) -> Delivery {
        var delivery = delivery(id, of: fullNotification("notice-1"), kind: .repeated)
        delivery.status = status
        delivery.attempts = 3
        delivery.nextAttemptAt = dawn + .seconds(70)
        delivery.lastAttemptAt = dawn + .seconds(60)
        delivery.answer = oddText
        delivery.endedAt = status == .pending ? nil : dawn + .seconds(61)
        return delivery
    }

    static func proposal(_ id: String, of schedule: ScheduleID = schedule().id, at instant: Instant = dawn) -> Proposal
    {
        Proposal(
            id: id, occurrence: nil, schedule: schedule, ownerID: "ops", instruction: "every day at 9 run true",
            summary: "A new job", kind: .create, before: nil, after: nil, confidence: .medium, interpreter: "grammar",
            createdAt: instant, createdBy: .operator("Ada"))
    }

    static func fullProposal(_ id: String) -> Proposal {
        var proposal = Proposal(
            id: id, occurrence: OccurrenceID(schedule().id, dawn), schedule: schedule().id, ownerID: "ops",
            sessionID: "main", instruction: oddText, summary: oddText, kind: .moveOccurrence,
            patch: ["cron_expr": "0 9 * * *", "run_at": nil], occurrencesAt: [dawn], movedTo: dawn + .seconds(60),
            before: schedule(), after: fullSchedule("nightly"), changedFields: ["exceptions"], nextBefore: [dawn],
            nextAfter: [dawn + .seconds(60)], warnings: [oddText], confidence: .high, interpreter: "grammar",
            createdAt: dawn, createdBy: .operator("Ada")
        ).resolved(.failed, by: .operator("Grace"), at: dawn + .seconds(9))
        proposal.failure = oddText
        proposal.runID = "run-1"
        return proposal
    }

    static func outage(_ id: String, from: Instant = dawn, seconds: Int = 60) -> Outage {
        Outage(id: id, from: from, to: from + .seconds(seconds), reason: .suspended, node: "node-1")
    }

    static func audit(_ id: String, of schedule: ScheduleID? = nil, at instant: Instant = dawn) -> AuditRow {
        AuditRow(id: id, at: instant, actor: .operator("Ada"), action: "pause", schedule: schedule)
    }

    static func fullAudit(_ id: String) -> AuditRow {
        AuditRow(
            id: id, at: dawn, actor: .system, action: "edit", schedule: schedule().id,
            occurrence: OccurrenceID(schedule().id, dawn), reason: oddText, before: schedule(),
            after: fullSchedule(), proposalID: "proposal-1", undoes: "row-0")
    }

    static func event(
        _ type: EventType = .schedulerStarted, _ payload: EventPayload = EventPayload(), at instant: Instant = dawn
    ) -> EventDraft {
        EventDraft(type, ownerID: "ops", occurredAt: instant, status: "ok", payload: payload, actor: .system)
    }

    static let fullEvent = EventDraft(
        .cronRunFailed, schedule: schedule().id, ownerID: "ops", sessionID: "main", channel: "#ops",
        occurredAt: dawn + .milliseconds(999), status: "failed",
        payload: EventPayload(
            schedule: fullSchedule(), run: fullRun("run-1"), stasis: [fullEntry("stasis-1"), entry("stasis-2")],
            notification: fullNotification("notice-1"), outage: outage("outage-1"),
            proposal: fullProposal("proposal-1"), withdrawn: ["run-8", "stasis-9"],
            note: ["why": .string(oddText), "count": 3]),
        actor: .operator("Ada"))
}

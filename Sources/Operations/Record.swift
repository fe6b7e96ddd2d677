package import CivilTime

/// Types of the event log, by their names on the wire (Public/openapi.yaml).
package enum EventType: String, Hashable, Sendable, Codable, CaseIterable {
    case cronJobCreated = "cron_job_created"
    case cronJobUpdated = "cron_job_updated"
    case cronJobDeleted = "cron_job_deleted"
    case cronRunStarted = "cron_run_started"
    case cronRunCompleted = "cron_run_completed"
    case cronRunFailed = "cron_run_failed"
    case cronRunSkipped = "cron_run_skipped"
    case cronMissed = "cron_missed"
    case heartbeatScheduled = "heartbeat_scheduled"
    case heartbeatUpdated = "heartbeat_updated"
    case heartbeatDeleted = "heartbeat_deleted"
    case heartbeatStarted = "heartbeat_started"
    case heartbeatCompleted = "heartbeat_completed"
    case heartbeatFailed = "heartbeat_failed"
    case heartbeatSkipped = "heartbeat_skipped"
    case heartbeatMissed = "heartbeat_missed"
    case changeProposed = "change_proposed"
    case changeApplied = "change_applied"
    case changeRejected = "change_rejected"
    case changeFailed = "change_failed"
    case notificationCreated = "notification_created"
    case notificationUpdated = "notification_updated"
    case stasisResolved = "stasis_resolved"
    case schedulerStarted = "scheduler_started"
    case schedulerStopped = "scheduler_stopped"
    case schedulerClockStepped = "scheduler_clock_stepped"

    /// Whether a schedule is gone after it.
    package var endsSchedule: Bool {
        switch self {
        case .cronJobDeleted, .heartbeatDeleted: true
        case .cronJobCreated, .cronJobUpdated, .cronRunStarted, .cronRunCompleted, .cronRunFailed, .cronRunSkipped,
            .cronMissed, .heartbeatScheduled, .heartbeatUpdated, .heartbeatStarted, .heartbeatCompleted,
            .heartbeatFailed, .heartbeatSkipped, .heartbeatMissed, .notificationCreated, .notificationUpdated,
            .stasisResolved, .changeProposed, .changeApplied, .changeRejected, .changeFailed,
            .schedulerStarted, .schedulerStopped, .schedulerClockStepped:
            false
        }
    }
}

/// What an event carries: the changed things as they stood after it, so that replaying the log gives the read model.
///
/// Small, as an event carries few of them: what is large is shared.
package struct EventPayload: Hashable, Sendable, Codable {
    private var sharedSchedule: Shared<Schedule>?
    private var sharedRun: Shared<Run>?
    package var stasis: [StasisEntry]?
    private var sharedNotification: Shared<Notification>?
    private var sharedOutage: Shared<Outage>?
    private var sharedProposal: Shared<Proposal>?
    /// Ids of runs and stasis entries that are no more: claims that never started, misses that were none.
    package var withdrawn: [String]?
    /// Free remarks: why, and what else a reader wants to know.
    package var note: [String: JSONValue]?

    private enum CodingKeys: String, CodingKey {
        case stasis, withdrawn, note
        case sharedSchedule = "schedule"
        case sharedRun = "run"
        case sharedNotification = "notification"
        case sharedOutage = "outage"
        case sharedProposal = "proposal"
    }

    package init(
        schedule: Schedule? = nil, run: Run? = nil, stasis: [StasisEntry]? = nil, notification: Notification? = nil,
        outage: Outage? = nil, proposal: Proposal? = nil, withdrawn: [String]? = nil,
        note: [String: JSONValue]? = nil
    ) {
        self.sharedSchedule = schedule.map(Shared.init)
        self.sharedRun = run.map(Shared.init)
        self.stasis = stasis
        self.sharedNotification = notification.map(Shared.init)
        self.sharedOutage = outage.map(Shared.init)
        self.sharedProposal = proposal.map(Shared.init)
        self.withdrawn = withdrawn
        self.note = note
    }

    package var schedule: Schedule? { sharedSchedule?.value }
    package var run: Run? { sharedRun?.value }
    package var notification: Notification? { sharedNotification?.value }
    package var outage: Outage? { sharedOutage?.value }
    package var proposal: Proposal? { sharedProposal?.value }

    /// Whether it carries nothing but runs, stretches, notifications and what was withdrawn: what comes by the thousand.
    package var isOfRunsAlone: Bool {
        sharedSchedule == nil && sharedOutage == nil && sharedProposal == nil && note == nil
    }
}

/// A value at the end of a pointer: large values that are handed on often are shared, not copied.
package indirect enum Shared<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
    case value(Value)

    package init(_ value: Value) { self = .value(value) }

    package init(from decoder: any Decoder) throws { self = .value(try Value(from: decoder)) }

    package func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }

    package var value: Value {
        switch self {
        case .value(let value): value
        }
    }
}

/// An event before the store has given it its place in the log.
package struct EventDraft: Hashable, Sendable, Codable {
    package var type: EventType
    package var schedule: ScheduleID?
    package var ownerID: String
    package var sessionID: String?
    package var channel: String?
    package var occurredAt: Instant
    package var status: String
    package var payload: EventPayload
    package var actor: Actor

    package init(
        _ type: EventType, schedule: ScheduleID? = nil, ownerID: String, sessionID: String? = nil,
        channel: String? = nil, occurredAt: Instant, status: String, payload: EventPayload, actor: Actor
    ) {
        self.type = type
        self.schedule = schedule
        self.ownerID = ownerID
        self.sessionID = sessionID
        self.channel = channel
        self.occurredAt = occurredAt
        self.status = status
        self.payload = payload
        self.actor = actor
    }
}

/// An event of the log. `seq` is gap-free and grows by one.
package struct LogEvent: Hashable, Sendable, Codable {
    package var seq: Int64
    package var event: EventDraft

    package init(seq: Int64, event: EventDraft) {
        self.seq = seq
        self.event = event
    }
}

/// An interval in which the scheduler was not alive, from its own liveness record.
package struct Outage: Hashable, Sendable, Codable {
    package var id: String
    package var from: Instant
    package var to: Instant
    package var reason: MissedReason
    package var node: String

    package init(id: String, from: Instant, to: Instant, reason: MissedReason, node: String) {
        self.id = id
        self.from = from
        self.to = to
        self.reason = reason
        self.node = node
    }
}

/// A line of the audit: who did what to which thing, with the state before and after where it changed.
package struct AuditRow: Hashable, Sendable, Codable {
    package var id: String
    package var at: Instant
    package var actor: Actor
    package var action: String
    package var schedule: ScheduleID?
    package var occurrence: OccurrenceID?
    package var reason: String?
    package var before: Schedule?
    package var after: Schedule?
    /// The proposal that this row tells a stage of.
    package var proposalID: String?
    /// The row whose change this one took back.
    package var undoes: String?

    package init(
        id: String, at: Instant, actor: Actor, action: String, schedule: ScheduleID? = nil,
        occurrence: OccurrenceID? = nil, reason: String? = nil, before: Schedule? = nil, after: Schedule? = nil,
        proposalID: String? = nil, undoes: String? = nil
    ) {
        self.id = id
        self.at = at
        self.actor = actor
        self.action = action
        self.schedule = schedule
        self.occurrence = occurrence
        self.reason = reason
        self.before = before
        self.after = after
        self.proposalID = proposalID
        self.undoes = undoes
    }
}

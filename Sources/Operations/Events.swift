package import CivilTime

// Event drafts by what happened: the one place that names types and statuses.

extension EventDraft {
    package enum ScheduleChange {
        case created
        case updated
        case deleted
    }

    /// The event that says what became of a schedule, with the schedule as it stands after it; `note` says why.
    package static func schedule(
        _ change: ScheduleChange, _ schedule: Schedule, at now: Instant, by actor: Actor,
        note: [String: JSONValue]? = nil
    ) -> EventDraft {
        let type: EventType =
            switch (schedule.id.source, change) {
            case (.cron, .created): .cronJobCreated
            case (.cron, .updated): .cronJobUpdated
            case (.cron, .deleted): .cronJobDeleted
            case (.heartbeat, .created): .heartbeatScheduled
            case (.heartbeat, .updated): .heartbeatUpdated
            case (.heartbeat, .deleted): .heartbeatDeleted
            }
        return EventDraft(
            type, schedule: schedule.id, ownerID: schedule.ownerID, sessionID: schedule.sessionID,
            channel: schedule.channel, occurredAt: now, status: schedule.state.name,
            payload: EventPayload(schedule: schedule, note: note), actor: actor)
    }

    /// The event that says where a run now stands.
    package static func run(_ run: Run, at now: Instant, by actor: Actor) -> EventDraft {
        let cron = run.schedule.source == .cron
        let type: EventType =
            switch run.status {
            case .waiting, .running: cron ? .cronRunStarted : .heartbeatStarted
            case .success: cron ? .cronRunCompleted : .heartbeatCompleted
            case .failed, .lost, .cancelled: cron ? .cronRunFailed : .heartbeatFailed
            case .skipped: cron ? .cronRunSkipped : .heartbeatSkipped
            }
        return EventDraft(
            type, schedule: run.schedule, ownerID: run.ownerID, sessionID: run.sessionID, channel: run.channel,
            occurredAt: now, status: run.status.rawValue, payload: EventPayload(run: run), actor: actor)
    }

    /// `withdrawn` names the claim that the miss takes the place of.
    package static func missed(_ entry: StasisEntry, withdrawn: [String]? = nil, at now: Instant) -> EventDraft {
        EventDraft(
            entry.schedule.source == .cron ? .cronMissed : .heartbeatMissed, schedule: entry.schedule,
            ownerID: entry.ownerID, sessionID: entry.sessionID, channel: entry.channel, occurredAt: now,
            status: "missed", payload: EventPayload(stasis: [entry], withdrawn: withdrawn), actor: .system)
    }

    /// An operator's answer to missed occurrences: the resolved part and what is left of the stretch it was split from.
    package static func stasisResolved(
        _ entry: StasisEntry, rest: [StasisEntry] = [], run: Run? = nil, at now: Instant, by actor: Actor
    ) -> EventDraft {
        EventDraft(
            .stasisResolved, schedule: entry.schedule, ownerID: entry.ownerID, sessionID: entry.sessionID,
            channel: entry.channel, occurredAt: now, status: entry.status.rawValue,
            payload: EventPayload(run: run, stasis: [entry] + rest), actor: actor)
    }

    /// A proposal as it stands: made, applied, rejected, or failed.
    package static func proposal(_ proposal: Proposal, at now: Instant, by actor: Actor) -> EventDraft {
        let type: EventType =
            switch proposal.status {
            case .pending: .changeProposed
            case .applied: .changeApplied
            case .rejected: .changeRejected
            case .failed: .changeFailed
            }
        return EventDraft(
            type, schedule: proposal.schedule, ownerID: proposal.ownerID, sessionID: proposal.sessionID,
            occurredAt: now, status: proposal.status.rawValue, payload: EventPayload(proposal: proposal), actor: actor)
    }

    /// A stretch, or the part of it that lies ahead of a clock set right, that was not missed after all.
    package static func stasisWithdrawn(
        _ entry: StasisEntry, rest: StasisEntry?, at now: Instant, by actor: Actor
    ) -> EventDraft {
        EventDraft(
            .stasisResolved, schedule: entry.schedule, ownerID: entry.ownerID, sessionID: entry.sessionID,
            channel: entry.channel, occurredAt: now, status: "withdrawn",
            payload: EventPayload(stasis: rest.map { [$0] }, withdrawn: [entry.id]), actor: actor)
    }

    /// An event of the scheduler itself: its start, its stop, a clock that was set.
    package static func scheduler(
        _ type: EventType, node: String, at now: Instant, outage: Outage? = nil, note: [String: JSONValue] = [:]
    ) -> EventDraft {
        var note = note
        note["node"] = .string(node)
        return EventDraft(
            type, ownerID: Self.systemOwner, occurredAt: now, status: type.rawValue,
            payload: EventPayload(outage: outage, note: note), actor: .system)
    }

    /// Owner of what concerns the whole house. Every event has an owner.
    package static let systemOwner = "almanac"
}

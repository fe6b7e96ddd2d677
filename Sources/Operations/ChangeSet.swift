package import CivilTime

/// One change of the read model. Those with an expectation are compare-and-swap: if it does not hold, nothing of the
/// whole set is written.
///
/// Indirect: a decision about thousands hands its mutations on many times, and each would copy a whole run.
package indirect enum Mutation: Hashable, Sendable {
    /// Refused if the id is taken.
    case insertSchedule(Schedule)
    /// Writes the schedule whole (cursor included); `expectedVersion` is the version it replaces.
    case replaceSchedule(Schedule, expectedVersion: Int)
    case deleteSchedule(ScheduleID, expectedVersion: Int)
    /// Moves a cursor; refused unless it stands at `from`.
    case advanceCursor(ScheduleID, from: Instant, to: Instant)
    /// Refused if the id is taken or, for a run that accounts for an occurrence, if that occurrence and attempt has one.
    case insertRun(Run)
    /// Refused unless the run's status is `expected`.
    case replaceRun(Run, expected: RunStatus)
    /// Takes back a claim that was never started, so that its occurrence is without an account again; refused unless the
    /// run is waiting.
    case withdrawRun(Run)
    case insertStasis(StasisEntry)
    /// Refused unless the entry is pending at `expectedVersion`.
    case replaceStasis(StasisEntry, expectedVersion: Int)
    /// Takes back what turned out not to have been missed; refused unless the entry is at its version.
    case withdrawStasis(StasisEntry)
    case insertNotification(Notification)
    case replaceNotification(Notification, expectedVersion: Int)
    /// Refused if the id is taken.
    case insertProposal(Proposal)
    /// Refused unless the proposal is pending at `expectedVersion`.
    case replaceProposal(Proposal, expectedVersion: Int)
    /// Refused if the id is taken.
    case insertDelivery(Delivery)
    /// Refused unless the delivery is pending after so many attempts.
    case replaceDelivery(Delivery, expectedAttempts: Int)
    case insertOutage(Outage)
    case insertAudit(AuditRow)
    /// The node was alive at this instant.
    case recordLiveness(node: String, at: Instant)
}

/// Everything one decision changes: applied whole in one transaction, with its events, or not at all.
package struct ChangeSet: Hashable, Sendable {
    package var mutations: [Mutation]
    package var events: [EventDraft]

    package init(_ mutations: [Mutation] = [], events: [EventDraft] = []) {
        self.mutations = mutations
        self.events = events
    }

    package var isEmpty: Bool { mutations.isEmpty && events.isEmpty }

    /// Adds what another set changes, after what this one does.
    package mutating func append(_ other: ChangeSet) {
        mutations += other.mutations
        events += other.events
    }
}

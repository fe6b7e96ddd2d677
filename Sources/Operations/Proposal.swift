package import CivilTime

/// What a request in plain words asks for; the raw values are those of the wire.
package enum ChangeKind: String, Hashable, Sendable, Codable, CaseIterable {
    case setSchedule = "set_schedule"
    case setActiveHours = "set_active_hours"
    case setFields = "set_fields"
    case pause
    case resume
    case enable
    case disable
    case runNow = "run_now"
    case runOnce = "run_once"
    case skipOccurrence = "skip_occurrence"
    case moveOccurrence = "move_occurrence"
    /// A new schedule.
    case create
    /// Nothing that could be confirmed.
    case none
}

/// How far a reading of words can be trusted.
package enum Confidence: String, Hashable, Sendable, Codable, CaseIterable {
    /// Every word that matters was understood, in one reading, and nothing was assumed.
    case high
    /// Something was assumed; a warning names it.
    case medium
    /// There is nothing to confirm.
    case low
}

/// A change that a request in plain words was turned into. Nothing changes until somebody confirms it, and then once.
package struct Proposal: Hashable, Sendable, Codable {
    package enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        case pending = "pending_confirmation"
        case applied
        case rejected
        /// It was confirmed and could not be applied; `failure` says why.
        case failed
    }

    package var id: String
    /// The occurrence whose card the request was typed on; nil for a new schedule.
    package var occurrence: OccurrenceID?
    package var schedule: ScheduleID
    package var ownerID: String
    package var sessionID: String?
    package var instruction: String
    /// What would change, in one sentence.
    package var summary: String
    package var kind: ChangeKind
    /// The change as a merge patch (RFC 7396) on the schedule's document.
    package var patch: [String: JSONValue]
    /// The occurrences that are skipped, moved (`at` and `movedTo`), or added (`movedTo` alone).
    package var occurrencesAt: [Instant]
    package var movedTo: Instant?
    /// nil for a new schedule.
    package var before: Schedule?
    /// nil where no schedule changes.
    package var after: Schedule?
    /// Names of the fields in which `after` differs, as the wire has them.
    package var changedFields: [String]
    /// At most five, from the instant of the proposal on.
    package var nextBefore: [Instant]
    package var nextAfter: [Instant]
    package var warnings: [String]
    package var confidence: Confidence
    /// Who read the words: `grammar`, or the name of a language model.
    package var interpreter: String
    package var status: Status
    /// The version of the schedule that it was made from; nil for a new schedule.
    package var basedOnVersion: Int?
    package var createdAt: Instant
    package var createdBy: Actor
    /// From this instant on it can't be confirmed.
    package var expiresAt: Instant
    package var resolvedAt: Instant?
    package var resolvedBy: Actor?
    package var failure: String?
    /// The run that applying it started.
    package var runID: String?
    /// Grows with every change; a stale one never overwrites.
    package var version: Int

    /// Seconds for which a proposal can be confirmed: a day.
    package static let lifetimeSeconds: Int64 = 86_400

    package init(
        id: String, occurrence: OccurrenceID?, schedule: ScheduleID, ownerID: String, sessionID: String? = nil,
        instruction: String, summary: String, kind: ChangeKind, patch: [String: JSONValue] = [:],
        occurrencesAt: [Instant] = [], movedTo: Instant? = nil, before: Schedule?, after: Schedule?,
        changedFields: [String] = [], nextBefore: [Instant] = [], nextAfter: [Instant] = [], warnings: [String] = [],
        confidence: Confidence, interpreter: String, createdAt: Instant, createdBy: Actor
    ) {
        self.id = id
        self.occurrence = occurrence
        self.schedule = schedule
        self.ownerID = ownerID
        self.sessionID = sessionID
        self.instruction = instruction
        self.summary = summary
        self.kind = kind
        self.patch = patch
        self.occurrencesAt = occurrencesAt
        self.movedTo = movedTo
        self.before = before
        self.after = after
        self.changedFields = changedFields
        self.nextBefore = nextBefore
        self.nextAfter = nextAfter
        self.warnings = warnings
        self.confidence = confidence
        self.interpreter = interpreter
        self.status = .pending
        self.basedOnVersion = before?.version
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.expiresAt = createdAt.advanced(bySeconds: Self.lifetimeSeconds)
        self.version = 1
    }

    /// Whether a confirmation could do something at all.
    package var isConfirmable: Bool { confidence != .low && kind != .none }

    package func hasExpired(at now: Instant) -> Bool { status == .pending && now >= expiresAt }

    /// When nothing can happen to it any more: its answer, or its expiry.
    package var restedAt: Instant { resolvedAt ?? expiresAt }

    /// The proposal as its answer leaves it.
    package func resolved(_ status: Status, by actor: Actor, at now: Instant) -> Proposal {
        var proposal = self
        proposal.status = status
        proposal.resolvedAt = now
        proposal.resolvedBy = actor
        proposal.version += 1
        return proposal
    }
}

package import CivilTime
package import Operations
package import Recurrence

/// What changes on a schedule; what is nil stays as it is.
package struct SchedulePatch: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case active
        case disabled
        case paused(until: Instant?)
    }

    /// A value, or none where none is the change.
    package enum Setting<Value: Hashable & Sendable>: Hashable, Sendable {
        case none
        case value(Value)
    }

    package var timing: ChangeSubject.Timing?
    package var timezone: String?
    package var activeHours: Setting<ActiveHours>?
    package var state: State?
    package var title: String?
    package var category: Category?
    package var timeoutSeconds: Setting<Int64>?
    package var overlap: Overlap?

    package init() {}

    package var isEmpty: Bool { self == SchedulePatch() }
}

/// What happens to single occurrences.
package enum OccurrenceChange: Hashable, Sendable {
    case run(at: Instant)
    case skip([Instant])
    case move(from: Instant, to: Instant)
}

/// A request as it was understood.
package struct Interpretation: Hashable, Sendable {
    package var operation: ChangeKind
    package var patch = SchedulePatch()
    package var occurrence: OccurrenceChange?
    /// What would happen, in one sentence.
    package var summary: String
    package var warnings: [String]
    package var confidence: Confidence

    /// Nothing to confirm, and why.
    static func nothing(_ reason: String) -> Interpretation {
        Interpretation(
            operation: .none, summary: "Nothing would change.", warnings: [reason], confidence: .low)
    }
}

package import CivilTime

/// A message to the operators: something failed or was missed.
package struct Notification: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case failed
        case missed
        /// A confirmed change that could not be applied.
        case change
    }

    package enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        case new
        case acknowledged
        case snoozed
        case dismissed
        /// Closed by recovery or by the operator's answer to its cause.
        case resolved
        /// Held back by the policy of its category; counted and listed, never lost.
        case suppressed

        /// Whether its cause still stands, so that a repeat joins it.
        package var isOpen: Bool {
            switch self {
            case .new, .acknowledged, .snoozed, .suppressed: true
            case .dismissed, .resolved: false
            }
        }
    }

    /// An alert channel that was sent word of it, and when last.
    package struct Told: Hashable, Sendable, Codable {
        package var channel: String
        package var at: Instant

        package init(channel: String, at: Instant) {
            self.channel = channel
            self.at = at
        }
    }

    package var id: String
    package var kind: Kind
    package var status: Status
    package var schedule: ScheduleID
    package var ownerID: String
    package var sessionID: String?
    package var channel: String?
    package var category: Category
    package var occurrence: OccurrenceID?
    package var runID: String?
    package var stasisID: String?
    package var title: String
    package var message: String
    /// How many times its cause has spoken.
    package var count: Int
    package var createdAt: Instant
    package var lastAt: Instant
    package var snoozedUntil: Instant?
    /// The channels that know of it; nil where none does.
    package var told: [Told]?
    package var version: Int

    package init(
        id: String, kind: Kind, status: Status, schedule: ScheduleID, ownerID: String, sessionID: String?,
        channel: String?, category: Category, occurrence: OccurrenceID?, runID: String? = nil,
        stasisID: String? = nil, title: String, message: String, count: Int = 1, createdAt: Instant
    ) {
        self.id = id
        self.kind = kind
        self.status = status
        self.schedule = schedule
        self.ownerID = ownerID
        self.sessionID = sessionID
        self.channel = channel
        self.category = category
        self.occurrence = occurrence
        self.runID = runID
        self.stasisID = stasisID
        self.title = title
        self.message = message
        self.count = count
        self.createdAt = createdAt
        self.lastAt = createdAt
        self.version = 1
    }
}

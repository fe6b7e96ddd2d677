package import CivilTime

/// A message to one alert channel, as the outbox keeps it until it has arrived or is given up.
package struct Delivery: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A cause speaks for the first time.
        case opened
        /// The same cause has spoken again, or its snooze is over.
        case repeated
        /// The cause is gone.
        case recovered
        /// An operator wants to see a message arrive.
        case test
    }

    package enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        case pending
        case delivered
        /// It won't be tried again: too many attempts, too old, or no attempt could help.
        case givenUp = "given_up"
    }

    /// The receiver drops doubles by it: every attempt bears the same one.
    package var id: String
    package var channel: String
    package var kind: Kind
    package var status: Status
    /// As it stood when the delivery was decided; nil for a test.
    package var notification: Notification?
    package var createdAt: Instant
    /// When it may be tried; of no meaning once it is not pending.
    package var nextAttemptAt: Instant
    /// Attempts that have ended.
    package var attempts: Int
    package var lastAttemptAt: Instant?
    /// How the last attempt went, in words.
    package var answer: String?
    /// When it was delivered or given up.
    package var endedAt: Instant?

    package init(id: String, channel: String, kind: Kind, notification: Notification?, createdAt: Instant) {
        self.id = id
        self.channel = channel
        self.kind = kind
        self.status = .pending
        self.notification = notification
        self.createdAt = createdAt
        self.nextAttemptAt = createdAt
        self.attempts = 0
    }
}

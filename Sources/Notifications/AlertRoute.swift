package import CivilTime
package import Operations

/// What one alert channel wants to be told, and how often.
package struct AlertRoute: Hashable, Sendable {
    /// What can be told.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A run failed, or its end was lost.
        case failure
        /// Occurrences were missed.
        case missed
        /// A confirmed change could not be applied.
        case change
        /// The cause of what was told is gone.
        case recovery
    }

    package static let repeatMinutesByDefault = 60

    package var channel: String
    package var kinds: Set<Kind>
    package var categories: Set<Category>
    /// Between two messages about one cause that goes on speaking.
    package var repeatSeconds: Int64

    package init(
        channel: String, kinds: Set<Kind> = Set(Kind.allCases), categories: Set<Category> = Set(Category.allCases),
        repeatSeconds: Int64 = Int64(repeatMinutesByDefault) * 60
    ) {
        self.channel = channel
        self.kinds = kinds
        self.categories = categories
        self.repeatSeconds = repeatSeconds
    }

    /// The notification with a note of the channels that are told of it as it now stands, and what they are sent.
    ///
    /// The first word goes to each channel that takes its kind and category; a repeat to those that heard nothing for
    /// `repeatSeconds`, with the count, and to all when a snooze is over (`isWoken`); the end to those that were told of
    /// the beginning. While it is suppressed, acknowledged, snoozed or dismissed nobody is told of repeats. Ids are made
    /// of the notification's id and version, so that a decision that is made twice sends once.
    package static func deliveries(
        telling notification: Notification, isWoken: Bool = false, through routes: [AlertRoute], at now: Instant
    ) -> (Notification, [Delivery]) {
        var told = notification.told ?? []
        var sent: [(channel: String, kind: Delivery.Kind)] = []
        switch notification.status {
        case .new:
            for route in routes where route.takes(notification) {
                guard let index = told.firstIndex(where: { $0.channel == route.channel }) else {
                    told.append(Notification.Told(channel: route.channel, at: now))
                    sent.append((route.channel, .opened))
                    continue
                }
                let isDue = now >= told[index].at.advanced(bySeconds: route.repeatSeconds)
                guard isWoken || isDue else { continue }
                told[index].at = now
                sent.append((route.channel, .repeated))
            }
        case .resolved:
            for route in routes
            where route.kinds.contains(.recovery) && told.contains(where: { $0.channel == route.channel }) {
                sent.append((route.channel, .recovered))
            }
        case .acknowledged, .snoozed, .dismissed, .suppressed: break
        }
        guard !sent.isEmpty else { return (notification, []) }
        var marked = notification
        marked.told = told
        let deliveries = sent.map { channel, kind in
            Delivery(
                id: "\(notification.id)-\(notification.version)-\(channel)", channel: channel, kind: kind,
                notification: marked, createdAt: now)
        }
        return (marked, deliveries)
    }

    private func takes(_ notification: Notification) -> Bool {
        let kind: Kind =
            switch notification.kind {
            case .failed: .failure
            case .missed: .missed
            case .change: .change
            }
        return kinds.contains(kind) && categories.contains(notification.category)
    }
}

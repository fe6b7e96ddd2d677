package import CivilTime
package import Notifications
package import Operations
package import Store

/// What operators ask of the alert channels: which there are, and whether a message arrives.
package struct AlertDesk: Sendable {
    package let channels: [AlertChannel]
    private let open: [String: OpenChannel]
    private let courier: AlertCourier
    private let policy: DeliveryPolicy
    private let store: any Store
    private let clock: any WallClock
    private let newID: @Sendable () -> String

    package init(
        channels: [OpenChannel], courier: AlertCourier, policy: DeliveryPolicy, store: any Store,
        clock: any WallClock, newID: @escaping @Sendable () -> String
    ) {
        self.channels = channels.map(\.channel)
        open = Dictionary(channels.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.courier = courier
        self.policy = policy
        self.store = store
        self.clock = clock
        self.newID = newID
    }

    /// Sends a test at once, beside what waits for the channel, and answers how it went; nil where there is no such channel.
    ///
    /// It is on record once it has ended, and is tried once.
    package func test(_ channel: String) async throws(StoreError) -> Delivery? {
        guard let open = open[channel] else { return nil }
        let delivery = Delivery(
            id: "test-\(newID())", channel: channel, kind: .test, notification: nil, createdAt: clock.now)
        let outcome = await courier.carry([delivery], through: open, at: clock.now)
        let ended = policy.after(delivery, outcome, at: clock.now, random: 0)
        _ = try await store.commit(ChangeSet([.insertDelivery(ended)]))
        return ended
    }
}

import Notifications
import Operations
import StoreTestKit

// I26: what a channel is to be told is in the outbox with the change that it tells of, once.

extension Watch {
    /// The one channel of these worlds: it takes everything.
    static let alertRoute = AlertRoute(channel: "watch", repeatSeconds: 600)

    /// Looks whether the outbox holds what an event's notification asks for, and nothing else of it.
    mutating func outboxHolds(_ event: EventDraft, _ record: MemoryRecord) -> Violation? {
        guard let notification = event.payload.notification else { return nil }
        let delivery = record.deliveries["\(notification.id)-\(notification.version)-\(Self.alertRoute.channel)"]
        let isKnown = alerted.contains(notification.id)
        // Of who does not listen nothing is said; a repeat depends on when the last word was.
        let (mustTell, mayTell): (Delivery.Kind?, Delivery.Kind?) =
            switch notification.status {
            case .new: isKnown ? (nil, .repeated) : (.opened, .opened)
            case .resolved: isKnown ? (.recovered, .recovered) : (nil, nil)
            case .acknowledged, .snoozed, .dismissed, .suppressed: (nil, nil)
            }
        if notification.status == .new { alerted.insert(notification.id) }
        if let delivery { deliveriesSeen.insert(delivery.id) }
        guard let delivery else {
            return mustTell.map { Violation(invariant: "I26", what: "\(notification.id) is not told: \($0.rawValue)") }
        }
        guard delivery.kind == mayTell, delivery.notification == notification else {
            return Violation(invariant: "I26", what: "\(delivery.id) tells \(delivery.kind.rawValue)")
        }
        return nil
    }

    /// Nothing is in the outbox that no event asks for, and nothing twice.
    func outboxHolds(_ record: MemoryRecord) -> Violation? {
        record.outbox.count == deliveriesSeen.count
            ? nil
            : Violation(
                invariant: "I26",
                what: "\(record.outbox.count) deliveries for \(deliveriesSeen.count) that are asked for")
    }
}

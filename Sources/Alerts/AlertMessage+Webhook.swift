import Documents
import Operations
import Projection

extension AlertMessage {
    /// Grows when a member changes its meaning or goes; new members may come at any time.
    static let bodyVersion = 1

    /// The generic form (docs/alerts.md), also what a command is given on standard input.
    var webhookBody: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.field("version", Self.bodyVersion)
            json.field("delivery_id", delivery.id)
            json.field("event", delivery.kind.rawValue)
            json.field("channel", delivery.channel)
            json.field("created_at", delivery.createdAt)
            json.field("title", title)
            json.field("text", text)
            json.name("notification")
            if let notification {
                json.notification(notification, actions: notification.actions.map(\.rawValue))
            } else {
                json.value(.null)
            }
            json.name("links")
            json.object { json in
                json.fieldIfPresent("event", eventLink)
                json.fieldIfPresent("log", logLink)
            }
        }
        return json.bytes
    }
}

import CivilTime
import Documents
import Engine
import Hummingbird
import Operations
import Projection
import Store

extension API {
    func addNotifications(to router: Router<Context>) {
        router.get("api/v1/ops/notifications") { request, context in try await acting(context).notifications(request) }
        router.post("api/v1/ops/notifications/:id") { request, context in
            var request = request
            return try await acting(context).answer(try pathText(context, "id"), &request)
        }
    }

    private func notifications(_ request: Request) async throws -> Response {
        var statuses: Set<Operations.Notification.Status>?
        if let text = request.query("status") {
            guard let status = Operations.Notification.Status(rawValue: text) else {
                throw Problem.badRequest(
                    "status says \"\(text)\"; it takes \(Operations.Notification.Status.allCases.map(\.rawValue).joined(separator: ", ")).",
                    field: "status")
            }
            statuses = [status]
        }
        let owner = try owner(request)
        let found = try await store.notifications(
            NotificationQuery(
                statuses: statuses, ownerID: owner, limit: try request.limit(default: 200, max: 1_000)))
        let counts = try await store.notificationCounts(ownerID: owner)
        return Response.json(reserving: found.count * 500) { json in
            json.array("notifications") { json in
                for notification in found { json.notification(notification, actions: actions(of: notification)) }
            }
            json.field("unread", counts[.new] ?? 0)
            json.field("suppressed", counts[.suppressed] ?? 0)
        }
    }

    /// Of what can be done about the cause, what the principal may do.
    private func actions(of notification: Operations.Notification) -> [String] {
        notification.actions.filter(permittedActions.contains).map(\.rawValue)
    }

    static let snoozeMinutesMax: Int64 = 7 * 24 * 60
    static let snoozeMinutesDefault: Int64 = 60

    private func answer(_ id: String, _ request: inout Request) async throws -> Response {
        let fields = try await request.fields(["status", "snooze_minutes"])
        let text = try fields.text("status") ?? ""
        let status: Operations.Notification.Status
        switch text {
        case "acknowledged": status = .acknowledged
        case "snoozed": status = .snoozed
        case "dismissed": status = .dismissed
        default:
            throw Problem.badRequest(
                "status says \"\(text)\"; it takes acknowledged, snoozed or dismissed.", field: "status")
        }
        var minutes = Self.snoozeMinutesDefault
        if let value = fields["snooze_minutes"], value != .null {
            guard case .integer(let given) = value, (1...Self.snoozeMinutesMax).contains(given) else {
                throw Problem.badRequest(
                    "snooze_minutes takes a whole number from 1 to \(Self.snoozeMinutesMax).", field: "snooze_minutes")
            }
            minutes = given
        }
        let until = status == .snoozed ? clocks.now.advanced(bySeconds: minutes * 60) : nil
        let reply = try await perform(.answer(notificationID: id, status, snoozedUntil: until))
        guard let notification = reply.notification else { throw Problem(.noSuchNotification(id)) }
        return Response.json { json in
            json.name("notification")
            json.notification(notification, actions: actions(of: notification))
        }
    }
}

import Access
import Alerts
import Documents
import Hummingbird
import Notifications
import Operations
import Store

/// Alert channels, what was sent through them, and tests of them.
extension API {
    func addAlerts(to router: Router<Context>) {
        router.get("api/v1/ops/alerts") { _, context in try await acting(context).alertChannels() }
        router.get("api/v1/ops/alerts/deliveries") { request, context in try await acting(context).deliveries(request) }
        router.post("api/v1/ops/alerts/:channel/test") { request, context in
            var request = request
            return try await acting(context).testAlert(try pathText(context, "channel"), &request)
        }
    }

    private func alertChannels() async throws -> Response {
        Response.json { json in
            json.array("channels") { json in
                for channel in alerts.channels { json.alertChannel(channel) }
            }
        }
    }

    private func deliveries(_ request: Request) async throws -> Response {
        var query = DeliveryQuery(
            channel: request.query("channel"), notificationID: request.query("notification_id"),
            ownerID: try owner(request), limit: try request.limit(default: 100, max: 1_000))
        if let text = request.query("status") {
            guard let status = Delivery.Status(rawValue: text) else {
                throw Problem.badRequest(
                    "status says \"\(text)\"; it takes \(Delivery.Status.allCases.map(\.rawValue).joined(separator: ", ")).",
                    field: "status")
            }
            query.statuses = [status]
        }
        let found = try await store.deliveries(query)
        return Response.json(reserving: found.count * 400) { json in
            json.array("deliveries") { json in
                for delivery in found { json.delivery(delivery) }
            }
        }
    }

    private func testAlert(_ channel: String, _ request: inout Request) async throws -> Response {
        _ = try await request.fields([])
        guard let delivery = try await alerts.test(channel) else {
            let known = alerts.channels.map(\.name)
            throw Problem(
                status: .notFound, title: "Not found",
                detail: "There is no alert channel \"\(channel)\"; "
                    + (known.isEmpty ? "the configuration names none." : "there is \(known.joined(separator: ", ")).")
            )
        }
        return Response.json { json in
            json.name("delivery")
            json.delivery(delivery)
        }
    }
}

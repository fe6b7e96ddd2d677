import Access
import HTTPTestKit
import HTTPTypes
import Notifications
import Operations
import Testing

@Suite("Alert channels over HTTP") struct AlertTests {
    private static let path = "/api/v1/ops/alerts"

    private func hook(_ server: TinyServer, _ name: String = "ops") -> AlertChannel {
        AlertChannel(
            route: AlertRoute(channel: name),
            target: .webhook(url: .text(server.url + "/hush"), key: .text("hush-key")), isPrivateAllowed: true)
    }

    @Test("T17: channels are listed without their addresses and secrets")
    func list() async throws {
        let server = try TinyServer { _ in .text(200, "") }
        try await withHouse(channels: [hook(server)]) { house in
            let answer = try await house.get(Self.path)
            #expect(answer.json["channels"][0]["name"] == "ops")
            #expect(answer.json["channels"][0]["type"] == "webhook")
            #expect(!answer.text.contains("hush") && !answer.text.contains("127.0.0.1"))
        }
    }

    @Test("A test is sent at once and is in the log; one that fails says how")
    func test() async throws {
        let good = try TinyServer { _ in .text(200, "") }
        let bad = try TinyServer { _ in .text(500, "not now") }
        try await withHouse(channels: [hook(good), hook(bad, "bad")]) { house in
            let sent = try await house.post("\(Self.path)/ops/test", "{}")
            #expect(sent.json["delivery"]["status"] == "delivered")
            #expect(good.requests.count == 1)
            let failed = try await house.post("\(Self.path)/bad/test", "{}")
            #expect(failed.status == 200)
            #expect(failed.json["delivery"]["status"] == "given_up")
            #expect(failed.json["delivery"]["answer"].string?.hasSuffix(": not now") == true)
            let log = try await house.get("\(Self.path)/deliveries").json["deliveries"]
            #expect(log.items.map { $0["channel"] } == ["bad", "ops"])
            #expect(log[0]["event"] == "test" && log[0]["notification_id"] == .null)
            let unknown = try await house.post("\(Self.path)/nobody/test", "{}")
            #expect(unknown.status == 404)
            #expect(unknown.json["detail"] == "There is no alert channel \"nobody\"; there is ops, bad.")
        }
    }

    @Test("What is missed is in the outbox with its notification, of its owner alone")
    func outbox() async throws {
        try await withHouse { house in
            let created = try await house.post(
                "/api/v1/cron/jobs",
                #"{"job_id":"late","owner":"ben","command":"true","run_at":"2026-01-05T10:00:00Z"}"#)
            #expect(created.status == 201)
            let notices = try await house.get("/api/v1/ops/notifications").json["notifications"]
            let sent = try await house.get("\(Self.path)/deliveries?status=pending&channel=ops").json["deliveries"]
            #expect(sent.items.count == 1)
            #expect(sent[0]["notification_id"] == notices[0]["id"])
            #expect(sent[0]["event"] == "opened" && sent[0]["source_ref"] == "late")
            #expect(sent[0]["next_attempt_at"] == sent[0]["created_at"])
            let others = try house.token("cy", .viewer, .owner("cy"))
            let headers = ["authorization": "Bearer \(others)"]
            let hidden = try await house.send(.get, "\(Self.path)/deliveries", headers: headers)
            #expect(hidden.json["deliveries"].items.isEmpty)
            #expect(try await house.get("\(Self.path)/deliveries?owner=ben").json["deliveries"].items.count == 1)
        }
    }
}

import CivilTime
import Crypto
import Foundation
import Notifications
import Operations
import Testing

@testable import Alerts

@Suite("What messages say") struct MessageTests {
    private func json(_ bytes: [UInt8]) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    }

    private func message(_ delivery: Delivery, publicURL: String? = "https://almanac.example/ops/") -> AlertMessage {
        AlertMessage(delivery, publicURL: publicURL)
    }

    @Test("The generic body names the delivery, the notification, its actions and its links")
    func webhook() throws {
        let body = try json(message(delivery()).webhookBody)
        #expect(body["version"] == 1)
        #expect(body["delivery_id"] == "n1-1-ops")
        #expect(body["event"] == "opened")
        #expect(body["title"] == "Nightly failed")
        #expect(body["text"] == "exit status 3")
        #expect(body["notification"]["source_ref"] == "nightly")
        #expect(body["notification"]["category"] == "normal")
        #expect(body["notification"]["actions"] == ["open_logs", "run_now"])
        #expect(body["links"]["event"] == "https://almanac.example/ops/?view=day&event=cron%7Cnightly%7C1772452800")
        #expect(body["links"]["log"] == "https://almanac.example/ops/api/v1/ops/runs/run-1/log")
    }

    @Test("T18: without a public URL there are no links, whatever requests call the server")
    func links() throws {
        #expect(try json(message(delivery(), publicURL: nil).webhookBody)["links"] == .object([:]))
        #expect(try json(message(delivery(), publicURL: nil).ntfyBody(topic: "t").bytes)["click"] == .null)
    }

    @Test("Repeats, recoveries and tests say so")
    func kinds() {
        var repeated = delivery(kind: .repeated)
        repeated.notification?.count = 4
        #expect(message(repeated).title == "Nightly failed, 4 times by now")
        #expect(message(delivery(kind: .recovered)).title == "Resolved: Nightly failed")
        let test = Delivery(id: "t", channel: "ops", kind: .test, notification: nil, createdAt: dawn)
        #expect(message(test).title.contains("test of the alert channel ops"))
    }

    @Test("T13: what jobs say is plain text within bounds, in every form")
    func plain() throws {
        var loud = delivery()
        loud.notification?.title = "\u{1B}[31mred\u{1B}[0m\r\nInjected: header\u{202E}"
        loud.notification?.message = "a\u{0}b\u{1B}]0;title\u{7}\n" + String(repeating: "y", count: 100_000)
        let message = message(loud)
        #expect(message.title == "red Injected: header")
        #expect(message.text.count == AlertMessage.textLengthMax && message.text.hasPrefix("ab\n"))
        for bytes in [message.webhookBody, message.slackBody.bytes, message.ntfyBody(topic: "t").bytes] {
            #expect(bytes.count < 8_000)
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains("\\u001b") && !text.contains("\\u0000") && !text.contains("\u{202E}"))
        }
    }

    @Test("Many in one: how many of what, the loudest news first, and not more than there is room for")
    func bundle() throws {
        var many = (0..<40).map { number in
            var told = delivery("d\(number)", kind: number < 5 ? .recovered : .opened)
            told.notification?.title = "Job \(number) failed"
            return told
        }
        many[30].notification?.category = .critical
        let message = AlertMessage(bundling: many, first: many[0], publicURL: "https://almanac.example/")
        #expect(message.title == "35 failed or missed, 5 resolved")
        let lines = message.text.split(separator: "\n")
        #expect(lines.first == "Job 30 failed" && lines.last == "and 25 more" && lines.count == 16)
        #expect(message.ntfyBody(topic: "t")["priority"] == 5)
        #expect(message.ntfyBody(topic: "t")["click"] == "https://almanac.example/")
        let over = AlertMessage(bundling: Array(many.prefix(5)), first: many[0], publicURL: nil)
        #expect(over.title == "5 resolved" && over.ntfyBody(topic: "t")["priority"] == 2)
        #expect(over.text.split(separator: "\n").allSatisfy { $0.hasPrefix("Resolved: Job") })
    }

    @Test("Slack's marks are escaped, and what a job said is no markup")
    func slack() throws {
        var tricky = delivery()
        tricky.notification?.title = "<!channel> & <https://evil.example|click>"
        tricky.notification?.message = "<@U1>"
        let body = try json(message(tricky).slackBody.bytes)
        let blocks = body["blocks"].items
        #expect(
            blocks[0]["text"]["text"]
                == "*&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;*")
        #expect(blocks[1]["text"]["type"] == "plain_text" && blocks[1]["text"]["text"] == "<@U1>")
        #expect(body["text"].string?.contains("<!channel>") == false)
        #expect(body["text"].string?.contains("&lt;@U1&gt;") == true)
        #expect(blocks[2]["elements"][0]["text"].string?.contains("|Open in Almanac>") == true)
    }

    @Test(
        "ntfy's priority follows the category, and a recovery is quiet",
        arguments: [(.critical, .opened, 5), (.normal, .opened, 4), (.low, .opened, 2), (.critical, .recovered, 2)]
            as [(Operations.Category, Delivery.Kind, Int64)])
    func ntfy(category: Operations.Category, kind: Delivery.Kind, priority: Int64) {
        var told = delivery(kind: kind)
        told.notification?.category = category
        let body = message(told).ntfyBody(topic: "alerts")
        #expect(body["priority"] == .integer(priority))
        #expect(body["topic"] == "alerts")
        #expect(body["tags"].items.contains(.string(category.rawValue)))
        #expect(body["click"].string?.hasPrefix("https://almanac.example/ops/?view=day&event=") == true)
    }

    @Test(
        "A topic is the last part of its URL",
        arguments: [
            ("https://ntfy.sh/alerts", "https://ntfy.sh/", "alerts"),
            ("https://host/base/t?x=1", "https://host/base/", "t"),
        ])
    func topics(url: String, root: String, topic: String) {
        #expect(NtfyTopic(url)?.root == root && NtfyTopic(url)?.topic == topic)
        #expect(NtfyTopic("https://ntfy.sh/") == nil && NtfyTopic("https://ntfy.sh") == nil)
    }

    @Test("A receiver can verify the signature, and sees a changed body or time")
    func signature() throws {
        let body = Array("{\"a\":1}".utf8)
        let header = alertSignature(of: body, at: dawn, key: "key")
        let parts = header.split(separator: ",").map(String.init)
        #expect(parts.first == "t=1772452800")
        let hex = try #require(parts.last?.dropFirst(3))
        var code: [UInt8] = []
        for index in stride(from: 0, to: hex.count, by: 2) {
            code.append(try #require(UInt8(hex.dropFirst(index).prefix(2), radix: 16)))
        }
        let key = SymmetricKey(data: Data("key".utf8))
        func isValid(_ text: String) -> Bool {
            HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Data(text.utf8), using: key)
        }
        #expect(isValid("1772452800.{\"a\":1}"))
        #expect(!isValid("1772452801.{\"a\":1}") && !isValid("1772452800.{\"a\":2}"))
    }
}

extension JSONValue {
    fileprivate subscript(_ name: String) -> JSONValue { object?[name] ?? .null }

    fileprivate subscript(_ index: Int) -> JSONValue {
        if case .array(let values) = self, values.indices.contains(index) { values[index] } else { .null }
    }

    fileprivate var items: [JSONValue] {
        if case .array(let values) = self { values } else { [] }
    }

    fileprivate var bytes: [UInt8] { (try? JSONEncoder().encode(self)).map(Array.init) ?? [] }
}

import Access
import HTTPTestKit
import Notifications
import Runners
import Synchronization
import Testing

@testable import Alerts

/// Against real receivers on this machine.
@Suite("Sending over HTTP") struct GuardedPostTests {
    private func post(
        _ url: String, rule: AddressRule = .privateOrPublic, timeoutSeconds: Int = 60,
        headers: [(name: String, value: String)] = [("Authorization", "Bearer key")],
        resolve: @escaping @Sendable (Destination) async -> [Destination.Address] = { await $0.addresses() }
    ) async -> DeliveryOutcome {
        await GuardedPost(rule: rule, timeoutSeconds: timeoutSeconds, resolve: resolve)
            .send(.init(url: url, headers: headers, body: Array("{}".utf8)))
    }

    /// A look-up that answers `names` from the table and everything else truly.
    private func table(_ names: [String: [Destination.Address]])
        -> @Sendable (Destination) async
        -> [Destination.Address]
    {
        { destination in
            if let known = names[destination.host] { return known }
            return await destination.addresses()
        }
    }

    private func address(_ text: String, as value: String? = nil) throws -> Destination.Address {
        Destination.Address(text: text, value: try #require(NetworkAddress(value ?? text)))
    }

    @Test("A message arrives whole, once")
    func arrives() async throws {
        let server = try TinyServer { _ in .text(204, "") }
        #expect(await post(server.url + "/hook?x=1") == .delivered("204 No Content"))
        #expect(server.requests.map(\.line) == ["POST /hook?x=1 HTTP/1.1"])
        #expect(server.requests.map(\.body) == ["{}"])
    }

    @Test(
        "An answer that is no success is a failure with the receiver's words and wish",
        arguments: [
            (500, [:], DeliveryOutcome.failed("answered 500 Internal Server Error: no way")),
            (429, ["Retry-After": "7"], .failed("answered 429 Too Many Requests: no way", retryAfterSeconds: 7)),
            (503, ["Retry-After": "soon"], .failed("answered 503 Service Unavailable: no way")),
            (404, [:], .failed("answered 404 Not Found: no way")),
            (302, ["Location": "/elsewhere"], .failed("answered 302 Found: no way")),
            (410, [:], .refused("answered 410 Gone: no way")),
        ] as [(Int, [String: String], DeliveryOutcome)])
    func failures(status: Int, headers: [String: String], expected: DeliveryOutcome) async throws {
        let server = try TinyServer { _ in .text(status, "no\u{1B}[31m way", headers: headers) }
        #expect(await post(server.url) == expected)
        #expect(server.requests.count == 1)
    }

    @Test("A receiver that is down, breaks off or never answers costs one attempt and its time")
    func broken() async throws {
        let port = try TinyServer { _ in .breaks }.port
        // Gone with its server: nobody listens there now.
        let down = await post("http://127.0.0.1:\(port)/")
        #expect(down == .failed("could not connect to 127.0.0.1:\(port): Connection refused"))
        let hanging = try TinyServer { _ in .silent }
        #expect(await post(hanging.url, timeoutSeconds: 1) == .failed("no answer within 1 s"))
        #expect(
            await post("http://nobody.invalid/") == .failed("the name nobody.invalid can't be resolved"))
    }

    @Test("An answer that goes on and on is read no further than its beginning")
    func longAnswer() async throws {
        let server = try TinyServer { _ in .text(500, String(repeating: "x", count: 1_000_000)) }
        guard case .failed(let words, _) = await post(server.url) else {
            Issue.record("it is a failure")
            return
        }
        #expect(words.count < 300)
    }

    @Test(
        "T9: link-local, metadata, multicast and unspecified addresses are refused, whatever is allowed",
        arguments: [
            "169.254.169.254", "2852039166", "0xA9FEA9FE", "[::ffff:169.254.169.254]", "[fe80::1]", "[fd00:ec2::254]",
            "100.100.100.200", "224.0.0.1", "[ff02::1]", "0.0.0.0", "[::]", "255.255.255.255", "[64:ff9b::a9fe:a9fe]",
        ])
    func neverAllowed(host: String) async {
        for rule in [AddressRule.privateOrPublic, .publicOnly] {
            guard case .refused(let words) = await post("http://\(host):9/", rule: rule) else {
                Issue.record("\(host) is refused by \(rule)")
                continue
            }
            #expect(words.hasPrefix("may not send to"))
        }
    }

    @Test(
        "T9: this machine's and private addresses take allow_private",
        arguments: [
            "127.0.0.1", "127.1", "0x7f.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "10.1.2.3", "172.16.0.1",
            "192.168.1.1", "[fc00::1]", "[::127.0.0.1]",
        ])
    func privateAddresses(host: String) async {
        guard case .refused(let words) = await post("http://\(host):9/", rule: .publicOnly) else {
            Issue.record("\(host) is refused")
            return
        }
        #expect(words.contains("of this machine or of a private network"))
    }

    @Test("T9: one forbidden address of a name forbids the name")
    func mixedAddresses() async throws {
        let names = table(["mixed.example": [try address("127.0.0.1"), try address("169.254.169.254")]])
        guard case .refused = await post("http://mixed.example/", resolve: names) else {
            Issue.record("it is refused")
            return
        }
    }

    @Test("T9: the connection goes to the address that was checked, however the name would be looked up again")
    func pinned() async throws {
        let server = try TinyServer { _ in .text(200, "") }
        let lookUps = Mutex(0)
        // To the system's resolver this name leads nowhere.
        let local = try address("127.0.0.1")
        let outcome = await post("http://rebinding.invalid:\(server.port)/") { _ in
            lookUps.withLock { $0 += 1 }
            return [local]
        }
        #expect(outcome == .delivered("200 Whatever") || outcome == .delivered("200 OK"))
        #expect(server.requests.first?.headers["host"] == "rebinding.invalid:\(server.port)")
        #expect(lookUps.withLock { $0 } == 1)
    }

    @Test("Where one address takes no connection the next is tried")
    func nextAddress() async throws {
        let server = try TinyServer { _ in .text(200, "") }
        let names = table(["both.invalid": [try address("::1"), try address("127.0.0.1")]])
        guard case .delivered = await post("http://both.invalid:\(server.port)/", resolve: names) else {
            Issue.record("it arrives at the second")
            return
        }
        #expect(server.requests.count == 1)
    }

    @Test(
        "T9: each redirect is checked anew",
        arguments: ["http://169.254.169.254/latest", "http://127.0.0.1:9/", "file:///etc/passwd", "gopher://x/"])
    func redirects(to location: String) async throws {
        let server = try TinyServer { _ in .text(307, "", headers: ["Location": location]) }
        // Passes for an address of the internet, so that it is the redirect that is judged.
        let names = table(["public.invalid": [try address("127.0.0.1", as: "93.184.215.14")]])
        let outcome = await post("http://public.invalid:\(server.port)/", rule: .publicOnly, resolve: names)
        guard case .refused = outcome else {
            Issue.record("\(location) is refused, not \(outcome)")
            return
        }
        #expect(server.requests.count == 1)
    }

    @Test("A redirect that keeps the message is followed, three times at most; a key stays with its own host")
    func followed() async throws {
        let second = try TinyServer { _ in .text(200, "") }
        let first = try TinyServer { _ in .text(308, "", headers: ["Location": "\(second.url)/moved"]) }
        guard case .delivered = await post(first.url) else {
            Issue.record("it arrives")
            return
        }
        #expect(second.requests.map(\.line) == ["POST /moved HTTP/1.1"])
        #expect(second.requests.map(\.body) == ["{}"])
        #expect(first.requests.first?.headers["authorization"] == "Bearer key")
        #expect(second.requests.first?.headers["authorization"] == nil)

        let circle = try TinyServer { _ in .text(307, "", headers: ["Location": "/again"]) }
        #expect(await post(circle.url) == .failed("more than 3 redirects"))
        #expect(circle.requests.count == 4)
    }
}

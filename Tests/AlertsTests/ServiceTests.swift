import CivilTime
import Engine
import Foundation
import HTTPTestKit
import Logging
import Notifications
import Operations
import Store
import StoreTestKit
import Synchronization
import Testing

@testable import Alerts

/// The whole way from the outbox to receivers on this machine; nothing sleeps but the service itself.
@Suite("The outbox is sent", .timeLimit(.minutes(3))) struct ServiceTests {
    private let yard: Yard
    private let bell = LogBell()
    private let store = MemoryStore()

    init() throws { yard = try Yard() }

    /// Waits that a test has time for.
    private var policy: DeliveryPolicy {
        var policy = DeliveryPolicy()
        policy.firstWaitSeconds = 0.01
        policy.waitSecondsMax = 0.05
        return policy
    }

    /// Runs the service until the body returns; ending it is a stop of the server.
    private func serving(
        _ channels: [AlertChannel], policy: DeliveryPolicy? = nil, _ body: () async throws -> Void
    ) async throws {
        let service = AlertService(
            channels: try channels.map { try open($0) }, courier: yard.courier(), policy: policy ?? self.policy,
            store: store, bell: bell, clock: SystemWallClock(), random: { 0.5 }, logger: Self.quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            try await body()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    private static let quiet: Logger = {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }()

    private func put(_ deliveries: Delivery...) async throws {
        _ = try await store.commit(ChangeSet(deliveries.map { .insertDelivery($0) }))
        bell.ring(1)
    }

    private func fresh(
        _ id: String, to channel: String = "ops", of ref: String = "nightly", kind: Delivery.Kind = .opened
    ) -> Delivery {
        delivery(id, to: channel, of: ref, kind: kind, at: SystemWallClock().now)
    }

    private func ended(_ id: String, _ status: Delivery.Status) async throws {
        try await store.until { $0.deliveries[id]?.status == status }
    }

    private func hook(_ server: TinyServer, _ name: String = "ops", timeoutSeconds: Int = 60) -> AlertChannel {
        channel(name, .webhook(url: .text(server.url), key: .text("key")), timeoutSeconds: timeoutSeconds)
    }

    @Test("What is in the outbox arrives once, signed, under its id")
    func arrives() async throws {
        let server = try TinyServer { _ in .text(200, "") }
        try await serving([hook(server)]) {
            try await put(fresh("one"))
            try await ended("one", .delivered)
        }
        let request = try #require(server.requests.first)
        #expect(server.requests.count == 1)
        #expect(request.headers["x-almanac-delivery"] == "one")
        #expect(request.headers["x-almanac-event"] == "opened")
        #expect(request.headers["x-almanac-attempt"] == "1")
        #expect(request.headers["content-type"] == "application/json")
        let signature = try #require(request.headers["x-almanac-signature"])
        let seconds = try #require(Int64(signature.dropFirst(2).prefix { $0 != "," }))
        #expect(
            signature == alertSignature(of: Array(request.body.utf8), at: Instant(epochSeconds: seconds), key: "key"))
        let kept = try await store.delivery("one")
        #expect(kept?.attempts == 1)
        #expect(kept?.answer?.hasPrefix("200") == true)
    }

    @Test("A receiver that fails is tried again under the same id until it takes it")
    func retries() async throws {
        let count = Mutex(0)
        let server = try TinyServer { _ in
            let number = count.withLock { count in
                count += 1
                return count
            }
            return number < 4 ? .text([500, 429, 503][number - 1], "busy") : .text(200, "")
        }
        try await serving([hook(server)]) {
            try await put(fresh("one"))
            try await ended("one", .delivered)
        }
        #expect(Set(server.requests.map { $0.headers["x-almanac-delivery"] }) == ["one"])
        #expect(server.requests.map { $0.headers["x-almanac-attempt"] } == ["1", "2", "3", "4"])
        #expect(Set(server.requests.map(\.body)).count == 1)
    }

    @Test("What never arrives is given up, with the last answer; what follows it goes on")
    func givenUp() async throws {
        let server = try TinyServer { request in
            request.headers["x-almanac-delivery"] == "lost" ? .text(500, "broken") : .text(200, "")
        }
        var short = policy
        short.attemptsMax = 3
        try await serving([hook(server)], policy: short) {
            try await put(fresh("lost"), fresh("next", kind: .recovered))
            try await ended("next", .delivered)
        }
        let lost = try await store.delivery("lost")
        #expect(lost?.status == .givenUp)
        #expect(lost?.attempts == 3)
        #expect(lost?.answer?.contains("500") == true)
        #expect(server.requests.map { $0.headers["x-almanac-delivery"] } == ["lost", "lost", "lost", "next"])
    }

    @Test("A channel that hangs holds up no other")
    func independence() async throws {
        let hanging = try TinyServer { _ in .silent }
        let server = try TinyServer { _ in .text(200, "") }
        try await serving([hook(hanging, "slow"), hook(server)]) {
            try await put(fresh("stuck", to: "slow"), fresh("one"), fresh("two"))
            try await ended("two", .delivered)
            #expect(try await store.delivery("stuck")?.status == .pending)
        }
    }

    @Test("What a stop interrupts is sent again by the next server, under the same id")
    func restart() async throws {
        let isDown = Mutex(true)
        let (asked, signal) = AsyncStream<Void>.makeStream()
        let server = try TinyServer { _ in
            signal.yield()
            return isDown.withLock { $0 } ? .silent : .text(200, "")
        }
        try await serving([hook(server)]) {
            try await put(fresh("one"))
            for await _ in asked { break }
        }
        #expect(try await store.delivery("one")?.attempts == 0)
        isDown.withLock { $0 = false }
        try await serving([hook(server)]) { try await ended("one", .delivered) }
        #expect(server.requests.map { $0.headers["x-almanac-delivery"] } == ["one", "one"])
    }

    @Test("An attempt that can't be recorded is not made again before it is")
    func storeFails() async throws {
        let server = try TinyServer { _ in .text(200, "") }
        try await put(fresh("one"))
        await store.failCommits(.before, with: StoreError(.full, context: "writing", underlying: "no room"))
        let before = await store.commitCount
        try await serving([hook(server)]) {
            while await store.commitCount == before { await Task.yield() }
            await store.heal()
            try await ended("one", .delivered)
        }
        #expect(server.requests.count == 1)
    }

    @Test("What is meant for a channel that the configuration dropped is given up")
    func strangers() async throws {
        try await put(fresh("one", to: "gone"))
        try await serving([]) { try await ended("one", .givenUp) }
        #expect(try await store.delivery("one")?.answer == "the configuration names no channel gone any more")
    }

    @Test("Slack and ntfy get their forms; an ntfy token goes as a bearer token")
    func forms() async throws {
        let server = try TinyServer { _ in .text(200, "") }
        let channels = [
            channel("chat", .slack(url: .text(server.url + "/services/T0/secret"))),
            channel("phone", .ntfy(url: .text(server.url + "/alerts"), token: .text("tk_1"))),
        ]
        try await serving(channels) {
            try await put(fresh("a", to: "chat"), fresh("b", to: "phone"))
            try await ended("a", .delivered)
            try await ended("b", .delivered)
        }
        let chat = try #require(server.requests.first { $0.path == "/services/T0/secret" })
        let phone = try #require(server.requests.first { $0.path == "/" })
        #expect(chat.body.contains("\"blocks\""))
        #expect(phone.body.contains("\"topic\":\"alerts\"") && phone.headers["authorization"] == "Bearer tk_1")
    }

    @Test("After an outage people get one message for all that was missed, programs one for each; all are on record")
    func bundles() async throws {
        let server = try TinyServer { _ in .text(200, "") }
        let channels = [channel("phone", .ntfy(url: .text(server.url + "/alerts"), token: nil)), hook(server)]
        let missed = (0..<25).flatMap { number in
            [
                fresh("p\(number)", to: "phone", of: "job-\(number)"),
                fresh("o\(number)", to: "ops", of: "job-\(number)"),
            ]
        }
        _ = try await store.commit(ChangeSet(missed.map { .insertDelivery($0) }))
        try await serving(channels) {
            try await store.until { record in record.deliveries.values.allSatisfy { $0.status == .delivered } }
        }
        let phone = server.requests.filter { $0.body.contains("\"topic\"") }
        #expect(phone.count == 1 && phone[0].body.contains("25 failed or missed"))
        #expect(server.requests.count == 26)
    }

    @Test("T17: what a receiver says back of a channel's secrets is not kept")
    func redacted() async throws {
        let server = try TinyServer { request in .text(500, "bad token \(request.headers["authorization"] ?? "")") }
        var once = policy
        once.attemptsMax = 1
        try await serving(
            [channel("phone", .ntfy(url: .text(server.url + "/alerts"), token: .text("tk_1")))], policy: once
        ) {
            try await put(fresh("a", to: "phone"))
            try await ended("a", .givenUp)
        }
        let answer = try #require(try await store.delivery("a")?.answer)
        #expect(answer.contains("(secret)") && !answer.contains("tk_1"))
    }

    @Test("A command gets the body on standard input, its arguments as they are, and its time")
    func commands() async throws {
        let file = yard.folder + "/mail.txt"
        let script = yard.folder + "/mail"
        try "#!/bin/sh\nprintf '%s\\n' \"$@\" \"$ALMANAC_TITLE\" > '\(file)'; cat >> '\(file)'\n".write(
            toFile: script, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: script)
        let channels = [
            channel("mail", .command([script, "it's $HOME", "; rm -rf x"])),
            channel("slow", .command(["/bin/sleep", "600"]), timeoutSeconds: 1),
        ]
        var once = policy
        once.attemptsMax = 1
        try await serving(channels, policy: once) {
            try await put(fresh("a", to: "mail"), fresh("b", to: "slow"))
            try await ended("a", .delivered)
            try await ended("b", .givenUp)
        }
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.prefix(3) == ["it's $HOME", "; rm -rf x", "Nightly failed"])
        #expect(lines.last?.contains("\"delivery_id\":\"a\"") == true)
        #expect(try await store.delivery("b")?.answer == "timed out after 1 s")
        #expect(try FileManager.default.contentsOfDirectory(atPath: yard.folder + "/logs").isEmpty)
    }

    @Test("A test is sent at once, beside what waits, and is on record")
    func test() async throws {
        let server = try TinyServer { _ in .text(200, "") }
        let desk = AlertDesk(
            channels: [try open(hook(server))], courier: yard.courier(), policy: policy, store: store,
            clock: SystemWallClock(), newID: { "1" })
        #expect(try await desk.test("nobody") == nil)
        let sent = try #require(try await desk.test("ops"))
        #expect(sent.status == .delivered && sent.kind == .test)
        #expect(try await store.deliveries(DeliveryQuery()) == [sent])
        #expect(server.requests.first?.body.contains("\"event\":\"test\"") == true)
    }
}

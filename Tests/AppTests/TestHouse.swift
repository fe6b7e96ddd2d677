import Access
import Alerts
import ChangeRequests
import CivilTime
import Engine
import Foundation
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Notifications
import Operations
import Runners
import StoreSQLite

/// The whole house but its listening socket: real SQLite file, real engine loop, jobs that run dry.
///
/// - Parameters:
///   - mode: what it does with requests that say nothing of who they are.
///   - trust: proxies that are believed; a test's requests come from no address unless it gives one.
///   - channels: what the configuration names; the outbox is filled, and nothing empties it.
func withHouse(
    _ mode: AccessMode = .loopback, trust: ProxyTrust = ProxyTrust(), channels: [AlertChannel] = [quietChannel],
    _ body: @escaping @Sendable (TestHouse) async throws -> Void
) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "almanac-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let zones = try ZoneDatabase.system()
    let clocks = SystemClocks()
    let newID: @Sendable () -> String = { UUID().uuidString.lowercased() }
    let accessFile = AccessFile(path: folder + "/access.json")
    let store = try await SQLiteStore.open(at: folder + "/almanac.db", logger: nil)
    let logs = RunLogFolder(path: folder + "/logs")
    try FileManager.default.createDirectory(atPath: folder + "/logs", withIntermediateDirectories: true)
    let engine = Engine(
        store: store,
        desk: RunDesk(
            runners: RunnerSet(["shell": DryRunRunner(), "agent": DryRunRunner()]), logs: logs,
            folders: .init(workspace: folder), defaults: RunnerDefaults(cron: "shell", heartbeat: "agent"),
            logger: logger),
        context: EngineContext(
            node: "test", zones: zones, policy: NotificationPolicy(routes: channels.map(\.route)), newID: newID),
        clocks: clocks, alarm: DispatchAlarm(),
        settings: EngineSettings(), logger: logger)
    let opened = try channels.map { try OpenChannel($0) { _ in nil } }
    let courier = AlertCourier(
        publicURL: nil, version: "test",
        command: ServerCommand(
            rules: ProcessRules(ledger: ProcessLedger(path: folder + "/processes")), logs: logs, folder: folder))
    try accessFile.create(AccessBook(random: systemRandom))
    let grammar = ChangeInterpreter(zones: zones)
    let api = API(
        engine: engine, store: store, logs: logs, zones: zones, clocks: clocks,
        display: DisplaySettings(
            zone: try zones.zone(named: "America/Chicago"), weekStart: 0, hour12: false, laneOccurrencesPerDay: 24),
        defaultOwner: "ada", calendars: DayCalendars(["holidays": [LocalDate(dayNumber: 20_812)]]),
        grammar: grammar, interpreter: grammar,
        access: AccessDesk(
            mode: mode, file: accessFile, localName: "ada", now: { clocks.now }, monotonic: { clocks.monotonic },
            random: systemRandom),
        alerts: AlertDesk(
            channels: opened, courier: courier, policy: DeliveryPolicy(), store: store, clock: clocks, newID: newID),
        trust: trust, isTLS: false, allowedHosts: ["calendar.example"], version: "test",
        newID: newID,
        logger: logger)
    try await engine.begin()
    let application = Application(router: api.router(), logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await engine.run() }
        group.addTask {
            try await application.test(.router) { client in
                try await body(TestHouse(client: client, engine: engine, zones: zones, access: accessFile))
            }
        }
        // The engine goes on until it is told to stop; the test's end is the end.
        try await group.next()
        group.cancelAll()
        engine.stop()
        try await group.waitForAll()
    }
    try await store.close()
}

/// An alert channel that takes everything and tells nobody.
let quietChannel = AlertChannel(route: AlertRoute(channel: "ops"), target: .command(["/bin/true"]))

/// A client of the API that speaks JSON.
struct TestHouse: Sendable {
    let client: any TestClientProtocol
    let engine: Engine
    let zones: ZoneDatabase
    let access: AccessFile

    /// A new token's text.
    func token(
        _ name: String, _ role: Role, _ scope: OwnerScope = .all, expiresAt: Instant? = nil,
        now: Instant = SystemWallClock().now
    ) throws -> String {
        try access.change { book throws(AccessBook.Refusal) in
            try book.create(
                name: name, role: role, scope: scope, expiresAt: expiresAt, now: now, random: systemRandom)
        }.get().text
    }

    struct Answer: Sendable {
        var status: Int
        var headers: HTTPFields
        var text: String

        /// The body as JSON; an empty object where it is none.
        var json: JSONValue {
            (try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))) ?? .object([:])
        }
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, headers: [String: String] = [:]
    ) async throws -> Answer {
        var fields = HTTPFields()
        if let body {
            fields[.contentType] = "application/json"
            fields[.contentLength] = "\(body.utf8.count)"
        }
        for (name, value) in headers {
            if let field = HTTPField.Name(name) { fields[field] = value }
        }
        return try await client.execute(
            uri: path, method: method, headers: fields, body: body.map { ByteBuffer(string: $0) }
        ) { response in
            Answer(status: response.status.code, headers: response.headers, text: String(buffer: response.body))
        }
    }

    func get(_ path: String) async throws -> Answer { try await send(.get, path) }
    func post(_ path: String, _ body: String) async throws -> Answer { try await send(.post, path, body) }
}

extension JSONValue {
    subscript(_ name: String) -> JSONValue { object?[name] ?? .null }

    subscript(_ index: Int) -> JSONValue {
        if case .array(let values) = self, values.indices.contains(index) { values[index] } else { .null }
    }

    var items: [JSONValue] {
        if case .array(let values) = self { values } else { [] }
    }
}

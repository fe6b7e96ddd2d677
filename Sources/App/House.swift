import Access
import Alerts
import AsyncHTTPClient
import ChangeRequests
import CivilTime
import Commands
import Documents
import Engine
import Foundation
import HTTPAPI
import LanguageModel
import Logging
import Notifications
import Operations
import Runners
import Store
import StoreSQLite

/// Every room put together, once: the composition root.
struct House {
    let settings: Settings
    let layout: DataFolder
    let tls: TLSFiles?
    let store: SQLiteStore
    let engine: Engine
    let api: API
    let alerts: AlertService
    let client: HTTPClient
    let rules: ProcessRules
    let zones: ZoneDatabase
    let clocks: any Clocks
    let logger: Logger

    /// Opens the record and builds the rooms around it; nothing runs yet.
    static func build(_ settings: Settings, runnerOverride: String?, logger: Logger) async throws -> House {
        let layout = DataFolder(path: settings.data)
        do {
            try layout.prepare()
        } catch {
            throw StartFault.folder(layout.path, error.localizedDescription)
        }
        try PrivateFolder(layout).check(logger)
        let tls = try tlsFiles(settings)
        let zones = try ZoneDatabase.system()
        if let remark = zones.remark { logger.warning("\(remark)") }
        let zone = try zones.zone(named: settings.timezone)
        let clocks = SystemClocks()
        let ids = IDSource(clocks: clocks)
        let channels = try settings.openChannels()
        let store = try await SQLiteStore.open(at: layout.record, logger: logger)
        // After the record, whose lock keeps a second server out of the folder.
        let access: AccessDesk
        do {
            access = try AccessSetup(layout: layout, clocks: clocks).desk(settings, logger: logger)
        } catch {
            try await store.close()
            throw error
        }
        let logs = RunLogFolder(path: layout.logs)
        let client = HTTPClient(configuration: HTTPRunner.clientConfiguration)
        let ledger = ProcessLedger(path: layout.processes)
        // What a server that was killed left running is read before anything of this one runs.
        let rules = ProcessRules(
            ledger: ledger, orphans: ledger.orphans(), grace: .seconds(settings.killGraceSeconds))
        let desk = RunDesk(
            runners: RunnerSet(
                shell: ShellRunner(rules: rules), http: HTTPRunner(client: client, destinations: .outsideLinkLocal),
                agent: AgentRunner(
                    settings: AgentSettings(command: settings.agentCommand, url: settings.agentURL), rules: rules,
                    client: client), override: runnerOverride), logs: logs,
            folders: RunDesk.Folders(workspace: layout.workspace),
            defaults: RunnerDefaults(cron: settings.runner, heartbeat: settings.heartbeatRunner), logger: logger)
        let engine = Engine(
            store: store, desk: desk,
            context: EngineContext(
                node: Self.node(), zones: zones,
                policy: NotificationPolicy(
                    suppressedCategories: settings.suppressedCategories, routes: settings.alerts.map(\.route)),
                concurrency: settings.concurrency, newID: ids.next),
            clocks: clocks, alarm: DispatchAlarm(),
            settings: EngineSettings(
                retentionDays: settings.retentionDays, auditRetentionDays: settings.auditRetentionDays),
            logger: logger)
        let courier = AlertCourier(
            publicURL: settings.publicURL, version: almanacVersion,
            command: ServerCommand(rules: rules, logs: logs, folder: layout.workspace))
        let deliveries = DeliveryPolicy()
        let alerts = AlertService(
            channels: channels, courier: courier, policy: deliveries, store: store, bell: engine.outboxBell,
            clock: clocks, random: { Double.random(in: 0..<1) }, logger: logger)
        // Made once: it reads the catalogue of zones.
        let grammar = ChangeInterpreter(zones: zones)
        let api = API(
            engine: engine, store: store, logs: logs, zones: zones, clocks: clocks,
            display: DisplaySettings(
                zone: zone, weekStart: settings.weekStart.weekday, hour12: settings.hour12,
                laneOccurrencesPerDay: Double(settings.laneThresholdPerDay)),
            defaultOwner: settings.owner, calendars: DayCalendars(settings.calendars),
            grammar: grammar,
            interpreter: try interpreter(settings, before: grammar, client: client, logger: logger),
            access: access,
            alerts: AlertDesk(
                channels: channels, courier: courier, policy: deliveries, store: store, clock: clocks,
                newID: ids.next),
            trust: ProxyTrust(proxies: settings.trustedProxies, userHeader: settings.userHeader),
            isTLS: tls != nil,
            allowedHosts: Set(settings.allowedHosts), version: almanacVersion,
            newID: ids.next, logger: logger)
        return House(
            settings: settings, layout: layout, tls: tls, store: store, engine: engine, api: api, alerts: alerts,
            client: client,
            rules: rules, zones: zones, clocks: clocks, logger: logger)
    }

    private static func tlsFiles(_ settings: Settings) throws -> TLSFiles? {
        guard settings.tlsCertificate != nil || settings.tlsKey != nil else { return nil }
        guard let certificate = settings.tlsCertificate, let key = settings.tlsKey else {
            throw StartFault.halfTLS(isKeyMissing: settings.tlsKey == nil)
        }
        do {
            return try TLSFiles(certificate: certificate, key: key)
        } catch {
            throw StartFault.tls(error)
        }
    }

    /// The grammar, with a language model before it where the settings name one.
    private static func interpreter(
        _ settings: Settings, before grammar: ChangeInterpreter, client: HTTPClient, logger: Logger
    ) throws -> any Interpreter {
        guard let url = settings.modelURL else { return grammar }
        var key = settings.modelKey
        if let path = settings.modelKeyFile {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8),
                let line = text.split(whereSeparator: \.isNewline).first
            else { throw StartFault.keyFile(path) }
            key = String(line)
        }
        return ModelInterpreter(
            settings: ModelSettings(
                url: url, model: settings.modelName, key: key, timeoutSeconds: settings.modelTimeoutSeconds),
            client: client, grammar: grammar, logger: logger)
    }

    /// Ends what a server that was killed left running; their runs are on record as interrupted.
    func endOrphans() async {
        for ended in await rules.ledger.end(rules.orphans, grace: .seconds(settings.killGraceSeconds)) {
            let alive = ended.survivors.isEmpty ? "none" : ended.survivors.joined(separator: ", ")
            logger.warning(
                "ended a former server's run", metadata: ["run": "\(ended.runID)", "still alive": "\(alive)"])
        }
    }

    func close() async throws {
        try await client.shutdown()
        try await store.close()
    }

    /// This process in the record: the host's name and the process id.
    private static func node() -> String {
        "\(hostName())-\(processID())"
    }
}

extension Settings.WeekStart {
    /// 0 is Sunday.
    var weekday: Int {
        switch self {
        case .sunday: 0
        case .monday: 1
        case .saturday: 6
        }
    }
}

extension Settings.LogLevel {
    var level: Logger.Level {
        switch self {
        case .trace: .trace
        case .debug: .debug
        case .info: .info
        case .notice: .notice
        case .warning: .warning
        case .error: .error
        case .critical: .critical
        }
    }
}

import CivilTime
import Documents
import Engine
import HTTPAPI
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
    let store: SQLiteStore
    let engine: Engine
    let api: API
    let desk: RunDesk
    let zones: ZoneDatabase
    let clocks: any Clocks
    let logger: Logger

    /// Opens the record and builds the rooms around it; nothing runs yet.
    static func build(_ settings: Settings, runnerOverride: String?, logger: Logger) async throws -> House {
        let layout = DataFolder(path: settings.data)
        try layout.prepare()
        let zones = try ZoneDatabase.system()
        let zone = try zones.zone(named: settings.timezone)
        let clocks = SystemClocks()
        let ids = IDSource(clocks: clocks)
        let store = try await SQLiteStore.open(at: layout.record, logger: logger)
        let logs = RunLogFolder(path: layout.logs)
        let desk = RunDesk(
            runners: RunnerSet(settings, layout: layout, override: runnerOverride, logger: logger), logs: logs,
            folders: RunDesk.Folders(workspace: layout.workspace),
            defaults: RunnerDefaults(cron: settings.runner, heartbeat: settings.heartbeatRunner), logger: logger)
        let engine = Engine(
            store: store, desk: desk,
            context: EngineContext(
                node: Self.node(), zones: zones,
                policy: NotificationPolicy(suppressedCategories: Set(settings.suppressedCategories)),
                concurrency: settings.concurrency, newID: ids.next),
            clocks: clocks, alarm: DispatchAlarm(),
            settings: EngineSettings(
                retentionDays: settings.retentionDays, auditRetentionDays: settings.auditRetentionDays),
            logger: logger)
        let api = API(
            engine: engine, store: store, logs: logs, zones: zones, clocks: clocks,
            display: DisplaySettings(
                zone: zone, weekStart: settings.weekStart, hour12: settings.hour12,
                laneOccurrencesPerDay: Double(settings.laneThresholdPerDay)),
            defaultOwner: settings.owner, allowedHosts: Set(settings.allowedHosts), version: almanacVersion,
            newID: ids.next, logger: logger)
        return House(
            settings: settings, layout: layout, store: store, engine: engine, api: api, desk: desk, zones: zones,
            clocks: clocks, logger: logger)
    }

    /// This process in the record: the host's name and the process id.
    private static func node() -> String {
        "\(hostName())-\(processID())"
    }
}

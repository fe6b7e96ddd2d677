package import Access
package import Alerts
package import ChangeRequests
package import CivilTime
import Documents
package import Engine
package import Hummingbird
package import Logging
import Operations
package import Runners
package import Store

/// The HTTP surface: one router over the engine's operations and the record.
package struct API: Sendable {
    package typealias Context = APIContext

    let engine: Engine
    let store: any Store
    let logs: RunLogFolder
    let zones: ZoneDatabase
    let clocks: any Clocks
    let display: DisplaySettings
    let defaultOwner: String
    let access: AccessDesk
    let alerts: AlertDesk
    let trust: ProxyTrust
    /// Whether this server itself speaks TLS.
    let isTLS: Bool
    /// Whose request is being answered. It is nobody's until `acting` says whose: what forgets to ask shows nothing.
    var principal = Principal.nobody
    package let calendars: DayCalendars
    let allowedHosts: Set<String>
    let version: String
    let newID: @Sendable () -> String
    let logger: Logger
    let desk: CalendarDesk
    let changes: ChangeDesk
    package let hub: StreamHub

    package init(
        engine: Engine, store: any Store, logs: RunLogFolder, zones: ZoneDatabase, clocks: any Clocks,
        display: DisplaySettings, defaultOwner: String, calendars: DayCalendars, grammar: ChangeInterpreter,
        interpreter: any Interpreter, access: AccessDesk, alerts: AlertDesk, trust: ProxyTrust, isTLS: Bool,
        allowedHosts: Set<String>, version: String,
        newID: @escaping @Sendable () -> String, logger: Logger
    ) {
        self.engine = engine
        self.store = store
        self.logs = logs
        self.zones = zones
        self.clocks = clocks
        self.display = display
        self.defaultOwner = defaultOwner
        self.access = access
        self.alerts = alerts
        self.trust = trust
        self.isTLS = isTLS
        self.calendars = calendars
        self.allowedHosts = allowedHosts
        self.version = version
        self.newID = newID
        self.logger = logger
        let desk = CalendarDesk(engine: engine, store: store, zones: zones, clock: clocks, display: display)
        self.desk = desk
        self.changes = ChangeDesk(
            engine: engine, zones: zones, interpreter: interpreter,
            creation: NewScheduleReader(grammar), newID: newID)
        self.hub = StreamHub(store: store, bell: engine.bell, logger: logger) { event, audience in
            await streamFrame(event, display: audience.display, desk: desk)
        }
    }

    package func router() -> Router<Context> {
        let router = Router(context: Context.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: Gzip())
        router.add(middleware: SafetyHeaders())
        router.add(middleware: ProblemPages())
        router.add(middleware: Gate(allowedHosts: allowedHosts))
        router.add(middleware: Doorkeeper(desk: access, trust: trust))
        addPages(to: router)
        addSession(to: router)
        addHealth(to: router)
        addCalendar(to: router)
        addActions(to: router)
        addStasis(to: router)
        addJobs(to: router)
        addSessions(to: router)
        addRuns(to: router)
        addStream(to: router)
        addNotifications(to: router)
        addAlerts(to: router)
        addAudit(to: router)
        addChanges(to: router)
        return router
    }

    // MARK: Shared by the routes

    var readingContext: ReadingContext {
        ReadingContext(
            now: clocks.now, zones: zones, defaultTimezone: display.zone.identifier,
            defaultOwner: principal.owner(orElse: defaultOwner), calendars: calendars.dates)
    }

    /// The zone asked for by `timezone`, else the display zone.
    func zone(of request: Request) throws -> Zone {
        guard let name = request.query("timezone") else { return display.zone }
        do {
            return try zones.zone(named: name)
        } catch {
            throw Problem.badRequest("\(error)", field: "timezone")
        }
    }

    /// Has a command carried out that the principal may give.
    func perform(_ command: Command, reason: String? = nil) async throws -> Reply {
        try await allow(command)
        do {
            return try await engine.perform(CommandRequest(command, by: actor, reason: reason))
        } catch {
            throw Problem(error)
        }
    }

    /// The run once it has ended, or as it stands when the wait is over.
    func outcome(of run: Run, waitSeconds: Double) async throws -> Run {
        guard waitSeconds > 0 else { return try await store.run(run.id) ?? run }
        let rings = engine.bell.listen()
        let store = store
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                if await Self.hasEnded(run.id, in: store) { return }
                for await _ in rings where await Self.hasEnded(run.id, in: store) { return }
            }
            group.addTask { try? await Task.sleep(for: .seconds(waitSeconds)) }
            await group.next()
            group.cancelAll()
        }
        return try await store.run(run.id) ?? run
    }

    private static func hasEnded(_ runID: String, in store: any Store) async -> Bool {
        // A store that can't answer ends the wait, not the run.
        guard let run = try? await store.run(runID) else { return true }
        return !run.status.isLive
    }
}

import Access
import ArgumentParser
import CivilTime
import Commands
import Documents
import Engine
import HTTPAPI
import Logging
import NIOCore
import ServiceLifecycle
import Store
import UnixSignals

#if canImport(Glibc)
    import Glibc
#endif

/// `almanac serve`: the engines, the record and the calendar in one process.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the engines and serve the calendar.")

    @OptionGroup var options: ServeOptions

    func run() async throws {
        do {
            try await serve()
        } catch let error as StartFault {
            complain(error.message)
            throw ExitCode(error.exitCode)
        }
    }

    private func serve() async throws {
        // Files are their owner's alone, those of jobs too.
        umask(0o077)
        let reading = try ConfigurationFile(path: options.config).read()
        let settings = reading.configuration.settings.overridden(by: options)
        let logger = startLogging(settings.logLevel.level)
        if let name = options.runner, !runnerNames.contains(name) {
            throw StartFault.noSuchRunner(name, known: runnerNames.sorted())
        }
        let house = try await StartFault.explaining {
            try await House.build(settings, runnerOverride: options.runner, logger: logger)
        }
        let declared = DeclaredSchedules(engine: house.engine, calendars: house.api.calendars, logger: logger)
        do {
            try await StartFault.explaining { try await house.engine.begin() }
        } catch {
            try await house.close()
            throw error
        }
        let server = HTTPService(
            api: house.api, address: settings.bind, port: settings.port, tls: house.tls, clock: house.clocks,
            logger: logger,
            onRunning: { channel in announce(channel, settings, house.layout) })
        let reload = ReloadService(path: options.config, declared: declared, logger: logger)
        let starter = DeclareService(configuration: reading.declared, declared: declared)
        var group = ServiceGroupConfiguration(
            services: [
                .init(service: OrphanService(house: house), successTerminationBehavior: .ignore),
                .init(service: ReaperService(house: house), successTerminationBehavior: .ignore),
                // Before the engine, so that it outlives it: services end in the opposite order.
                .init(service: house.alerts), .init(service: house.engine), .init(service: house.api.hub),
                .init(
                    service: DiskWatch(store: house.store), successTerminationBehavior: .ignore,
                    failureTerminationBehavior: .gracefullyShutdownGroup),
                // A port that is taken ends the others in good order, not by cancelling them.
                .init(service: server, failureTerminationBehavior: .gracefullyShutdownGroup),
                .init(service: starter, successTerminationBehavior: .ignore), .init(service: reload),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = Duration.seconds(Self.stopSeconds + settings.killGraceSeconds)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await ServiceGroup(configuration: group).run())
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            outcome = .failure(StartFault.portTaken(settings.bind, settings.port))
        } catch let error as IOError {
            outcome = .failure(
                StartFault.notBound(settings.bind, settings.port, String(cString: strerror(error.errnoCode))))
        } catch let error as StoreError {
            outcome = .failure(StartFault.diskFault(error))
        } catch {
            outcome = .failure(error)
        }
        try await house.close()
        try outcome.get()
    }

    /// Seconds that a stop may take beyond the grace between TERM and KILL: running work's own grace, draining, recording.
    static let stopSeconds = 20

    private func announce(_ channel: any Channel, _ settings: Settings, _ layout: DataFolder) {
        let address = settings.pageAddress(port: channel.localAddress?.port ?? settings.port)
        print("Almanac is at \(address)/")
        if settings.accessMode == .required { announceSignIn(address, layout) }
        flushOutput()
    }

    /// A terminal is somebody's; what is written to a log stays there, and a link in it would sign others in.
    private func announceSignIn(_ address: String, _ layout: DataFolder) {
        guard isatty(STDOUT_FILENO) == 1 else {
            print("Sign in with a token, or with a link: almanac token link --data \(layout.path)")
            return
        }
        do {
            print(
                "Sign in, once and within ten minutes: \(try layout.signInLink(at: address, as: AccessSetup.firstName))"
            )
        } catch {
            print("Sign in with a token; a link could not be made: \((error as? StartFault)?.message ?? "\(error)")")
        }
    }
}

extension Settings {
    /// Names are not asked of a resolver: what it answers may lie anywhere.
    var isBoundToLoopback: Bool { bind == "localhost" || NetworkAddress(bind)?.isLoopback == true }

    var isTLS: Bool { tlsCertificate != nil && tlsKey != nil }

    /// Where a browser on this machine finds the page.
    func pageAddress(port: Int) -> String {
        let everywhere = ["0.0.0.0", "::"].contains(bind)
        let host = everywhere ? "localhost" : bind.contains(":") ? "[\(bind)]" : bind
        return "\(isTLS ? "https" : "http")://\(host):\(port)"
    }

    /// Whether everybody is asked who they are: where that is set, and wherever others can reach the server.
    var accessMode: AccessMode { auth == .required || !isBoundToLoopback ? .required : .loopback }

    /// The settings with what the command line says in their place.
    fileprivate func overridden(by options: ServeOptions) -> Settings {
        var settings = self
        if let port = options.port { settings.port = port }
        if let bind = options.bind { settings.bind = bind }
        if let data = options.data { settings.data = data }
        if let timezone = options.timezone { settings.timezone = timezone }
        return settings
    }
}

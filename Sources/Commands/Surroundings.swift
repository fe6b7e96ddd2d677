package import CivilTime

/// What a command is run in: the environment, the terminal, the time. A test hands in its own.
package struct Surroundings: Sendable {
    package var environment: [String: String]
    package var console: Console
    package var clock: any WallClock

    package init(environment: [String: String], console: Console, clock: any WallClock) {
        self.environment = environment
        self.console = console
        self.clock = clock
    }

    /// The process itself.
    package static func process() -> Surroundings {
        let environment = processEnvironment()
        return Surroundings(
            environment: environment, console: .standard(environment: environment), clock: SystemWallClock())
    }

    var now: Instant { clock.now }

    /// Value of a variable; one that is set to nothing counts as not set.
    func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The zone that times without one are read in: `ALMANAC_TIMEZONE`, else the server's own default.
    var defaultTimezone: String { variable("ALMANAC_TIMEZONE") ?? "America/Chicago" }

    /// The machine's zones; a note on standard error where they are not its own.
    func zones() throws -> ZoneDatabase {
        do {
            let zones = try ZoneDatabase.system()
            if let remark = zones.remark { console.complain(lines: [remark]) }
            return zones
        } catch {
            throw CommandFailure(status: .noInput, message: error.description)
        }
    }

    /// A zone by its IANA name.
    func zone(named name: String, in zones: ZoneDatabase) throws -> Zone {
        do { return try zones.zone(named: name) } catch { throw CommandFailure.badInput(error.description) }
    }
}

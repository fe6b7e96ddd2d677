import CivilTime
import Commands
import Documents
import Foundation
import Operations

/// The configuration as a start or a reload reads it: file, then variables, then options.
struct ConfigurationFile {
    private let options: ServeOptions

    static let defaultName = "almanac.yaml"

    init(_ options: ServeOptions) {
        self.options = options
    }

    func read() throws -> Configuration {
        let name = options.config ?? Self.defaultName
        let text: String
        do {
            text = try String(contentsOfFile: name, encoding: .utf8)
        } catch where options.config == nil {
            text = ""
        } catch {
            throw StartFault(message: "The configuration file \(name) can't be read: \(error.localizedDescription)", exitCode: 78)
        }
        let zones: ZoneDatabase
        do {
            zones = try ZoneDatabase.system()
        } catch {
            throw StartFault(message: "The system's time zone files can't be read: \(error). Install the package tzdata.", exitCode: 78)
        }
        do {
            var configuration = try readConfiguration(
                text, environment: ProcessInfo.processInfo.environment, now: SystemWallClock().now, zones: zones)
            if let port = options.port { configuration.settings.port = port }
            if let bind = options.bind { configuration.settings.bind = bind }
            if let data = options.data { configuration.settings.data = data }
            if let timezone = options.timezone { configuration.settings.timezone = timezone }
            return configuration
        } catch {
            throw StartFault.configuration(name, error)
        }
    }
}

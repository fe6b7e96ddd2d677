import CivilTime
import Documents
import Foundation
import Operations

/// The configuration as a start or a reload reads it: the file, then the variables of the environment.
struct ConfigurationFile {
    /// As given on the command line; nil takes `defaultName`, where there is one.
    let path: String?

    static let defaultName = "almanac.yaml"

    func read() throws -> Configuration {
        let name = path ?? Self.defaultName
        let text: String
        do {
            text = try String(contentsOfFile: name, encoding: .utf8)
        } catch  where path == nil {
            text = ""
        } catch {
            throw StartFault(
                message: "The configuration file \(name) can't be read: \(error.localizedDescription)", exitCode: 78)
        }
        let zones: ZoneDatabase
        do {
            zones = try ZoneDatabase.system()
        } catch {
            throw StartFault(
                message: "The system's time zone files can't be read: \(error). Install the package tzdata.",
                exitCode: 78)
        }
        do {
            return try readConfiguration(
                text, environment: ProcessInfo.processInfo.environment, now: SystemWallClock().now, zones: zones)
        } catch {
            throw StartFault.configuration(name, error)
        }
    }
}

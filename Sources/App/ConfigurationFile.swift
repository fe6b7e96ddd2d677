import CivilTime
import Documents
import Foundation
import Operations

/// The configuration as a start or a reload reads it: the file, then the variables of the environment.
struct ConfigurationFile {
    /// As given on the command line; nil takes `defaultName`, where there is one.
    let path: String?

    static let defaultName = "almanac.yaml"

    struct Reading {
        /// Defaults and variables alone where there is no file.
        var configuration: Configuration
        var isFile: Bool

        var declared: Configuration? { isFile ? configuration : nil }
    }

    func read() throws -> Reading {
        let name = path ?? Self.defaultName
        let text: String
        var isFile = true
        do {
            text = try String(contentsOfFile: name, encoding: .utf8)
        } catch let error as CocoaError where path == nil && error.code == .fileReadNoSuchFile {
            text = ""
            isFile = false
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
            let configuration = try readConfiguration(
                text, environment: ProcessInfo.processInfo.environment, now: SystemWallClock().now, zones: zones)
            return Reading(configuration: configuration, isFile: isFile)
        } catch {
            throw StartFault.configuration(name, error)
        }
    }
}

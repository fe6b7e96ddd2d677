import Access
import CivilTime
import Documents
import HTTPAPI
import Store

/// Why the server can't start, in a sentence with a hint.
struct StartFault: Error {
    var message: String
    var exitCode: Int32

    /// Nobody is let in by a file that can't be trusted, and nothing is made in its place.
    static func access(_ error: AccessFileError) -> StartFault {
        StartFault(
            message: """
                The file of those who may come in can't be used: \(error). Put it right, or take it from a backup. Without \
                it, every token ends: remove it, and the next start makes a new one.
                """, exitCode: 78)
    }

    static func halfTLS(isKeyMissing: Bool) -> StartFault {
        let (given, missing) = isKeyMissing ? ("tls.certificate", "tls.key") : ("tls.key", "tls.certificate")
        return StartFault(
            message: "The setting \(given) is given without \(missing): TLS takes both files.", exitCode: 78)
    }

    static func tls(_ fault: TLSFault) -> StartFault {
        StartFault(message: "The TLS file \(fault.file) can't be used: \(fault.why).", exitCode: 78)
    }

    static func open(_ path: String, isFolder: Bool) -> StartFault {
        StartFault(
            message: """
                Other users of this machine may enter or change \(path), which holds what was run and who may run it. Close it \
                to them: chmod \(isFolder ? "700" : "600") \(path)
                """, exitCode: 78)
    }

    static func foreign(_ path: String) -> StartFault {
        StartFault(
            message: "\(path) belongs to another user. Run the server as that one, or give it another --data.",
            exitCode: 78)
    }

    static func noSuchRunner(_ name: String, known: [String]) -> StartFault {
        StartFault(
            message: "There is no runner \"\(name)\"; there are \(known.joined(separator: ", ")).", exitCode: 64)
    }

    static func notBound(_ address: String, _ port: Int, _ why: String) -> StartFault {
        StartFault(message: "\(address) port \(port) can't be listened on: \(why).", exitCode: 69)
    }

    static func folder(_ path: String, _ why: String) -> StartFault {
        StartFault(message: "The data folder \(path) can't be made or entered: \(why)", exitCode: 73)
    }

    static func keyFile(_ path: String) -> StartFault {
        StartFault(
            message: "The file \(path) of the setting model.key_file can't be read, or holds no key in its first line.",
            exitCode: 78)
    }

    static func portTaken(_ address: String, _ port: Int) -> StartFault {
        StartFault(
            message: "Something else listens on \(address) port \(port) already. Stop it, or give another --port.",
            exitCode: 69)
    }

    /// Not at the start, but the server ends by it as it would have begun.
    static func diskFault(_ fault: StoreError) -> StartFault {
        StartFault(
            message: """
                The disk failed while the record was written (\(fault.context): \(fault.underlying)). Almanac has stopped: \
                nothing more could be trusted to it. Look at the disk, then start it again; it recovers what was recorded.
                """, exitCode: 74)
    }

    static func configuration(_ file: String, _ diagnostics: Diagnostics) -> StartFault {
        let lines = diagnostics.items.map { item in
            let place = item.line.map { ":\($0)" } ?? ""
            return "\(file)\(place): \(item.field): \(item.message)" + (item.hint.map { " \($0)" } ?? "")
        }
        return StartFault(message: lines.joined(separator: "\n"), exitCode: 78)
    }

    /// Runs `body` and says what the rooms' errors mean to the one who starts the server.
    static func explaining<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as StoreError {
            throw StartFault(message: words(error), exitCode: 74)
        } catch let error as ZoneDatabaseError {
            throw StartFault(
                message: "The system's time zone files can't be read: \(error). Install the package tzdata.",
                exitCode: 78)
        } catch let error as ZoneError {
            throw StartFault(message: "The setting timezone is not usable: \(error)", exitCode: 78)
        }
    }

    /// Of the commands that look after a record: which of two files is meant is in the context.
    static func record(_ error: StoreError) -> StartFault {
        switch error.code {
        case .inUse, .tooNew: StartFault(message: words(error), exitCode: 74)
        case .damaged, .full, .readOnly, .unavailable, .ioFault:
            StartFault(message: "It did not work: \(error.context): \(error.underlying).", exitCode: 74)
        }
    }

    private static func words(_ error: StoreError) -> String {
        switch error.code {
        case .inUse:
            "This data folder is in use: \(error.underlying)."
        case .tooNew:
            "The record was written by a newer version of Almanac (\(error.underlying)). Install that version, or restore a backup."
        case .damaged: "The record is damaged or not Almanac's: \(error.underlying). Restore a backup."
        case .full: "There is no room left for the record: \(error.underlying)."
        case .readOnly: "The record can't be written: \(error.underlying). Check the owner of the data folder."
        case .unavailable, .ioFault: "The record can't be opened: \(error.context): \(error.underlying)."
        }
    }
}

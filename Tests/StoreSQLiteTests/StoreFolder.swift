import Foundation
import StoreSQLite

/// A folder of its own for one test's store; it goes with the last reference to it.
final class StoreFolder: Sendable {
    let path: String
    var file: String { path + "/data/almanac.db" }

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("almanac-\(UUID())").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    /// The files of another's store as they lie, its log included: what a server leaves that is killed.
    init(asKilled other: StoreFolder) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("almanac-\(UUID())").path
        try FileManager.default.createDirectory(atPath: path + "/data", withIntermediateDirectories: true)
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: other.file + suffix, toPath: file + suffix)
        }
    }

    deinit {
        // What can't be removed stays behind in the temporary folder; no test depends on it.
        try? FileManager.default.removeItem(atPath: path)
    }

    func open() async throws -> SQLiteStore {
        try await SQLiteStore.open(at: file)
    }

    /// Puts these bytes where the store will look.
    func write(_ bytes: Data) throws {
        try FileManager.default.createDirectory(atPath: path + "/data", withIntermediateDirectories: true)
        try bytes.write(to: URL(fileURLWithPath: file))
    }
}

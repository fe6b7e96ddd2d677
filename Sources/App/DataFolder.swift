import Commands
import Foundation

/// Where a server keeps what it knows: the record, the logs of runs, the workspaces.
struct DataFolder {
    let path: String

    var record: String { path + "/almanac.db" }
    var logs: String { path + "/logs" }
    var processes: String { path + "/processes" }
    /// Who may come in.
    var access: String { path + "/access.json" }
    /// The token that commands on this machine use by themselves.
    var adminToken: String { "\(path)/\(adminTokenFileName)" }
    /// Working folder of jobs that name none.
    var workspace: String { path + "/workspace" }

    init(path: String) {
        self.path = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL.path
            .trimmingSuffix("/")
    }

    /// Makes the folders, for their owner's eyes only.
    func prepare() throws {
        for folder in [path, logs, processes, workspace] {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> String {
        count > 1 && last == suffix ? String(dropLast()) : self
    }
}

import Foundation
import Logging

#if canImport(Glibc)
    import Glibc
#endif

/// Whether the data folder is its owner's alone (docs/security.md). The record tells what was run and with which
/// environment; who can write there can run anything.
struct PrivateFolder {
    private let layout: DataFolder

    init(_ layout: DataFolder) { self.layout = layout }

    /// Files that must be closed to others, where they are.
    private var files: [String] {
        [
            layout.record, layout.record + "-wal", layout.record + "-shm", layout.record + ".lock", layout.access,
            layout.access + ".lock", layout.adminToken,
        ]
    }

    /// - Throws: `StartFault` where others can get in. An empty folder is closed instead: nothing was in it to be seen.
    func check(_ logger: Logger) throws {
        if geteuid() == 0 {
            logger.warning("running as root: every job runs as root too, unless it changes its user itself")
        }
        for folder in [layout.path, layout.logs, layout.processes] { try check(folder, isFolder: true) }
        for file in files { try check(file, isFolder: false) }
    }

    private func check(_ path: String, isFolder: Bool) throws {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return }
        guard facts.st_uid == geteuid() || geteuid() == 0 else { throw StartFault.foreign(path) }
        guard facts.st_mode & 0o077 != 0 else { return }
        if isFolder, isEmpty(path), chmod(path, 0o700) == 0 { return }
        throw StartFault.open(path, isFolder: isFolder)
    }

    private func isEmpty(_ path: String) -> Bool {
        let ours = [layout.logs, layout.processes, layout.workspace].map { URL(filePath: $0).lastPathComponent }
        let inside = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [""]
        return inside.allSatisfy { ours.contains($0) && isUnused(path + "/" + $0) }
    }

    private func isUnused(_ path: String) -> Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: path))?.isEmpty == true
    }
}

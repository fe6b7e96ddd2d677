package import CivilTime
import Glibc

extension RunLogFolder {
    /// Removes the logs that were last written before `instant` and belong to no live run; answers how many files went.
    @discardableResult package func removeOlder(than instant: Instant) -> Int {
        guard let folder = opendir(path) else { return 0 }
        defer { closedir(folder) }
        var removed = 0
        while let item = readdir(folder) {
            let name = withUnsafePointer(to: &item.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let dot = name.firstIndex(of: "."), Self.isValidRunID(String(name[..<dot])),
                liveLog(String(name[..<dot])) == nil
            else { continue }
            var status = stat()
            guard lstat("\(path)/\(name)", &status) == 0, Int64(status.st_mtim.tv_sec) < instant.epochSeconds else {
                continue
            }
            if unlink("\(path)/\(name)") == 0 { removed += 1 }
        }
        return removed
    }
}

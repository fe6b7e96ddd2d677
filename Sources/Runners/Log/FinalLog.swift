import Glibc
import SystemPackage

/// The log file of a run that has ended: the kept bytes as a reader sees them, one after the other.
enum FinalLog {
    /// Answers whether the file is there now.
    static func write(_ bytes: [UInt8], to path: String) -> Bool {
        do throws(Errno) {
            try replaceFile(path, with: bytes)
            return true
        } catch {
            return false
        }
    }

    static func remove(_ path: String) { unlink(path) }

    /// At most `limit` bytes from `offset`, and the length of all; nil if there is no such file.
    static func read(_ path: String, offset: Int64, limit: Int) -> (bytes: [UInt8], total: Int64)? {
        guard let file = try? openFile(path, O_RDONLY) else { return nil }
        defer { closeFile(file) }
        var status = stat()
        guard fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let total = Int64(status.st_size)
        let count = Int(min(Int64(max(0, limit)), max(0, total - offset)))
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = (try? readAll(file, at: offset, into: UnsafeMutableRawBufferPointer(buffer))) ?? 0
        }
        return (bytes, total)
    }
}

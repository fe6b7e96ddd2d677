import Glibc
import SystemPackage

/// One process as the kernel tells of it in `/proc/<pid>/stat` (proc(5)).
struct ProcessEntry: Hashable, Sendable {
    var pid: pid_t
    var name: String
    var isZombie: Bool
    var parent: pid_t
    var group: pid_t
    var session: pid_t
    /// Clock ticks from boot to its start (field 22): with the pid, the name of a process that is never used again.
    var startTicks: UInt64

    /// Reads a line of `/proc/<pid>/stat`; the name in it may hold blanks and parentheses.
    init?(stat line: String) {
        guard let nameStart = line.firstIndex(of: "("), let nameEnd = line.lastIndex(of: ")"), nameStart < nameEnd
        else { return nil }
        let fields = line[line.index(after: nameEnd)...].split(separator: " ")
        guard fields.count > 19, let pid = pid_t(line[..<nameStart].drop(while: { $0 == " " }).prefix { $0 != " " }),
            let parent = pid_t(fields[1]), let group = pid_t(fields[2]), let session = pid_t(fields[3]),
            let startTicks = UInt64(fields[19])
        else { return nil }
        self.pid = pid
        self.name = String(line[line.index(after: nameStart)..<nameEnd])
        self.isZombie = fields[0] == "Z" || fields[0] == "X"
        self.parent = parent
        self.group = group
        self.session = session
        self.startTicks = startTicks
    }
}

/// A process for good: its pid may be used again, the pair may not within one boot.
struct ProcessIdentity: Hashable, Sendable {
    var pid: pid_t
    var startTicks: UInt64
}

extension ProcessEntry {
    var identity: ProcessIdentity { ProcessIdentity(pid: pid, startTicks: startTicks) }

    /// For reasons that people read.
    var words: String { "\(pid) (\(name))" }
}

/// The kernel's list of processes, as it is now.
enum ProcessTable {
    private static let statLengthMax = 4096
    private static let environmentLengthMax = 4 * 1024 * 1024

    static func entry(of pid: pid_t) -> ProcessEntry? {
        guard let bytes = try? readFile("/proc/\(pid)/stat", lengthMax: statLengthMax) else { return nil }
        return ProcessEntry(stat: String(decoding: bytes, as: UTF8.self))
    }

    /// All processes that this user may see; those that end meanwhile are left out.
    static func all() -> [ProcessEntry] {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var entries: [ProcessEntry] = []
        while let item = readdir(folder) {
            let name = withUnsafePointer(to: &item.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let pid = pid_t(name), let entry = entry(of: pid) { entries.append(entry) }
        }
        return entries
    }

    /// The value that the variable had in the environment that the process was started with; nil if it had none, or if
    /// this user may not look.
    static func startingValue(of variable: String, in pid: pid_t) -> String? {
        guard let bytes = try? readFile("/proc/\(pid)/environ", lengthMax: environmentLengthMax) else { return nil }
        let name = Array((variable + "=").utf8)
        return bytes.withUnsafeBytes { environment in
            var start = 0
            while start < environment.count {
                let entry = UnsafeRawBufferPointer(rebasing: environment[start...])
                let length = strnlen(entry.baseAddress!.assumingMemoryBound(to: CChar.self), entry.count)
                if length >= name.count, memcmp(entry.baseAddress!, name, name.count) == 0 {
                    return String(decoding: entry[name.count..<length], as: UTF8.self)
                }
                start += length + 1
            }
            return nil
        }
    }

    /// The kernel's name for the time since it was booted.
    static func bootID() -> String? {
        guard let bytes = try? readFile("/proc/sys/kernel/random/boot_id", lengthMax: 64) else { return nil }
        return OutputText.trimmed(String(decoding: bytes, as: UTF8.self))
    }
}

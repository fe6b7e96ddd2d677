import Glibc
import SystemPackage

/// What is on disk about the processes that are alive: a small file a run, there from before the start until the end.
///
/// A server that starts can tell by it which processes an earlier one left behind.
package struct ProcessLedger: Sendable {
    package let path: String

    /// `path` is the folder (`processes` of the data directory); it is created on demand with mode 0700.
    package init(path: String) {
        self.path = path
    }

    /// One run's processes as they were written down.
    struct Entry: Hashable, Sendable {
        var runID: String
        /// The run's schedule, as `ScheduleID` writes it.
        var schedule: String
        /// Boot in which the pid means something.
        var bootID: String
        /// nil: the run was about to start its process.
        var leader: ProcessIdentity?
    }

    /// Writes down that a run is about to start, so that not even a crash right after the start hides it.
    func announce(runID: String, of schedule: String) throws(Errno) {
        try write(Entry(runID: runID, schedule: schedule, bootID: ProcessTable.bootID() ?? "", leader: nil))
    }

    func enter(runID: String, of schedule: String, leader: ProcessIdentity) throws(Errno) {
        try write(Entry(runID: runID, schedule: schedule, bootID: ProcessTable.bootID() ?? "", leader: leader))
    }

    func leave(runID: String) { unlink(file(of: runID)) }

    /// All entries that can be read; what is no entry is left alone.
    func entries() -> [Entry] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var entries: [Entry] = []
        while let item = readdir(folder) {
            let name = withUnsafePointer(to: &item.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasSuffix(Self.suffix), let bytes = try? readFile("\(path)/\(name)", lengthMax: 4096),
                let entry = Entry(text: String(decoding: bytes, as: UTF8.self)), name == entry.runID + Self.suffix
            else { continue }
            entries.append(entry)
        }
        return entries.sorted { $0.runID < $1.runID }
    }

    private static let suffix = ".process"

    private func file(of runID: String) -> String { "\(path)/\(runID)\(Self.suffix)" }

    private func write(_ entry: Entry) throws(Errno) {
        try makeFolder(path)
        try replaceFile(file(of: entry.runID), with: Array(entry.text.utf8))
    }
}

extension ProcessLedger.Entry {
    /// `name value` lines.
    var text: String {
        var lines = ["run \(runID)", "schedule \(schedule)", "boot \(bootID)"]
        if let leader { lines += ["pid \(leader.pid)", "start \(leader.startTicks)"] }
        return lines.joined(separator: "\n") + "\n"
    }

    init?(text: String) {
        var fields: [Substring: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            fields[parts[0]] = String(parts[1])
        }
        guard let runID = fields["run"], RunLogFolder.isValidRunID(runID), let bootID = fields["boot"] else {
            return nil
        }
        self.runID = runID
        self.schedule = fields["schedule"] ?? ""
        self.bootID = bootID
        guard let pid = fields["pid"] else { return }
        guard let pid = pid_t(pid), pid > 1, let start = fields["start"].flatMap({ UInt64($0) }) else { return nil }
        leader = ProcessIdentity(pid: pid, startTicks: start)
    }
}

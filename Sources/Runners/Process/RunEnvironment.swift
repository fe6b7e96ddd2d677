import CivilTime
import Glibc
import Operations

/// The environment of a run's process, built from nothing: of the server's own variables none is passed on.
enum RunEnvironment {
    static let searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// `PATH`, `HOME` and `LANG`, which the job may replace; the job's own; and what tells it which run it is,
    /// which the job can't replace. `TZ` is the caller's to add to the job's own.
    static func variables(for assignment: Assignment, home: String) -> [String: String] {
        var variables = ["PATH": searchPath, "HOME": home, "LANG": "C.UTF-8"]
        variables.merge(assignment.work.env) { _, own in own }
        variables.merge(identifying(assignment.run)) { _, own in own }
        return variables
    }

    static func identifying(_ run: Run) -> [String: String] {
        var variables = [
            "ALMANAC_JOB_ID": run.schedule.ref,
            runIDName: run.id,
            "ALMANAC_SCHEDULED_AT": String(run.scheduledAt.epochSeconds),
            "ALMANAC_ATTEMPT": String(run.attempt),
            "ALMANAC_TRIGGER": run.trigger.rawValue,
        ]
        variables["ALMANAC_SESSION_ID"] = run.sessionID ?? (run.schedule.source == .heartbeat ? run.schedule.ref : nil)
        return variables
    }

    /// The run that a process was started for, by its environment: the mark by which a run's processes are recognised.
    static func runID(of pid: pid_t) -> String? { ProcessTable.startingValue(of: runIDName, in: pid) }

    static let runIDName = "ALMANAC_RUN_ID"

    /// What is wrong with a variable's name or value, in words; nil if nothing is.
    static func fault(in variables: [String: String]) -> String? {
        for (name, value) in variables.sorted(by: { $0.key < $1.key }) {
            let bytes = name.utf8
            if bytes.isEmpty { return "a variable of env has no name" }
            if bytes.contains(UInt8(ascii: "=")) || bytes.contains(0) || (bytes.first.map(isDigit) ?? false) {
                return "“\(OutputText.plain(bytes))” can't be the name of a variable"
            }
            if value.utf8.contains(0) { return "the variable \(name) holds a NUL character" }
        }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

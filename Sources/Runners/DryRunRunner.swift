package import Operations

/// Writes down what would have run, and runs nothing.
package struct DryRunRunner: Runner {
    package init() {}

    package func carryOut(
        _ assignment: Assignment, log: RunLog, started: @Sendable () async -> Void
    ) async -> RunOutcome {
        if let idle = assignment.unmetDuty() { return idle.concluding(log) }
        await started()
        if Task.isCancelled { return RunOutcome(.cancelled, reason: "cancelled").concluding(log) }
        log.appendAll(Self.account(of: assignment))
        return RunOutcome(.success, detail: "dry run").concluding(log)
    }

    /// Names of variables are told, their values are not: they may be secrets.
    private static func account(of assignment: Assignment) -> String {
        let work = assignment.work
        var lines = ["dry run of \(assignment.run.schedule), \(assignment.run.trigger.rawValue)"]
        lines.append("runner: \(work.runner ?? "the default")")
        lines.append("folder: \(assignment.workspace)")
        lines.append("time limit: \(work.timeoutSeconds.map { "\($0) s" } ?? "none")")
        if let stdin = work.stdin { lines.append("standard input: \(stdin.utf8.count) bytes") }
        if !work.env.isEmpty { lines.append("variables: \(work.env.keys.sorted().joined(separator: ", "))") }
        for note in assignment.run.notes { lines.append("note: \(note)") }
        lines.append("command:")
        lines.append(work.command)
        return lines.joined(separator: "\n") + "\n"
    }
}

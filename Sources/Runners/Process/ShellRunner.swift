import Glibc
package import Operations
import SystemPackage

/// Carries runs out with `/bin/sh -c`, each in a session of its own and with a clean environment.
package struct ShellRunner: Runner {
    private let rules: ProcessRules

    package init(rules: ProcessRules) {
        self.rules = rules
    }

    package func carryOut(
        _ assignment: Assignment, log: RunLog, started: @Sendable () async -> Void
    ) async -> RunOutcome {
        if let idle = assignment.unmetDuty() { return idle.concluding(log) }
        let run = ProcessRun(assignment, command: assignment.work.command, input: assignment.work.stdin, rules: rules)
        let outcome = await run.carryOut(log: log, started: started)
        return assignment.acknowledging(outcome, log).concluding(log)
    }
}

extension ProcessRun {
    /// A run of `command` on behalf of the assignment, in its folder and environment and within its time.
    init(_ assignment: Assignment, command: String, input: String?, rules: ProcessRules) {
        if assignment.work.workspaceDir == nil {
            // The default folder is ours to make; if that fails, the start says so.
            try? makeFolder(assignment.workspace)
        }
        self.init(
            runID: assignment.run.id, schedule: assignment.run.schedule.description, command: command, input: input,
            variables: RunEnvironment.variables(for: assignment, home: Self.home ?? assignment.workspace),
            folder: assignment.workspace, timeoutSeconds: assignment.work.timeoutSeconds, rules: rules)
    }

    /// The user's home folder as the system's user database has it, not as the server's environment says.
    private static let home: String? = {
        var record = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16 * 1024) { buffer in
            guard let text = buffer.baseAddress,
                getpwuid_r(getuid(), &record, text, buffer.count, &found) == 0, found != nil,
                let folder = record.pw_dir
            else { return nil }
            return String(cString: folder)
        }
    }()
}

package import Operations

/// A command that the server runs for itself, beside the schedules' work: a process group of its own with a time limit,
/// known to the ledger, so that the next server ends what this one left behind.
package struct ServerCommand: Sendable {
    private let rules: ProcessRules
    private let logs: RunLogFolder
    private let folder: String

    /// `folder` is where commands start; it is made if it is not there.
    package init(rules: ProcessRules, logs: RunLogFolder, folder: String) {
        self.rules = rules
        self.logs = logs
        self.folder = folder
    }

    /// Runs a program with its arguments as they are given; no shell reads them.
    ///
    /// - Parameters:
    ///   - id: names the process while it lives: letters, digits and dashes, never the same twice.
    ///   - purpose: what it is for, in the ledger: those of one purpose that a former server left are waited for.
    /// - Returns: how it ended, with the last characters of its output. Nothing of the output is kept.
    package func carryOut(
        id: String, purpose: String, arguments: [String], input: String, variables: [String: String],
        timeoutSeconds: Int
    ) async -> RunOutcome {
        // A server that was killed while the command ran may have left its log.
        logs.remove(runID: id)
        let log: RunLog
        do {
            log = try logs.create(runID: id)
        } catch {
            return RunOutcome(.failed, reason: "could not start: \(error.message)")
        }
        defer {
            logs.letGo(runID: id)
            logs.remove(runID: id)
        }
        try? makeFolder(folder)
        var environment = ["PATH": RunEnvironment.searchPath, "HOME": folder, "LANG": "C.UTF-8"]
        environment.merge(variables) { _, own in own }
        environment[RunEnvironment.runIDName] = id
        let command = "exec " + arguments.map(Self.quoted).joined(separator: " ")
        let run = ProcessRun(
            runID: id, schedule: purpose, command: command, input: input, variables: environment, folder: folder,
            timeoutSeconds: timeoutSeconds, rules: rules)
        return await run.carryOut(log: log, started: {}).concluding(log)
    }

    /// As `sh` reads it back: everything between single quotes stands for itself.
    private static func quoted(_ argument: String) -> String {
        "'" + argument.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

import Glibc
import Operations
import Subprocess
import SystemPackage

/// One run as a process: started, watched, ended in time, and told as an outcome.
struct ProcessRun: Sendable {
    let runID: String
    /// The schedule it is a run of, as `ScheduleID` writes it.
    let schedule: String
    /// Text for `/bin/sh -c`.
    let command: String
    let input: String?
    let variables: [String: String]
    let folder: String
    let timeoutSeconds: Int?
    let rules: ProcessRules

    /// Why the wait for the process ended.
    private enum Turn {
        case ended
        case timedOut
        case cancelled
    }

    /// The outcome without what the log knows of the output.
    func carryOut(log: RunLog, started: @Sendable () async -> Void) async -> RunOutcome {
        if let fault = inputFault { return RunOutcome(.failed, reason: fault) }
        let cancelled = Promise<Void>()
        let begun = Promise<Bool>()
        // Not a child task: when the run is cancelled its process must still be ended, waited for and reported.
        let task = Task {
            let outcome = await supervise(log: log, cancelled: cancelled, begun: begun)
            begun.fulfil(false)
            return outcome
        }
        return await withTaskCancellationHandler {
            if await begun.settled() { await started() }
            return await task.value
        } onCancel: {
            cancelled.fulfil()
        }
    }

    private var inputFault: String? {
        if command.utf8.contains(0) { return "could not start: the command holds a NUL character" }
        if let fault = RunEnvironment.fault(in: variables) { return "could not start: \(fault)" }
        return isFolder(folder) ? nil : "could not start: the working folder \(folder) does not exist"
    }

    private func supervise(log: RunLog, cancelled: Promise<Void>, begun: Promise<Bool>) async -> RunOutcome {
        defer { rules.ledger.leave(runID: runID) }
        let launch: Launch
        do {
            launch = try await self.launch(log: log, cancelled: cancelled)
        } catch is CancellationError {
            return RunOutcome(.cancelled, reason: "cancelled before it started")
        } catch {
            return RunOutcome(.failed, reason: StartFault.words(for: error, folder: folder))
        }
        begun.fulfil(true)
        let process = launch.process
        let turn = await nextTurn(of: process, cancelled: cancelled)
        let survivors = turn == .ended ? [] : await end(launch.leader)
        await drain(launch.output)
        process.letGo()
        // A leader that even KILL did not end is not waited for.
        let status = survivors.contains { $0.pid == process.pid } ? nil : await process.status.settled()
        return outcome(turn, status, survivors)
    }

    // MARK: Start

    private struct Launch: Sendable {
        var process: LaunchedProcess
        var leader: ProcessIdentity?
        var output: OutputPipe
    }

    private func launch(log: RunLog, cancelled: Promise<Void>) async throws -> Launch {
        if cancelled.value != nil { throw CancellationError() }
        let start = Task {
            try await rules.orphans.settled(of: schedule)
            return try await rules.gate.pass { try await self.start(log: log) }
        }
        let watch = Task {
            if await cancelled.wait() != nil { start.cancel() }
        }
        defer { watch.cancel() }
        return try await start.value
    }

    private func start(log: RunLog) async throws -> Launch {
        try announce()
        let inputFile = try InputFile.open(input, in: rules.ledger.path, runID: runID)
        defer { closeFile(inputFile) }
        let output = try await OutputPipe.open(into: log)
        do {
            let process = try await LaunchedProcess.start(
                .init(
                    command: command, variables: variables, folder: folder, input: inputFile,
                    output: output.writeEnd))
            closeFile(output.writeEnd)
            let leader = ProcessTable.entry(of: process.pid)?.identity
            // If this fails the run is still known by its announcement and its mark.
            if let leader { try? rules.ledger.enter(runID: runID, of: schedule, leader: leader) }
            return Launch(process: process, leader: leader, output: output)
        } catch {
            closeFile(output.writeEnd)
            await output.close()
            throw error
        }
    }

    private func announce() throws {
        do throws(Errno) {
            try rules.ledger.announce(runID: runID, of: schedule)
        } catch {
            throw SpawnGate.isScarcity(error) ? error : LedgerFault(path: rules.ledger.path, errno: error)
        }
    }

    // MARK: End

    private func nextTurn(of process: LaunchedProcess, cancelled: Promise<Void>) async -> Turn {
        await withTaskGroup(of: Turn?.self) { group in
            group.addTask { await process.ended.wait().map { .ended } }
            group.addTask { await cancelled.wait().map { .cancelled } }
            if let timeoutSeconds {
                group.addTask {
                    do {
                        try await rules.clock.sleep(for: .seconds(timeoutSeconds))
                        return .timedOut
                    } catch {
                        return nil
                    }
                }
            }
            for await turn in group {
                guard let turn else { continue }
                group.cancelAll()
                return process.ended.value != nil ? .ended : turn
            }
            return .ended
        }
    }

    private func end(_ leader: ProcessIdentity?) async -> [ProcessEntry] {
        var tree = ProcessTree([.init(runID: runID, leader: leader)])
        return await tree.end(grace: rules.grace).map(\.entry)
    }

    /// The run is over when its leader is: what others hold the pipe for is read for a moment, then no more.
    private func drain(_ output: OutputPipe) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await output.ended.wait() }
            group.addTask { try? await ContinuousClock().sleep(for: rules.drainTimeout) }
            await group.next()
            group.cancelAll()
        }
        await output.close()
    }

    private func outcome(_ turn: Turn, _ status: TerminationStatus?, _ survivors: [ProcessEntry]) -> RunOutcome {
        let left = survivors.isEmpty ? "" : "; still alive: \(survivors.map(\.words).joined(separator: ", "))"
        switch turn {
        case .ended: return Ending(status).outcome
        case .timedOut:
            return RunOutcome(.failed, reason: "timed out after \(timeoutSeconds ?? 0) s\(left)")
        case .cancelled: return RunOutcome(.cancelled, reason: "cancelled\(left)")
        }
    }
}

import CivilTime
package import Logging
import Operations
package import Runners
import Synchronization

/// Hands claimed runs to their runners and keeps hold of those that live, so that they can be cancelled.
package final class RunDesk: Sendable {
    package struct Folders: Sendable {
        /// Working folder of runs whose schedule names none.
        package var workspace: String

        package init(workspace: String) { self.workspace = workspace }
    }

    private let runners: RunnerSet
    private let logs: RunLogFolder
    private let folders: Folders
    private let defaults: RunnerDefaults
    private let logger: Logger
    /// The sign to cancel a live run: its stream ends.
    private struct Sign {
        let stream: AsyncStream<Never>
        let continuation: AsyncStream<Never>.Continuation

        init() { (stream, continuation) = AsyncStream<Never>.makeStream() }
    }

    private let signs = Mutex<[String: Sign]>([:])

    package init(
        runners: RunnerSet, logs: RunLogFolder, folders: Folders, defaults: RunnerDefaults, logger: Logger
    ) {
        self.runners = runners
        self.logs = logs
        self.folders = folders
        self.defaults = defaults
        self.logger = logger
    }

    /// Carries a run out to its end. Never throws: what goes wrong is the run's outcome.
    func carryOut(_ run: Run, of schedule: Schedule, clocks: any Clocks) async -> RunEnding {
        let cancelled = admit(run.id)
        let began = clocks.monotonic
        let outcome = await withTaskGroup(of: RunOutcome?.self) { group in
            group.addTask { await self.outcome(of: run, schedule) }
            group.addTask {
                for await _ in cancelled {}
                return nil
            }
            var outcome: RunOutcome?
            while let first = await group.next() {
                // The cancelled one still tells how it ended: it is waited for.
                group.cancelAll()
                if let first { outcome = first }
            }
            return outcome ?? RunOutcome(.cancelled, reason: "cancelled")
        }
        signs.withLock { $0[run.id] = nil }
        return RunEnding(
            runID: run.id, schedule: run.schedule, outcome: outcome, at: clocks.now,
            duration: clocks.monotonic - began)
    }

    /// Takes a run in before its task has begun, so that it can be cancelled from then on.
    @discardableResult
    func admit(_ runID: String) -> AsyncStream<Never> {
        signs.withLock { signs in
            let sign = signs[runID] ?? Sign()
            signs[runID] = sign
            return sign.stream
        }
    }

    /// Removes the logs of runs that ended before `instant` (retention).
    func removeLogs(before instant: Instant) {
        let gone = logs.removeOlder(than: instant)
        if gone > 0 { logger.info("removed old logs", metadata: ["files": "\(gone)"]) }
    }

    /// A run's end is on record, and what its record tells needs no log any more.
    func settled(_ runID: String) { logs.letGo(runID: runID) }

    /// Has a live run ended; one that this desk doesn't hold is none.
    func cancel(_ runID: String) {
        signs.withLock { $0[runID] }?.continuation.finish()
    }

    private func outcome(of run: Run, _ schedule: Schedule) async -> RunOutcome {
        let name = runners.override ?? schedule.work.runner ?? defaults.name(for: schedule.id.source)
        guard let runner = runners.runner(named: name) else {
            return RunOutcome(
                .failed, reason: "there is no runner \"\(name)\"; known are \(runners.names.joined(separator: ", "))")
        }
        let log: RunLog
        do {
            log = try logs.create(runID: run.id)
        } catch {
            return RunOutcome(.failed, reason: "the run's log can't be written: \(error)")
        }
        let assignment = Assignment(
            run: run, work: schedule.work, metadata: schedule.metadata, heartbeat: schedule.heartbeatDuty,
            workspace: schedule.work.workspaceDir ?? folders.workspace)
        return await runner.carryOut(assignment, log: log) {}
    }
}

/// Which runner a schedule takes that names none.
package struct RunnerDefaults: Sendable {
    package var cron: String
    package var heartbeat: String

    package init(cron: String, heartbeat: String) {
        self.cron = cron
        self.heartbeat = heartbeat
    }

    func name(for source: Source) -> String {
        switch source {
        case .cron: cron
        case .heartbeat: heartbeat
        }
    }
}

extension Schedule {
    /// What a heartbeat's metadata ask of its run beyond the prompt; nil for cron jobs.
    var heartbeatDuty: HeartbeatDuty? {
        guard id.source == .heartbeat else { return nil }
        let wishes = metadata["heartbeat"]?.object ?? [:]
        var duty = HeartbeatDuty()
        if case .array(let tokens)? = wishes["ok_tokens"] { duty.okTokens = tokens.compactMap(\.string) }
        if case .bool(let required)? = wishes["require_file"] { duty.requireFile = required }
        if case .integer(let length)? = wishes["ack_max_chars"] {
            duty.acknowledgementLengthMax = Int(clamping: length)
        }
        return duty
    }
}

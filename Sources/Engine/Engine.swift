package import CivilTime
package import Logging
package import Operations
import Runners
import ServiceLifecycle
package import Store
import Synchronization

/// The one place that waits, decides and records (docs/ARCHITECTURE.md).
///
/// One loop takes signals one at a time: it asks the pure `EngineState` for a decision, has the store record it, and only
/// then acts on it. Nothing polls: the loop sleeps until something is due, at most `wakeSecondsMax`.
package actor Engine: Service {
    /// Bound on a sleep: the liveness record grows at least this often, and a clock that jumped is noticed.
    package static let wakeSecondsMax = 30.0
    /// Pause after the store failed or refused: no spin (docs/invariants.md, B9).
    static let troubleSeconds = 1.0
    static let pruneSeconds = 600.0
    static let pruneRows = 1_000

    let store: any Store
    let clocks: any Clocks
    let alarm: any Alarm
    let desk: RunDesk
    let logger: Logger
    let settings: EngineSettings
    package nonisolated let bell: LogBell
    /// Rings once deliveries are in the outbox.
    package nonisolated let outboxBell = LogBell()
    package nonisolated let health: EngineHealth
    nonisolated let mailbox = Mailbox()

    var state: EngineState
    private nonisolated let shown = Mutex(Standing())
    private var watch: ClockWatch
    /// What to call what is late among that which the last decision left for the next; nil where it left nothing.
    var backlog: MissedReason?
    /// Ends of runs that are not on record yet.
    var unrecorded: [RunEnding] = []
    /// Of these, the first so many block nobody who is due before `until`.
    struct LookedAt {
        var count = 0
        var until = Instant.distantFuture
    }
    var lookedAt = LookedAt()
    var starts: [(Run, Schedule)] = []
    /// A decision of which it is not known whether the store has taken it.
    var doubt: Doubt?
    /// The log's last position that is known.
    var lastSeq: Int64 = 0
    private var lastLiveness: Duration?
    private var lastPrune: Duration?
    /// The store has failed since what was due was last settled: a probe that got through does not undo what it delayed.
    var storeFailed = false
    /// Why what is due can't be settled although the store takes writes: the record refuses it again and again.
    var refusedDue: String?
    private var stopping = false
    /// When running work is cancelled, on the monotonic clock, once a stop was asked for.
    private var stopDeadline: Duration?
    /// Running work has been cancelled: its time is up.
    private(set) var deadlinePassed = false

    package init(
        store: any Store, desk: RunDesk, context: EngineContext, clocks: any Clocks, alarm: any Alarm,
        settings: EngineSettings, logger: Logger, bell: LogBell = LogBell()
    ) {
        self.store = store
        self.desk = desk
        self.clocks = clocks
        self.alarm = alarm
        self.settings = settings
        self.logger = logger
        self.bell = bell
        self.health = EngineHealth()
        self.state = EngineState(context: context)
        self.watch = ClockWatch(clocks)
    }

    /// Runs until graceful shutdown, or until its task is cancelled: either asks it to stop, and it ends in good order.
    package func run() async throws {
        alarm.onRing { [mailbox] in mailbox.post(.alarm) }
        mailbox.post(.alarm)
        await withTaskCancellationOrGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                while let work = await turn() {
                    for (run, schedule) in work {
                        group.addTask { [desk, mailbox, clocks] in
                            let ending = await desk.carryOut(run, of: schedule, clocks: clocks)
                            mailbox.post(.ended(ending))
                        }
                    }
                }
            }
        } onCancelOrGracefulShutdown: { [mailbox] in
            mailbox.post(.stop)
        }
        await end()
    }

    /// Asks the engine to stop: what runs has its grace, then `run` returns.
    package nonisolated func stop() {
        mailbox.post(.stop)
    }

    /// Has a command carried out in its turn. Safe to call from anywhere.
    package nonisolated func perform(_ request: CommandRequest) async throws(CommandRefused) -> Reply {
        let result = await withCheckedContinuation { continuation in
            if !mailbox.post(.request(request, continuation)) {
                continuation.resume(returning: .failure(CommandRefused.stopping))
            }
        }
        return try result.get()
    }

    // MARK: What stands now

    /// The schedules and the runs that live, as they are on record.
    package struct Standing: Sendable {
        package internal(set) var tracked: [ScheduleID: EngineState.Tracked] = [:]
        /// Runs that have not ended, by schedule, oldest first.
        package internal(set) var live: [ScheduleID: [Run]] = [:]
    }

    /// Answered at once, also while the engine decides about thousands that are due.
    package nonisolated var standing: Standing { shown.withLock { $0 } }

    /// The schedules as they stand, with what is due next, for questions that need no history.
    package nonisolated func snapshot() -> [ScheduleID: EngineState.Tracked] { standing.tracked }

    /// One schedule as it stands; nil if there is none.
    package nonisolated func tracked(_ id: ScheduleID) -> EngineState.Tracked? { standing.tracked[id] }

    /// Whether a run of the schedule is alive, a waiting one included.
    package nonisolated func isRunning(_ id: ScheduleID) -> Bool { !(standing.live[id] ?? []).isEmpty }

    /// Whether the run of this occurrence is alive, a waiting one included.
    package nonisolated func isRunning(_ id: ScheduleID, at instant: Instant) -> Bool {
        (standing.live[id] ?? []).contains { $0.scheduledAt == instant }
    }

    /// Shows the state as it is now; called with each change of it.
    func show() {
        let standing = Standing(tracked: state.tracked, live: state.live)
        shown.withLock { $0 = standing }
    }

    // MARK: The loop

    /// Takes up the record and settles what the time without a scheduler left behind; before `run`, and before anybody asks.
    /// Of more than one decision takes up, `run` settles the rest before it does anything else.
    package func begin() async throws {
        let past = try await recollect()
        state = EngineState(recalling: past, context: state.context)
        show()
        guard await recordBegin(lastAlive: past.lastAlive) else {
            throw StoreError(.unavailable, context: "recording the start", underlying: health.trouble ?? "refused")
        }
        logger.info(
            "engine started",
            metadata: ["schedules": "\(past.schedules.count)", "interrupted": "\(past.unfinished.count)"])
    }

    private func recordBegin(lastAlive: Instant?) async -> Bool {
        for _ in 0..<Self.recallsMax {
            var next = state
            let decision = next.decideBegin(at: clocks.now, lastAlive: lastAlive)
            switch await record(decision, from: next) {
            case .recorded: return true
            case .failed, .unknown: return false
            case .refused: continue
            }
        }
        return false
    }

    /// Takes what has arrived, settles what is due, and answers the runs to start; nil when the engine has stopped.
    private func turn() async -> [(Run, Schedule)]? {
        let signals = await mailbox.take()
        let finding = watch.look(clocks)
        await settleDoubt()
        await noteStep(finding)
        for case .ended(let ending) in signals { unrecorded.append(ending) }
        await settleBeginning()
        await settleEnded()
        if !stopping, state.beginning == nil { await settleDue(backlog ?? reason(finding)) }
        for signal in signals {
            switch signal {
            case .alarm, .ended: break
            case .request(let request, let continuation):
                continuation.resume(returning: await answer(request))
                // It may have made schedules due.
                lookedAt = LookedAt()
            case .stop: beginStop()
            }
        }
        if let stopDeadline, clocks.monotonic >= stopDeadline { cancelEverything() }
        if stopping, hasStopped { return nil }
        await keepAlive()
        setAlarm()
        defer { starts = [] }
        return starts
    }

    /// What to call occurrences that this turn finds beyond their grace.
    private func reason(_ finding: ClockWatch.Finding) -> MissedReason {
        switch finding.lateReason {
        case .clockJump: .clockJump
        case .suspended: .suspended
        case .overload: storeFailed ? .storeUnavailable : .overload
        }
    }

    private func keepAlive() async {
        let elapsed = clocks.monotonic
        // In trouble it is also the probe that finds out when the store takes writes again.
        if let lastLiveness, health.trouble == nil, ClockWatch.seconds(elapsed - lastLiveness) < Self.wakeSecondsMax / 3
        {
            return
        }
        var decision = Decision()
        decision.changes.mutations = [.recordLiveness(node: state.context.node, at: clocks.now)]
        guard await record(decision) == .recorded else { return }
        lastLiveness = elapsed
        if lastPrune.map({ ClockWatch.seconds(elapsed - $0) >= Self.pruneSeconds }) ?? true { await prune(at: elapsed) }
    }

    private func prune(at elapsed: Duration) async {
        lastPrune = elapsed
        let now = clocks.now
        do {
            let gone = try await store.prune(
                RetentionLimits(
                    recordsBefore: now.advanced(bySeconds: -Int64(settings.retentionDays) * 86_400),
                    auditBefore: now.advanced(bySeconds: -Int64(settings.auditRetentionDays) * 86_400)),
                limit: Self.pruneRows)
            desk.removeLogs(before: now.advanced(bySeconds: -Int64(settings.retentionDays) * 86_400))
            guard gone > 0 else { return }
            logger.info("removed old records", metadata: ["rows": "\(gone)"])
            // More is waiting: the next look at the clock goes on, instead of one batch every ten minutes.
            if gone >= Self.pruneRows { lastPrune = nil }
        } catch {
            logger.error("old records can't be removed", metadata: ["error": "\(error)"])
        }
    }

    private func setAlarm() {
        var seconds = Self.wakeSecondsMax
        if backlog != nil {
            seconds = 0
        } else if health.trouble != nil || doubt != nil || refusedDue != nil || !unrecorded.isEmpty {
            seconds = Self.troubleSeconds
        } else if !stopping, let due = state.nextDue {
            // A stopping engine takes up nothing that is due: waiting for it would be a spin.
            seconds = min(seconds, max(0, clocks.now.seconds(to: due)))
        }
        if let stopDeadline, !deadlinePassed {
            seconds = min(seconds, max(0, ClockWatch.seconds(stopDeadline - clocks.monotonic)))
        }
        alarm.set(afterSeconds: seconds)
        watch.plan(afterSeconds: seconds, from: clocks)
        health.turned(at: clocks.monotonic, next: seconds)
    }

    // MARK: Stopping

    private func beginStop() {
        guard !stopping else { return }
        stopping = true
        state.isStopping = true
        // What is due is taken up no more.
        backlog = nil
        stopDeadline = clocks.monotonic + settings.stopGrace
    }

    /// Whether all work has ended and is on record; once it had its time, what can't be recorded is left to the next
    /// start, which finds it interrupted.
    private var hasStopped: Bool {
        if state.runningCount == 0, unrecorded.isEmpty { return true }
        return deadlinePassed && unrecorded.count >= state.runningCount
    }

    private func cancelEverything() {
        guard !deadlinePassed else { return }
        deadlinePassed = true
        for run in state.liveRuns.sorted(by: { Place($0) < Place($1) }) { desk.cancel(run.id) }
    }

    private func end() async {
        alarm.stop()
        for case .request(_, let continuation) in mailbox.close() {
            continuation.resume(returning: .failure(.stopping))
        }
        let now = clocks.now
        var next = state
        var decision = next.decideEnd(at: now)
        decision.changes.append(
            ChangeSet(
                [.recordLiveness(node: state.context.node, at: now)],
                events: [.scheduler(.schedulerStopped, node: state.context.node, at: now)]))
        _ = await record(decision, from: next)
        health.failed("the scheduler has stopped")
    }
}

/// Settings of the engine itself.
package struct EngineSettings: Sendable {
    package var retentionDays: Int
    package var auditRetentionDays: Int
    /// How long running work may go on after a stop was asked for, before it is cancelled.
    package var stopGrace: Duration

    package init(retentionDays: Int = 30, auditRetentionDays: Int = 365, stopGrace: Duration = .seconds(5)) {
        self.retentionDays = retentionDays
        self.auditRetentionDays = auditRetentionDays
        self.stopGrace = stopGrace
    }
}

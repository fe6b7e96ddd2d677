import CivilTime
package import Logging
import Metrics
package import Operations
import Runners
import ServiceLifecycle
package import Store
import Synchronization

/// The one place that waits, decides and records (DESIGN 4).
///
/// One loop takes signals one at a time: it asks the pure `EngineState` for a decision, has the store record it, and only
/// then acts on it. Nothing polls: the loop sleeps until something is due, at most `wakeSecondsMax`.
package actor Engine: Service {
    /// Bound on a sleep: the liveness record grows at least this often, and a clock that jumped is noticed.
    package static let wakeSecondsMax = 30.0
    /// Pause after the store refused: no spin (RELIABILITY B9).
    static let troubleSeconds = 1.0
    static let pruneSeconds = 600.0

    let store: any Store
    let clocks: any Clocks
    let alarm: any Alarm
    let desk: RunDesk
    let logger: Logger
    let settings: EngineSettings
    package nonisolated let bell: LogBell
    package nonisolated let health: EngineHealth
    nonisolated let mailbox = Mailbox()

    var state: EngineState
    private var watch: ClockWatch
    private var unrecorded: [RunEnding] = []
    private var starts: [(Run, Schedule)] = []
    private var lastLiveness: Duration?
    private var lastPrune: Duration?
    private var stopping = false

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

    /// Runs until graceful shutdown.
    package func run() async throws {
        alarm.onRing { [mailbox] in mailbox.post(.alarm) }
        mailbox.post(.alarm)
        await withGracefulShutdownHandler {
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
        } onGracefulShutdown: { [mailbox] in
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

    /// The schedules as they stand, with what is due next, for questions that need no history.
    package func snapshot() -> [ScheduleID: EngineState.Tracked] { state.tracked }

    package func tracked(_ id: ScheduleID) -> EngineState.Tracked? { state.tracked[id] }

    package func isRunning(_ id: ScheduleID) -> Bool { !(state.live[id] ?? []).isEmpty }

    // MARK: The loop

    /// Takes up the record and settles what the time without a scheduler left behind; before `run`, and before anybody asks.
    package func begin() async throws {
        let past = Recollection(
            schedules: try await store.schedules(ScheduleQuery()),
            unfinished: try await store.runs(
                RunQuery(statuses: [.waiting, .running], oldestFirst: true, limit: 100_000)),
            openNotifications: try await store.notifications(
                NotificationQuery(statuses: [.new, .acknowledged, .snoozed, .suppressed], limit: 100_000)),
            lastAlive: try await store.lastAlive())
        state = EngineState(recalling: past, context: state.context)
        let decision = state.decideBegin(at: clocks.now, lastAlive: past.lastAlive)
        guard await record(decision) else {
            throw StoreError(.unavailable, context: "recording the start", underlying: health.trouble ?? "refused")
        }
        logger.info(
            "engine started",
            metadata: ["schedules": "\(past.schedules.count)", "interrupted": "\(past.unfinished.count)"])
    }

    /// Takes what has arrived, settles what is due, and answers the runs to start; nil when the engine has stopped.
    private func turn() async -> [(Run, Schedule)]? {
        let signals = await mailbox.take()
        starts = []
        let finding = watch.look(clocks)
        await noteStep(finding)
        var endings = unrecorded
        for case .ended(let ending) in signals { endings.append(ending) }
        if !stopping { await settleDue(finding) }
        if !endings.isEmpty { await settle(endings) }
        for signal in signals {
            switch signal {
            case .alarm, .ended: break
            case .request(let request, let continuation):
                continuation.resume(returning: await answer(request))
            case .stop: beginStop()
            case .stopDeadline: cancelEverything()
            }
        }
        if stopping, state.runningCount == 0, unrecorded.isEmpty { return nil }
        await keepAlive()
        setAlarm()
        return starts
    }

    private func settleDue(_ finding: ClockWatch.Finding) async {
        let now = clocks.now
        let reason: MissedReason =
            switch finding.lateReason {
            case .clockJump: .clockJump
            case .suspended: .suspended
            case .overload: health.trouble == nil ? .overload : .storeUnavailable
            }
        var next = state
        let decision = next.decideDue(at: now, lateReason: reason)
        if decision.changes.isEmpty {
            state = next
        } else if await record(decision, from: next) {
            Counter(label: "almanac_claims_total").increment(by: decision.effects.count)
        }
    }

    private func settle(_ endings: [RunEnding]) async {
        let decision = state.decideEnded(endings, at: clocks.now)
        unrecorded = await record(decision) ? [] : endings
    }

    private func noteStep(_ finding: ClockWatch.Finding) async {
        guard finding.stepSeconds != 0 else { return }
        logger.warning("the wall clock was set", metadata: ["seconds": "\(finding.stepSeconds)"])
        var decision = Decision()
        decision.changes.events = [
            .scheduler(
                .schedulerClockStepped, node: state.context.node, at: clocks.now,
                note: ["step_seconds": .number(finding.stepSeconds)])
        ]
        _ = await record(decision)
    }

    /// Records a decision and, once it is on record, brings the state up to date and acts. False if nothing was recorded.
    ///
    /// `next` is the state the decision was made in, where making it took things out of the queue.
    func record(_ decision: Decision, from next: EngineState? = nil) async -> Bool {
        guard !decision.changes.isEmpty else {
            if let next { state = next }
            perform(decision.effects)
            return true
        }
        do {
            switch try await store.commit(decision.changes) {
            case .committed(let seq):
                if let next { state = next }
                state.apply(decision.changes)
                perform(decision.effects)
                health.recovered()
                bell.ring(seq)
                return true
            case .refused(let refusal):
                logger.error("the record refused a decision", metadata: ["refusal": "\(refusal)"])
                health.failed("the record refused a decision: \(refusal)")
                await recall(refusal)
                return false
            }
        } catch {
            logger.error("the store can't be written", metadata: ["error": "\(error)"])
            health.failed("the store can't be written: \(error.underlying)")
            return false
        }
    }

    /// Memory and record disagree about something: take up the record.
    private func recall(_ refusal: Refusal) async {
        switch refusal {
        case .scheduleExists(let id), .scheduleChanged(let id), .cursorMoved(let id): await recall(id)
        case .occurrenceTaken(let occurrence): await recall(occurrence.schedule)
        case .runChanged(let id):
            if let run = try? await store.run(id) { state.apply(ChangeSet([.replaceRun(run, expected: run.status)])) }
        case .notificationChanged(let id):
            if let notification = try? await store.notification(id) { state.keep(notification) }
        case .stasisChanged: break
        }
    }

    private func recall(_ id: ScheduleID) async {
        do {
            if let schedule = try await store.schedule(id) { state.track(schedule) } else { state.forget(id) }
        } catch {
            logger.error("a schedule can't be read", metadata: ["schedule": "\(id)", "error": "\(error)"])
        }
    }

    private func perform(_ effects: [Decision.Effect]) {
        for effect in effects {
            switch effect {
            case .start(let run, let schedule): starts.append((run, schedule))
            case .cancel(let runID): desk.cancel(runID)
            case .retry(let retry): state.retries.append(retry)
            case .remark(let session, let text):
                // Bounded: a session that sleeps for weeks is told of the newest only.
                state.remarks[session] = ((state.remarks[session] ?? []) + [text]).suffix(Self.remarksMax)
            case .remarksTaken(let session): state.remarks[session] = nil
            }
        }
    }

    static let remarksMax = 50

    private func keepAlive() async {
        let elapsed = clocks.monotonic
        if let lastLiveness, ClockWatch.seconds(elapsed - lastLiveness) < Self.wakeSecondsMax / 3 { return }
        var decision = Decision()
        decision.changes.mutations = [.recordLiveness(node: state.context.node, at: clocks.now)]
        guard await record(decision) else { return }
        lastLiveness = elapsed
        if ClockWatch.seconds(elapsed - (lastPrune ?? .zero)) >= Self.pruneSeconds { await prune(at: elapsed) }
    }

    private func prune(at elapsed: Duration) async {
        lastPrune = elapsed
        let now = clocks.now
        do {
            let gone = try await store.prune(
                RetentionLimits(
                    recordsBefore: now.advanced(bySeconds: -Int64(settings.retentionDays) * 86_400),
                    auditBefore: now.advanced(bySeconds: -Int64(settings.auditRetentionDays) * 86_400)),
                limit: 1_000)
            if gone > 0 { logger.info("removed old records", metadata: ["rows": "\(gone)"]) }
        } catch {
            logger.error("old records can't be removed", metadata: ["error": "\(error)"])
        }
    }

    private func setAlarm() {
        var seconds = Self.wakeSecondsMax
        if let due = state.nextDue { seconds = min(seconds, max(0, clocks.now.seconds(to: due))) }
        if health.trouble != nil { seconds = max(seconds, Self.troubleSeconds) }
        alarm.set(afterSeconds: seconds)
        watch.plan(afterSeconds: seconds)
        health.turned(at: clocks.monotonic, next: seconds)
    }

    // MARK: Stopping

    private func beginStop() {
        guard !stopping else { return }
        stopping = true
        state.isStopping = true
        desk.afterGrace(settings.stopGrace) { [mailbox] in mailbox.post(.stopDeadline) }
    }

    private func cancelEverything() {
        for run in state.liveRuns { desk.cancel(run.id) }
    }

    private func end() async {
        alarm.stop()
        for case .request(_, let continuation) in mailbox.close() {
            continuation.resume(returning: .failure(.stopping))
        }
        let now = clocks.now
        var decision = Decision()
        decision.changes = ChangeSet(
            [.recordLiveness(node: state.context.node, at: now)],
            events: [.scheduler(.schedulerStopped, node: state.context.node, at: now)])
        _ = await record(decision)
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

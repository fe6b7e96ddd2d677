import CivilTime
import Operations
import Store
import StoreTestKit
import Testing

@testable import Engine

/// The engine's decisions and a record, without actor, tasks or real time: what the loop does, step by step.
struct World {
    let context: EngineContext
    private(set) var state: EngineState
    var record = MemoryRecord()
    var now: Instant
    /// Runs handed out to be carried out, in order.
    private(set) var started: [Run] = []
    /// Ids of runs that were asked to end.
    private(set) var cancelled: [String] = []
    private(set) var ticks = 0

    /// Begins one second before `dawn`, so that a job created now is due at `dawn`.
    init(_ schedules: Schedule..., at now: Instant = at(-1), context: EngineContext = makeContext()) {
        self.init(schedules, at: now, context: context)
    }

    init(_ schedules: [Schedule], at now: Instant = at(-1), context: EngineContext = makeContext()) {
        self.now = now
        self.context = context
        state = EngineState(context: context)
        for schedule in schedules {
            do { try create(schedule) } catch { Issue.record("\(schedule.id) was refused: \(error)") }
        }
    }

    // MARK: Recording

    /// Commits a decision, as the engine does; false if the record refused it.
    @discardableResult
    private mutating func settle(_ decision: Decision, _ next: EngineState?) -> Bool {
        switch decision.changes.isEmpty ? .committed(lastSeq: 0) : record.commit(decision.changes) {
        case .committed:
            if let next { state = next } else { state.take(decision) }
            for case .start(let run, _) in decision.effects { started.append(run) }
            for case .cancel(let id) in decision.effects { cancelled.append(id) }
            return true
        case .refused(.occurrenceTaken(let occurrence)):
            state.account(for: record.runs.values.filter { $0.schedule == occurrence.schedule })
            return false
        case .refused(let refusal):
            Issue.record("the record refused a decision: \(refusal)")
            return false
        }
    }

    // MARK: Time

    /// A turn of the loop at this instant, and those that take up what it left.
    mutating func tick(_ lateReason: MissedReason = .overload) {
        repeat {
            ticks += 1
            let now = now
            guard settle({ $0.decideDue(at: now, lateReason: lateReason) }) else { return }
        } while state.isAnyDue(at: now)
    }

    private mutating func settle(_ decide: (inout EngineState) -> Decision) -> Bool {
        for _ in 0..<Engine.recallsMax {
            var next = state
            let decision = decide(&next)
            if settle(decision, next) { return true }
        }
        Issue.record("the record refuses for ever")
        return false
    }

    /// Time passes as it should: a turn at each due instant.
    mutating func advance(bySeconds seconds: Int64) {
        let end = now.advanced(bySeconds: seconds)
        var turns = 0
        while let due = state.nextDue, due <= end {
            now = max(now, due)
            tick()
            turns += 1
            if turns > 200_000 {
                Issue.record("the loop spins at \(now.iso8601)")
                return
            }
        }
        now = end
    }

    /// The loop stood still, or the clock was set: one turn, later (or earlier) by so much.
    mutating func jump(bySeconds seconds: Int64, _ reason: MissedReason = .suspended) {
        now = now.advanced(bySeconds: seconds)
        tick(reason)
    }

    /// The process is killed, and another one starts after so many seconds.
    mutating func restart(afterSeconds seconds: Int64) {
        let past = Recollection(
            schedules: record.schedules.values.sorted { $0.id < $1.id },
            unfinished: record.runs.values.filter(\.status.isLive).sorted { Place($0) < Place($1) },
            openNotifications: record.notifications.values.filter(\.status.isOpen).sorted { $0.id < $1.id },
            lastAlive: now, retries: pendingRetries,
            accounts: record.runs.values.filter { run in
                record.schedules[run.schedule].map { $0.accountedThrough != nil && run.scheduledAt > $0.cursor }
                    ?? false
            })
        now = now.advanced(bySeconds: seconds)
        state = EngineState(recalling: past, context: context)
        let now = now
        guard settle({ $0.decideBegin(at: now, lastAlive: past.lastAlive) }) else { return }
        while let rest = state.beginning, settle({ $0.decideBegin(rest) }) {}
    }

    /// Failed runs that name an instant to be tried again at, and have no further attempt.
    private var pendingRetries: [EngineState.PendingRetry] {
        record.runs.values.sorted { Place($0) < Place($1) }.compactMap { run in
            guard let at = run.retryAt, run.status == .failed else { return nil }
            let further = record.runs.values.contains {
                $0.trigger == .retry && $0.occurrence == run.occurrence && $0.attempt > run.attempt
            }
            return further ? nil : EngineState.PendingRetry(run: run, at: at)
        }
    }

    // MARK: Runs

    mutating func end(_ runs: [Run], _ ending: RunOutcome.Ending = .success, reason: String? = nil) {
        let outcome = RunOutcome(ending, reason: ending == .success ? nil : (reason ?? "exit status 1"))
        let endings = runs.map {
            RunEnding(
                runID: $0.id, schedule: $0.schedule, outcome: outcome, at: now,
                duration: .milliseconds(Int64(($0.startedAt ?? now).seconds(to: now) * 1_000)))
        }
        var next = state
        let decision = next.decideEnded(endings, at: now)
        settle(decision, next)
    }

    /// Ends every running run of the schedule.
    mutating func end(_ id: ScheduleID = jobID, _ ending: RunOutcome.Ending = .success, reason: String? = nil) {
        end((state.live[id] ?? []).filter { $0.status == .running }, ending, reason: reason)
    }

    // MARK: Requests

    @discardableResult
    mutating func ask(
        _ decide: (EngineState, Instant) throws(CommandRefused) -> Answer
    ) throws(CommandRefused) -> Reply {
        let answer = try decide(state, now)
        guard settle(answer.decision, nil) else { throw .notRecorded("refused") }
        if let refusal = answer.refusal { throw refusal }
        return answer.reply
    }

    @discardableResult
    mutating func create(_ schedule: Schedule) throws(CommandRefused) -> Reply {
        try ask { state, now throws(CommandRefused) in
            try state.decideCreate(schedule, at: now, by: ada, reason: nil)
        }
    }

    @discardableResult
    mutating func edit(
        _ id: ScheduleID = jobID, version: Int? = nil, _ change: (inout Schedule) -> Void
    ) throws(CommandRefused) -> Reply {
        guard var edited = record.schedules[id] else { throw .noSuchSchedule(id) }
        change(&edited)
        return try ask { state, now throws(CommandRefused) in
            try state.decideEdit(edited, expectedVersion: version, at: now, by: ada, reason: nil)
        }
    }

    @discardableResult
    mutating func change(_ action: StateAction, _ id: ScheduleID = jobID) throws(CommandRefused) -> Reply {
        try ask { state, now throws(CommandRefused) in
            try state.decideState(id, action, at: now, by: ada, reason: nil)
        }
    }

    @discardableResult
    mutating func delete(_ id: ScheduleID = jobID) throws(CommandRefused) -> Reply {
        let pending = self.pending(id)
        return try ask { state, now throws(CommandRefused) in
            try state.decideDelete(id, expectedVersion: nil, pending: pending, at: now, by: ada, reason: nil)
        }
    }

    @discardableResult
    mutating func runNow(_ id: ScheduleID = jobID) throws(CommandRefused) -> Reply {
        try ask { state, now throws(CommandRefused) in
            try state.decideRunNow(id, at: now, by: ada, reason: nil)
        }
    }

    @discardableResult
    mutating func rebase(_ id: ScheduleID = jobID) throws(CommandRefused) -> Reply {
        let all = record.stasis.values.filter { $0.schedule == id }.sorted { $0.id < $1.id }
        let now = now
        let ahead = all.filter { $0.lastAt > now }
        let others = all.contains { $0.lastAt <= now && $0.status == .pending }
        state.account(for: record.runs.values.filter { $0.schedule == id && $0.scheduledAt >= now })
        return try ask { state, now throws(CommandRefused) in
            try state.decideRebase(id, ahead: ahead, others: others, at: now, by: ada, reason: nil)
        }
    }

    @discardableResult
    mutating func cancel(_ id: ScheduleID = jobID, at instant: Instant? = nil) throws(CommandRefused) -> Reply {
        try ask { state, now throws(CommandRefused) in
            try state.decideCancel(id, at: instant, now: now, by: ada, reason: nil)
        }
    }

    @discardableResult
    mutating func wake(_ session: String = "main", now immediately: Bool = true, _ reason: String? = nil)
        throws(CommandRefused) -> Reply
    {
        try ask { state, now throws(CommandRefused) in
            try state.decideWake(session: session, now: immediately, reason: reason, at: now, by: ada)
        }
    }
}

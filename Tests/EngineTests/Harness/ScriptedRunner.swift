import Operations
import Runners
import Synchronization

/// A runner whose runs end when, and as, the test says.
final class ScriptedRunner: Runner {
    private struct State {
        /// Every run that was handed over, in order.
        var handed: [Run] = []
        var live: [String: CheckedContinuation<RunOutcome, Never>] = [:]
        /// Outcomes told before their run was handed over, or asked for by the next runs.
        var told: [String: RunOutcome] = [:]
        var waiters: [(isMet: ([Run]) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())
    /// Whether a cancelled run goes on until the test ends it.
    private let ignoresCancellation: Bool

    init(ignoresCancellation: Bool = false) {
        self.ignoresCancellation = ignoresCancellation
    }

    func carryOut(_ assignment: Assignment, log: RunLog, started: @Sendable () async -> Void) async -> RunOutcome {
        await started()
        let id = assignment.run.id
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in take(assignment.run, continuation) }
        } onCancel: {
            if !ignoresCancellation { end(id, RunOutcome(.cancelled, reason: "cancelled")) }
        }
        log.finish()
        return outcome
    }

    private func take(_ run: Run, _ continuation: CheckedContinuation<RunOutcome, Never>) {
        let (outcome, met) = state.withLock { state in
            state.handed.append(run)
            let outcome = state.told.removeValue(forKey: run.id)
            if outcome == nil { state.live[run.id] = continuation }
            let handed = state.handed
            let met = state.waiters.filter { $0.isMet(handed) }.map(\.continuation)
            state.waiters.removeAll { $0.isMet(handed) }
            return (outcome, met)
        }
        if let outcome { continuation.resume(returning: outcome) }
        for waiter in met { waiter.resume() }
    }

    /// Ends a run; before it was handed over, it ends at once then.
    func end(_ id: String, _ outcome: RunOutcome = RunOutcome(.success)) {
        let continuation = state.withLock { state in
            let continuation = state.live.removeValue(forKey: id)
            if continuation == nil { state.told[id] = outcome }
            return continuation
        }
        continuation?.resume(returning: outcome)
    }

    func endAll(_ outcome: RunOutcome = RunOutcome(.success)) {
        for run in handed { end(run.id, outcome) }
    }

    var handed: [Run] { state.withLock { $0.handed } }

    /// Returns as soon as the runs handed over meet the condition.
    func until(_ isMet: @escaping @Sendable ([Run]) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if isMet(state.handed) { return true }
                state.waiters.append((isMet, continuation))
                return false
            }
            if isDone { continuation.resume() }
        }
    }
}

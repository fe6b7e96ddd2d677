import CivilTime
import Operations

extension EngineState {
    /// Retries whose time has come: started, put in line, or recorded as skipped with the reason. None goes silently.
    mutating func addDueRetries(at now: Instant, to decision: inout Decision) {
        let due = retries.filter { notBefore($0.run.schedule, $0.at) <= now }.sorted {
            ($0.at, $0.run.id) < ($1.at, $1.run.id)
        }
        guard !due.isEmpty else { return }
        let taken = Set(due)
        retries.removeAll { taken.contains($0) }
        for retry in due {
            guard let schedule = tracked[retry.run.schedule]?.schedule else { continue }
            add(step(for: retry, schedule, at: now), to: &decision)
        }
    }

    private func step(for retry: PendingRetry, _ schedule: Schedule, at now: Instant) -> Decision {
        if schedule.state != .active {
            return skipping(
                retry, schedule, because: "the schedule was \(schedule.state.name) when the retry was due", at: now)
        }
        var run = attempt(after: retry, schedule, at: now)
        switch schedule.overlap.verdict(live: live[schedule.id] ?? []) {
        case .start where freeSlots > 0:
            run.status = .running
            run.startedAt = now
        case .start: run.detail = Self.waitsForSlot
        case .wait(let blocker): run.detail = Self.waits(for: blocker)
        case .skip(let blocker): return skipping(retry, schedule, because: Self.skipReason(schedule, blocker), at: now)
        }
        return starting(run, schedule, at: now, by: .schedule)
    }

    /// A retry that fell due while nobody was there, beyond the schedule's own grace: on record, and not made up for.
    func passedOver(_ retry: PendingRetry, at now: Instant) -> Decision {
        guard let schedule = tracked[retry.run.schedule]?.schedule else { return Decision() }
        return skipping(retry, schedule, because: "the scheduler was not running when the retry was due", at: now)
    }

    private func skipping(_ retry: PendingRetry, _ schedule: Schedule, because reason: String, at now: Instant)
        -> Decision
    {
        var run = attempt(after: retry, schedule, at: now)
        run.status = .skipped
        run.finishedAt = now
        run.error = reason
        var decision = Decision()
        decision.changes = ChangeSet([.insertRun(run)], events: [.run(run, at: now, by: .schedule)])
        return decision
    }

    private func attempt(after retry: PendingRetry, _ schedule: Schedule, at now: Instant) -> Run {
        Run(
            id: context.newID(), of: schedule, trigger: .retry, attempt: retry.run.attempt + 1, status: .waiting,
            scheduledAt: retry.run.scheduledAt, claimedAt: now, node: context.node, notes: retry.run.notes)
    }
}

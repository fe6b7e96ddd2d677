import CivilTime
import HeapModule
package import Operations

/// A waiting run's place in the line for a free slot: by nominal time, then as they were claimed.
struct Place: Comparable {
    var scheduledAt: Instant
    var claimedAt: Instant
    var runID: String
    var schedule: ScheduleID

    init(_ run: Run) {
        scheduledAt = run.scheduledAt
        claimedAt = run.claimedAt
        runID = run.id
        schedule = run.schedule
    }

    static func < (a: Place, b: Place) -> Bool {
        (a.scheduledAt, a.claimedAt, a.runID) < (b.scheduledAt, b.claimedAt, b.runID)
    }
}

/// The end of a wait for a free slot: from this instant on it is too late to start.
struct WaitEnd: Comparable {
    var at: Instant
    var runID: String
    var schedule: ScheduleID

    static func < (a: WaitEnd, b: WaitEnd) -> Bool { (a.at, a.runID) < (b.at, b.runID) }
}

extension Run {
    /// Whether nobody but the rule asked for it, so that it may not start later than its grace (docs/invariants.md, I5).
    ///
    /// An operator's run, an approved one and a retry start whenever they can.
    var keepsGrace: Bool {
        switch trigger {
        case .schedule, .backfill: askedBy == nil
        case .manual, .retry, .wake: false
        }
    }
}

extension EngineState {
    mutating func takeUp(_ run: Run) {
        guard run.status.isLive else { return }
        live[run.schedule, default: []].append(run)
        if run.status == .running { runningCount += 1 } else { standInLine(run, from: run.scheduledAt) }
        if run.schedule.source == .heartbeat { lastStart[run.schedule] = run.claimedAt }
    }

    mutating func replaceLive(_ run: Run) {
        guard let index = live[run.schedule]?.firstIndex(where: { $0.id == run.id }) else { return }
        // Taken out while it changes, so that it changes in place: hundreds may wait.
        var runs = live.removeValue(forKey: run.schedule) ?? []
        let hasRun = runs[index].status == .running
        if hasRun { runningCount -= 1 }
        if run.status.isLive {
            runs[index] = run
            if run.status == .running { runningCount += 1 }
        } else {
            runs.remove(at: index)
        }
        live[run.schedule] = runs.isEmpty ? nil : runs
        // Who waited for it left the line when it was found blocked. One that only waited blocked nobody.
        guard hasRun, !run.status.isLive, !runs.contains(where: { $0.status == .running }) else { return }
        for waiting in runs where waiting.status == .waiting {
            standInLine(waiting, from: max(waiting.scheduledAt, run.finishedAt ?? waiting.scheduledAt))
        }
    }

    /// A waiting run takes its place in the line; `instant` is when it could have started had there been a slot.
    private mutating func standInLine(_ run: Run, from instant: Instant) {
        line.insert(Place(run))
        guard let schedule = tracked[run.schedule]?.schedule, run.keepsGrace, !isBlocked(run) else {
            return
        }
        waitEnds.insert(WaitEnd(at: Grace.end(schedule, from: instant), runID: run.id, schedule: run.schedule))
    }

    /// Whether another run of its schedule must end before this one may start.
    private func isBlocked(_ run: Run) -> Bool {
        guard let schedule = tracked[run.schedule]?.schedule, schedule.overlap != .allow else { return false }
        return (live[run.schedule] ?? []).contains { $0.status == .running }
    }

    /// Lets go of a run that the record doesn't know.
    package mutating func drop(runID: String) {
        if let run = liveRuns.first(where: { $0.id == runID }) { drop(run) }
    }

    mutating func drop(_ run: Run) {
        var gone = run
        gone.status = .lost
        replaceLive(gone)
    }

    /// The next run that waits for a free slot and has waited too long, out of the heap.
    mutating func takeOverdueWait(through now: Instant) -> Run? {
        while let first = waitEnds.min, first.at <= now {
            waitEnds.removeMin()
            if let run = live[first.schedule]?.first(where: { $0.id == first.runID && $0.status == .waiting }),
                !isBlocked(run)
            {
                return run
            }
        }
        return nil
    }

    /// Notes occurrences that have their account on record, so that no claim tries them again.
    package mutating func account(for runs: [Run]) {
        for run in runs where run.trigger.accountsForOccurrence {
            accounted[run.schedule, default: []].insert(run.scheduledAt)
            retries.removeAll { $0.run.occurrence == run.occurrence && $0.run.attempt < run.attempt }
        }
    }

    mutating func account(for instant: Instant, of id: ScheduleID) {
        accounted[id, default: []].insert(instant)
    }

    /// The waiting runs that may start now, in order, as far as slots and overlap policies allow.
    mutating func startWaiting(at now: Instant) -> Decision {
        var decision = Decision()
        guard !isStopping else { return decision }
        while freeSlots > 0, let run = nextInLine(), let schedule = tracked[run.schedule]?.schedule {
            var next = run
            next.status = .running
            next.startedAt = now
            next.detail = nil
            var step = Decision()
            step.changes = ChangeSet(
                [.replaceRun(next, expected: .waiting)], events: [.run(next, at: now, by: .schedule)])
            step.effects = [.start(next, schedule)]
            add(step, to: &decision)
        }
        return decision
    }

    private mutating func nextInLine() -> Run? {
        while let place = line.popMin() {
            let runs = live[place.schedule] ?? []
            guard let run = runs.first(where: { $0.id == place.runID && $0.status == .waiting }),
                let schedule = tracked[run.schedule]?.schedule
            else { continue }
            // A blocked one comes back into line when the run that blocks it ends.
            if schedule.overlap == .allow || !runs.contains(where: { $0.status == .running }) { return run }
        }
        return nil
    }
}

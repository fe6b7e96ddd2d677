package import CivilTime
import Notifications
package import Operations

/// A run's end as the shell reports it.
package struct RunEnding: Sendable {
    package var runID: String
    package var schedule: ScheduleID
    package var outcome: RunOutcome
    package var at: Instant
    /// On the monotonic clock.
    package var duration: Duration

    package init(runID: String, schedule: ScheduleID, outcome: RunOutcome, at: Instant, duration: Duration) {
        self.runID = runID
        self.schedule = schedule
        self.outcome = outcome
        self.at = at
        self.duration = duration
    }
}

extension EngineState {
    /// Records ended runs, their notifications and what follows: waiting runs that may start, retries, woken heartbeats,
    /// one-shots that go.
    package func decideEnded(_ endings: [RunEnding], at now: Instant) -> Decision {
        var decision = Decision()
        var after = self
        for ending in endings {
            guard let run = after.live[ending.schedule]?.first(where: { $0.id == ending.runID }) else { continue }
            let finished = run.finished(ending.outcome, at: ending.at, duration: ending.duration)
            var step = Decision()
            step.changes = ChangeSet(
                [.replaceRun(finished, expected: run.status)], events: [.run(finished, at: now, by: .schedule)])
            step.changes.append(
                context.policy.changes(
                    after: finished, open: after.openNotifications[run.schedule] ?? [], at: now, newID: context.newID))
            step.append(after.followUp(of: finished, at: now))
            after.apply(step.changes)
            decision.append(step)
        }
        decision.append(after.startWaiting(at: now))
        return decision
    }

    /// Waiting runs that may start now, oldest first, as far as slots and overlap policies allow.
    func startWaiting(at now: Instant) -> Decision {
        var decision = Decision()
        guard !isStopping else { return decision }
        var free = context.concurrency - runningCount
        let waiting = liveRuns.filter { $0.status == .waiting }
            .sorted { ($0.scheduledAt, $0.claimedAt, $0.id) < ($1.scheduledAt, $1.claimedAt, $1.id) }
        var started: Set<ScheduleID> = []
        for run in waiting where free > 0 {
            guard let schedule = tracked[run.schedule]?.schedule else { continue }
            let blocked = (live[run.schedule] ?? []).contains { $0.status == .running } || started.contains(run.schedule)
            guard !blocked || schedule.overlap == .allow else { continue }
            var next = run
            next.status = .running
            next.startedAt = now
            next.detail = nil
            decision.changes.append(
                ChangeSet([.replaceRun(next, expected: .waiting)], events: [.run(next, at: now, by: .schedule)]))
            decision.effects.append(.start(next, schedule))
            started.insert(run.schedule)
            free -= 1
        }
        return decision
    }

    private func followUp(of run: Run, at now: Instant) -> Decision {
        var decision = Decision()
        guard let schedule = tracked[run.schedule]?.schedule else { return decision }
        if let delay = Retry.delaySeconds(after: run, retries: schedule.retries) {
            decision.effects.append(.retry(PendingRetry(run: run, at: now.advanced(bySeconds: delay))))
        } else if schedule.deleteAfterRun, schedule.timetable.isOneShot, run.trigger != .manual,
            tracked[run.schedule]?.plan?.next(after: now) == nil
        {
            decision.changes.append(deletion(of: schedule, at: now, by: .schedule, reason: "it has run"))
        }
        if run.schedule.source == .cron, let session = schedule.sessionID {
            let remark = "Job \"\(run.title)\" (\(run.schedule.ref)) ended: \(run.status.rawValue)\(run.error.map { ", \($0)" } ?? "")."
            switch schedule.sessionWake {
            case .off: break
            case .next: decision.effects.append(.remark(session: session, remark))
            case .now:
                decision.append(decideWake(session: session, remark: remark, at: now, by: .schedule))
            }
        }
        return decision
    }

    /// Deletes a schedule and resolves what waits for an answer about it.
    func deletion(of schedule: Schedule, at now: Instant, by actor: Actor, reason: String?) -> ChangeSet {
        var changes = ChangeSet(
            [
                .deleteSchedule(schedule.id, expectedVersion: schedule.version),
                .insertAudit(
                    AuditRow(
                        id: context.newID(), at: now, actor: actor, action: "delete", schedule: schedule.id,
                        reason: reason, before: schedule)),
            ],
            events: [
                .schedule(.deleted, schedule, at: now, by: actor, note: reason.map { ["reason": .string($0)] })
            ])
        changes.append(context.policy.close(openNotifications[schedule.id] ?? [], at: now))
        return changes
    }
}

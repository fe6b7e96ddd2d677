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

extension RunEnding {
    /// The same end of a run that the server's stop cut short.
    var interruptedByStop: RunEnding {
        guard outcome.ending == .cancelled else { return self }
        var ending = self
        ending.outcome.ending = .failed
        ending.outcome.reason = "interrupted: the server was stopped while it ran"
        return ending
    }
}

extension EngineState {
    /// Records ended runs and their notifications, then what follows: waiting runs that may start, retries, woken
    /// heartbeats, one-shots that go.
    ///
    /// Decides on this state, which is then as it will be when the decision is on record.
    package mutating func decideEnded(_ endings: [RunEnding], at now: Instant) -> Decision {
        var decision = Decision()
        var ended: [Run] = []
        for ending in endings {
            guard let run = live[ending.schedule]?.first(where: { $0.id == ending.runID }) else { continue }
            var finished = run.finished(ending.outcome, at: ending.at, duration: ending.duration)
            if let schedule = tracked[run.schedule]?.schedule {
                finished.retryAt = Retry.delaySeconds(after: finished, retries: schedule.retries).map {
                    now.advanced(bySeconds: $0)
                }
            }
            var step = Decision()
            step.changes = ChangeSet(
                [.replaceRun(finished, expected: run.status)], events: [.run(finished, at: now, by: .schedule)])
            step.changes.append(
                context.policy.changes(
                    after: finished, open: openNotifications[run.schedule] ?? [], at: now, newID: context.newID))
            add(step, to: &decision)
            ended.append(finished)
        }
        // Who waited longest gets the slots before anybody who is woken now.
        decision.append(startWaiting(at: now))
        for run in ended { addFollowUp(of: run, at: now, to: &decision) }
        return decision
    }

    private mutating func addFollowUp(of run: Run, at now: Instant, to decision: inout Decision) {
        guard let schedule = tracked[run.schedule]?.schedule else { return }
        var step = Decision()
        if let retryAt = run.retryAt {
            step.effects.append(.retry(PendingRetry(run: run, at: retryAt)))
        } else if isSpent(schedule, by: run) {
            step.changes = deletion(of: schedule, at: now, by: .schedule, reason: "it has run")
        }
        add(step, to: &decision)
        if run.schedule.source == .cron, let session = schedule.sessionID {
            let remark = Self.remark(on: run)
            switch schedule.sessionWake {
            case .off: break
            case .next: add(Self.remark(remark, to: session), to: &decision)
            case .now: add(decideWake(session: session, remark: remark, at: now, by: .schedule), to: &decision)
            }
        }
    }

    /// What a session is told of a job's end.
    static func remark(on run: Run) -> String {
        "Job \"\(run.title)\" (\(run.schedule.ref)) ended: \(run.status.rawValue)\(run.error.map { ", \($0)" } ?? "")."
    }

    static func remark(_ text: String, to session: String) -> Decision {
        var decision = Decision()
        decision.effects = [.remark(session: session, text)]
        return decision
    }

    /// Whether a one-shot goes with this run: it went well, and nothing of it is still to come. One that failed stays, to
    /// be seen and run again.
    private func isSpent(_ schedule: Schedule, by run: Run) -> Bool {
        schedule.deleteAfterRun && schedule.timetable.isOneShot && run.status == .success
            && run.trigger.accountsForOccurrence && tracked[schedule.id]?.plan?.next(after: schedule.cursor) == nil
    }

    /// Deletes a schedule, cancels its runs that wait to start, and closes its notifications.
    func deletion(
        of schedule: Schedule, at now: Instant, by actor: Actor, reason: String?,
        note: AuditNote = AuditNote(action: "delete")
    ) -> ChangeSet {
        var changes = ChangeSet(
            [
                .deleteSchedule(schedule.id, expectedVersion: schedule.version),
                .insertAudit(
                    AuditRow(
                        id: context.newID(), at: now, actor: actor, action: note.action, schedule: schedule.id,
                        reason: reason, before: schedule, proposalID: note.proposalID, undoes: note.undoes)),
            ],
            events: [
                .schedule(.deleted, schedule, at: now, by: actor, note: reason.map { ["reason": .string($0)] })
            ])
        for run in live[schedule.id] ?? [] where run.status == .waiting {
            changes.append(cancellation(of: run, because: "the schedule was deleted", at: now, by: actor))
        }
        changes.append(context.policy.close(openNotifications[schedule.id] ?? [], at: now))
        return changes
    }

    /// The end of a run that was claimed and has not started.
    func cancellation(of run: Run, because reason: String, at now: Instant, by actor: Actor) -> ChangeSet {
        var cancelled = run
        cancelled.status = .cancelled
        cancelled.finishedAt = max(now, run.claimedAt)
        cancelled.error = "\(reason) before it started"
        cancelled.detail = nil
        return ChangeSet([.replaceRun(cancelled, expected: .waiting)], events: [.run(cancelled, at: now, by: actor)])
    }
}

package import CivilTime
package import Operations
import Recurrence

// Beats of a session beside its rhythm (docs/invariants.md, I24).
extension EngineState {
    /// Name of a wake in the audit.
    static let wakeAction = "wake"

    /// Seconds that lie at least between two runs of a session, whatever wakes it.
    package static var wakeSpacingSeconds: Double { 10 }

    /// Wakes a session's heartbeat now, or hands the remark to its next one where it is busy or was just awake.
    func decideWake(session: String, remark: String, at now: Instant, by actor: Actor) -> Decision {
        let id = ScheduleID(.heartbeat, session)
        guard !isStopping, let entry = tracked[id], entry.schedule.state == .active, (live[id] ?? []).isEmpty,
            isSpaced(id, at: now), actor.kind == .operator || isAwake(entry, at: now)
        else {
            return Self.remark(remark, to: session)
        }
        var decision = Decision()
        var run = newRun(entry, trigger: .wake, scheduledAt: manualInstant(entry, at: now), at: now, by: actor)
        decision.append(handRemarks(to: &run))
        run.notes.append(remark)
        decision.append(starting(run, entry.schedule, at: now, by: actor))
        return decision
    }

    /// A clock that was set back doesn't hold wakes up: the spacing is counted either way.
    private func isSpaced(_ id: ScheduleID, at now: Instant) -> Bool {
        lastStart[id].map { abs($0.seconds(to: now)) >= Self.wakeSpacingSeconds } ?? true
    }

    /// Whether the session's active hours hold. An operator may wake it outside of them.
    private func isAwake(_ entry: Tracked, at now: Instant) -> Bool {
        guard case .heartbeat(_, _, let hours?, let zone) = entry.plan?.rule else { return true }
        return hours.contains(zone.local(now).time)
    }

    /// An operator's wake: a beat now where the session is free, or a remark to its next one.
    package func decideWake(session: String, now immediately: Bool, reason: String?, at now: Instant, by actor: Actor)
        throws(CommandRefused) -> Answer
    {
        let id = ScheduleID(.heartbeat, session)
        let entry = try entry(id)
        let remark = reason ?? "Woken by \(actor.name)."
        if entry.schedule.state == .disabled { throw .stateForbids(id, state: "disabled", action: "wake") }
        var decision = Decision()
        if immediately {
            decision = decideWake(session: session, remark: remark, at: now, by: actor)
        } else {
            decision = Self.remark(remark, to: session)
        }
        // On record, so that a restart does not forget what the session has not been told yet.
        decision.changes.mutations.append(
            .insertAudit(
                AuditRow(
                    id: context.newID(), at: now, actor: actor, action: Self.wakeAction, schedule: id, reason: remark)))
        let run = decision.run
        var reply = Reply(schedule: entry.schedule, run: run)
        if immediately, run == nil {
            reply.warnings.append("The session is busy or paused: its next heartbeat is told.")
        }
        return Answer(decision, reply)
    }
}

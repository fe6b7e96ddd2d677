package import CivilTime
import Notifications
package import Operations

extension EngineState {
    /// Takes back the cursor of a schedule whose record lies ahead of the clock, so that it runs again from now on: what
    /// an operator asks for after a clock that was wrong has been set right. The one way for a cursor to go back
    /// (docs/invariants.md, I12).
    ///
    /// What was missed ahead of the clock was not missed: those parts are withdrawn. What ran keeps its account and does
    /// not run again; `account(for:)` must know of those runs.
    ///
    /// - Parameters:
    ///   - ahead: the schedule's stasis entries, of any status, that hold an instant after `now`.
    ///   - others: whether further ones of the schedule wait for an answer.
    package func decideRebase(
        _ id: ScheduleID, ahead: [StasisEntry], others: Bool, at now: Instant, by actor: Actor, reason: String?
    ) throws(CommandRefused) -> Answer {
        let entry = try entry(id)
        let current = entry.schedule
        guard current.cursor > now else { throw .notAhead(id) }
        var next = current
        next.cursor = now
        next.accountedThrough = max(current.accountedThrough ?? current.cursor, current.cursor)
        var withdrawn = 0
        var waits = others
        var changes = ChangeSet()
        // What an earlier schedule of this name missed is not this one's to take back.
        for stretch in ahead where stretch.createdAt >= current.createdAt {
            let kept = try past(of: stretch, at: now)
            withdrawn += stretch.count - (kept?.count ?? 0)
            if let kept, kept.status == .pending { waits = true }
            changes.append(withdrawal(of: stretch, keeping: kept, at: now, by: actor))
        }
        var decision = replacing(
            current, by: next, as: AuditNote(action: "rebase"), at: now, by: actor, reason: reason,
            told: [
                "cursor_from": .string(current.cursor.iso8601), "cursor_to": .string(now.iso8601),
                "withdrawn_missed": .integer(Int64(withdrawn)),
            ])
        decision.changes.append(changes)
        if !waits {
            let open = (openNotifications[id] ?? []).filter { $0.kind == .missed }
            decision.changes.append(context.policy.close(open, at: now))
        }
        return Answer(decision, Reply(schedule: decision.replaced, withdrawnMissed: withdrawn))
    }

    /// The part of a stretch up to `now`; nil where none of it is.
    private func past(of stretch: StasisEntry, at now: Instant) throws(CommandRefused) -> StasisEntry? {
        let plan: Plan
        do {
            plan = try stretch.timetable.plan(zones: context.zones, seed: stretch.schedule)
        } catch {
            throw .broken(stretch.schedule, error)
        }
        let span = Span(from: stretch.firstAt, to: now + .milliseconds(1))
        let count = span.isEmpty ? 0 : plan.count(in: span)
        guard count > 0, let last = plan.previous(before: span.to) else { return nil }
        var kept = stretch
        kept.id = context.newID()
        kept.version = 1
        kept.count = count
        kept.lastAt = last
        return kept
    }

    private func withdrawal(of stretch: StasisEntry, keeping kept: StasisEntry?, at now: Instant, by actor: Actor)
        -> ChangeSet
    {
        ChangeSet(
            [.withdrawStasis(stretch)] + (kept.map { [.insertStasis($0)] } ?? []),
            events: [.stasisWithdrawn(stretch, rest: kept, at: now, by: actor)])
    }
}

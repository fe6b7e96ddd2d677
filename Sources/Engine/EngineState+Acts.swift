package import CivilTime
import Notifications
package import Operations
import Recurrence

extension EngineState {
    /// An operator's run, outside the rule. Allowed while paused, not while disabled or running (docs/api.md).
    package func decideRunNow(_ id: ScheduleID, at now: Instant, by actor: Actor, reason: String?)
        throws(CommandRefused) -> Answer
    {
        let entry = try entry(id)
        if entry.schedule.state == .disabled { throw .stateForbids(id, state: "disabled", action: "run_now") }
        if let run = live[id]?.first, entry.schedule.overlap != .allow {
            throw .alreadyRunning(id, runID: run.id)
        }
        var decision = Decision()
        var run = newRun(entry, trigger: .manual, scheduledAt: manualInstant(entry, at: now), at: now, by: actor)
        decision.append(handRemarks(to: &run))
        decision.append(starting(run, entry.schedule, at: now, by: actor))
        decision.changes.mutations.append(audit("run_now", run, at: now, by: actor, reason: reason))
        return Answer(decision, Reply(schedule: entry.schedule, run: run))
    }

    /// Seconds after `now` in which a manual run looks for an instant of its own.
    static var manualInstantSearchSeconds: Int64 { 120 }

    /// The first whole second from `now` on that is no occurrence of the rule, so that the manual run's event id is its own.
    /// For rules that fire every second it is `now` itself.
    func manualInstant(_ entry: Tracked, at now: Instant) -> Instant {
        let base = now.epochSeconds
        let taken = Set((live[entry.schedule.id] ?? []).map(\.scheduledAt))
        for offset in 0..<Self.manualInstantSearchSeconds {
            let candidate = Instant(epochSeconds: base + offset)
            if entry.plan?.matches(candidate) != true, !taken.contains(candidate) { return candidate }
        }
        return Instant(epochSeconds: base)
    }

    /// Ends the live run of an occurrence, or (nil) every live run of the schedule: waiting ones at once, running ones by
    /// asking their runner.
    package func decideCancel(_ id: ScheduleID, at instant: Instant?, now: Instant, by actor: Actor, reason: String?)
        throws(CommandRefused) -> Answer
    {
        let entry = try entry(id)
        let runs = (live[id] ?? []).filter { instant == nil || $0.scheduledAt == instant }
        guard let first = runs.first else { throw .notRunning(id) }
        var decision = Decision()
        var reply = Reply(schedule: entry.schedule, run: first)
        for run in runs {
            decision.changes.mutations.append(audit("cancel", run, at: now, by: actor, reason: reason))
            if run.status == .waiting {
                let ended = cancellation(of: run, because: "cancelled by \(actor.name)", at: now, by: actor)
                decision.changes.append(ended)
                if run.id == first.id, case .replaceRun(let cancelled, _)? = ended.mutations.first {
                    reply.run = cancelled
                }
            } else {
                decision.effects.append(.cancel(runID: run.id))
            }
        }
        return Answer(decision, reply)
    }

    // MARK: Stasis

    // `others`: whether further stretches of the schedule wait for an answer; while they do, its notification stays open.

    /// Runs a missed occurrence after all. One approval, at most one run (docs/invariants.md, I5).
    package func decideApprove(
        _ stretch: StasisEntry, _ target: StasisTarget, others: Bool, at now: Instant, by actor: Actor, reason: String?
    ) throws(CommandRefused) -> Answer {
        let entry = try entry(stretch.schedule)
        if entry.schedule.state == .disabled {
            throw .stateForbids(stretch.schedule, state: "disabled", action: "approve_backfill_run")
        }
        if let run = live[stretch.schedule]?.first, entry.schedule.overlap == .skip {
            throw .alreadyRunning(stretch.schedule, runID: run.id)
        }
        var parts = try part(of: stretch, target)
        var decision = Decision()
        var run = newRun(entry, trigger: .backfill, scheduledAt: parts.instant, at: now, by: actor)
        decision.append(handRemarks(to: &run))
        parts.one.runID = run.id
        decision.append(resolving(parts, .approvedAndRun, run: run, others: others, at: now, by: actor, reason: reason))
        decision.append(starting(run, entry.schedule, at: now, by: actor))
        return Answer(
            decision,
            Reply(schedule: entry.schedule, run: run, stasis: parts.one.resolved(.approvedAndRun, by: actor, at: now)))
    }

    /// Gives a missed occurrence a new instant: an occurrence added to the schedule, run when it falls due.
    package func decideReschedule(
        _ stretch: StasisEntry, _ target: StasisTarget, others: Bool, to instant: Instant, at now: Instant,
        by actor: Actor, reason: String?
    ) throws(CommandRefused) -> Answer {
        let entry = try entry(stretch.schedule)
        guard instant > now else { throw .instantPassed(instant) }
        if entry.schedule.state == .disabled {
            throw .stateForbids(stretch.schedule, state: "disabled", action: "reschedule")
        }
        let wholeSeconds = Instant(epochSeconds: instant.epochSeconds + (instant.epochMilliseconds % 1000 == 0 ? 0 : 1))
        var parts = try part(of: stretch, target)
        parts.one.rescheduledTo = wholeSeconds
        var decision = resolving(parts, .rescheduled, run: nil, others: others, at: now, by: actor, reason: reason)
        var next = entry.schedule
        next.timetable.add(AddedOccurrence(at: wholeSeconds, origin: parts.instant), after: next.cursor)
        next.version += 1
        next.updatedAt = now
        decision.changes.append(
            ChangeSet(
                [.replaceSchedule(next, expectedVersion: entry.schedule.version)],
                events: [.schedule(.updated, next, at: now, by: actor)]))
        return Answer(decision, Reply(schedule: next, stasis: parts.one.resolved(.rescheduled, by: actor, at: now)))
    }

    /// Lets missed occurrences be: resolved without a run, and kept on record.
    package func decideDeleteMissed(
        _ stretch: StasisEntry, _ target: StasisTarget, others: Bool, at now: Instant, by actor: Actor, reason: String?
    ) throws(CommandRefused) -> Answer {
        let parts = try part(of: stretch, target)
        return Answer(
            resolving(parts, .deleted, run: nil, others: others, at: now, by: actor, reason: reason),
            Reply(
                schedule: tracked[stretch.schedule]?.schedule, stasis: parts.one.resolved(.deleted, by: actor, at: now))
        )
    }

    /// What an answer takes out of a stretch, and what stays behind.
    struct Parts {
        var whole: StasisEntry
        var rest: [StasisEntry]
        var one: StasisEntry
        var instant: Instant
    }

    private func part(of stretch: StasisEntry, _ target: StasisTarget) throws(CommandRefused) -> Parts {
        guard stretch.status == .pending else { throw .alreadyResolved(stretch) }
        let at = target.occurrence.at
        let wholly = target.scope.map { $0 == .entry } ?? (at == stretch.lastAt)
        let plan: Plan
        do {
            plan = try stretch.timetable.plan(zones: context.zones, seed: stretch.schedule)
        } catch {
            throw .broken(stretch.schedule, error)
        }
        guard stretch.span.contains(at), plan.matches(at) || at == stretch.lastAt else {
            throw .notInStasis(target.occurrence)
        }
        if wholly { return Parts(whole: stretch, rest: [], one: stretch, instant: at) }
        guard let split = stretch.split(at: at, plan: plan, newID: context.newID) else {
            throw .notInStasis(target.occurrence)
        }
        return Parts(whole: stretch, rest: split.rest, one: split.one, instant: at)
    }

    private func resolving(
        _ parts: Parts, _ status: StasisStatus, run: Run?, others: Bool, at now: Instant, by actor: Actor,
        reason: String?
    ) -> Decision {
        var decision = Decision()
        let resolved = parts.one.resolved(status, by: actor, at: now)
        let kept = parts.rest.first { $0.id == parts.whole.id }
        if resolved.id == parts.whole.id {
            decision.changes.mutations.append(.replaceStasis(resolved, expectedVersion: parts.whole.version))
        } else {
            if let kept {
                decision.changes.mutations.append(.replaceStasis(kept, expectedVersion: parts.whole.version))
            }
            decision.changes.mutations.append(.insertStasis(resolved))
        }
        decision.changes.mutations += parts.rest.filter { $0.id != parts.whole.id }.map { .insertStasis($0) }
        decision.changes.mutations.append(
            .insertAudit(
                AuditRow(
                    id: context.newID(), at: now, actor: actor, action: status.rawValue, schedule: parts.whole.schedule,
                    occurrence: OccurrenceID(parts.whole.schedule, parts.instant), reason: reason)))
        decision.changes.events.append(.stasisResolved(resolved, rest: parts.rest, run: run, at: now, by: actor))
        if parts.rest.isEmpty, !others {
            let open = (openNotifications[parts.whole.schedule] ?? []).filter { $0.kind == .missed }
            decision.changes.append(context.policy.close(open, at: now))
        }
        return decision
    }

    // MARK: Shared

    func newRun(_ entry: Tracked, trigger: Trigger, scheduledAt: Instant, at now: Instant, by actor: Actor)
        -> Run
    {
        let free = freeSlots > 0
        let blocker = entry.schedule.overlap == .queue ? live[entry.schedule.id]?.first : nil
        var run = Run(
            id: context.newID(), of: entry.schedule, trigger: trigger,
            status: free && blocker == nil ? .running : .waiting,
            scheduledAt: scheduledAt, claimedAt: now, startedAt: free && blocker == nil ? now : nil, node: context.node)
        run.askedBy = actor
        if run.status == .waiting { run.detail = blocker.map(Self.waits(for:)) ?? Self.waitsForSlot }
        return run
    }

    func starting(_ run: Run, _ schedule: Schedule, at now: Instant, by actor: Actor) -> Decision {
        var decision = Decision()
        decision.changes = ChangeSet([.insertRun(run)], events: [.run(run, at: now, by: actor)])
        if run.status == .running { decision.effects.append(.start(run, schedule)) }
        return decision
    }

    private func audit(_ action: String, _ run: Run, at now: Instant, by actor: Actor, reason: String?) -> Mutation {
        .insertAudit(
            AuditRow(
                id: context.newID(), at: now, actor: actor, action: action, schedule: run.schedule,
                occurrence: run.occurrence, reason: reason))
    }
}

package import CivilTime
package import Operations

/// A decision with the answer to the one who asked.
package struct Answer {
    package var decision: Decision
    package var reply: Reply
    /// What to answer in the reply's stead, although the decision goes on record: it tells of what could not be done.
    package var refusal: CommandRefused?

    init(_ decision: Decision, _ reply: Reply = Reply()) {
        self.decision = decision
        self.reply = reply
    }
}

/// How a change of a schedule is told in the audit.
package struct AuditNote {
    var action: String
    var proposalID: String?
    var undoes: String?

    package init(action: String, proposalID: String? = nil, undoes: String? = nil) {
        self.action = action
        self.proposalID = proposalID
        self.undoes = undoes
    }
}

extension EngineState {
    func entry(_ id: ScheduleID) throws(CommandRefused) -> Tracked {
        guard let entry = tracked[id] else { throw .noSuchSchedule(id) }
        return entry
    }

    /// A new schedule, due from `now` on; what it names in the past is missed at once, or starts within its grace.
    package func decideCreate(
        _ schedule: Schedule, at now: Instant, by actor: Actor, reason: String?,
        note: AuditNote = AuditNote(action: "create")
    ) throws(CommandRefused) -> Answer {
        guard tracked[schedule.id] == nil else { throw .scheduleExists(schedule.id) }
        let plan: Plan
        do {
            plan = try schedule.timetable.plan(zones: context.zones, seed: schedule.id)
        } catch {
            throw .broken(schedule.id, error)
        }
        var created = schedule
        created.version = 1
        created.createdAt = now
        created.updatedAt = now
        created.cursor = now
        var decision = Decision()
        decision.changes = ChangeSet(
            [
                .insertSchedule(created),
                .insertAudit(
                    AuditRow(
                        id: context.newID(), at: now, actor: actor, action: note.action, schedule: created.id,
                        reason: reason, after: created, proposalID: note.proposalID, undoes: note.undoes)),
            ], events: [.schedule(.created, created, at: now, by: actor)])
        decision.append(settlePassed(created, plan: plan, at: now))
        return Answer(decision, Reply(schedule: created))
    }

    /// A one-shot whose instant has passed when it is asked for is claimed within its grace, or missed at once.
    private func settlePassed(_ schedule: Schedule, plan: Plan, at now: Instant) -> Decision {
        guard let instant = schedule.timetable.instantPassed(by: now), schedule.state == .active else {
            return Decision()
        }
        var late = schedule
        late.cursor = Instant(epochMilliseconds: instant.epochMilliseconds - 1)
        // What was added before has its account already, under the timetable as it was.
        late.timetable.added = []
        let alone = Plan(rule: plan.rule, excluded: plan.excluded)
        var decision = settle(late, plan: alone, at: now, reason: .past, acrossDowntime: false, outage: nil)
        decision.changes.mutations.removeAll { mutation in
            if case .advanceCursor = mutation { true } else { false }
        }
        return decision
    }

    /// An edit. What fell due under the old timetable is settled first: no edit rewrites the past (docs/invariants.md, I11).
    package func decideEdit(
        _ edited: Schedule, expectedVersion: Int?, at now: Instant, by actor: Actor, reason: String?,
        note: AuditNote = AuditNote(action: "edit")
    ) throws(CommandRefused) -> Answer {
        let entry = try entry(edited.id)
        let current = entry.schedule
        if let expectedVersion, expectedVersion != current.version { throw .versionChanged(current) }
        let plan: Plan
        do {
            plan = try edited.timetable.plan(zones: context.zones, seed: edited.id)
        } catch {
            throw .broken(edited.id, error)
        }
        var next = edited
        next.createdAt = current.createdAt
        next.cursor = max(current.cursor, now)
        // A mark of the engine's own: one who undoes a change from before a rebase doesn't take it back.
        next.accountedThrough = current.accountedThrough
        next = next.bumped(over: current, at: now)
        var decision = settled(entry, at: now)
        decision.append(
            replacing(
                current, by: next, as: note, at: now, by: actor, reason: reason,
                told: current.state == .active ? nil : suppression(of: current, entry.plan, through: next.cursor)))
        decision.append(heldBack(current, as: next.state, after: decision, at: now, by: actor))
        if next.timetable.timing != current.timetable.timing, next.timetable.instantPassed(by: now) != nil {
            // Decided on top of the step before: what that has claimed counts for overlap and slots.
            var after = self
            after.take(decision)
            decision.append(after.settlePassed(next, plan: plan, at: now))
        }
        return Answer(decision, Reply(schedule: next))
    }

    /// What fell due under the schedule as it stands: a change of it consumes no time that was not accounted for.
    private func settled(_ entry: Tracked, at now: Instant) -> Decision {
        guard entry.schedule.state == .active, let plan = entry.plan else { return Decision() }
        guard let due = entry.nextDue, due <= now else { return Decision() }
        return settle(entry.schedule, plan: plan, at: now, reason: lateReason, acrossDowntime: false, outage: nil)
    }

    /// A pause, its end, a disabling or an enabling; what fell due before it is settled first.
    package func decideState(
        _ id: ScheduleID, _ action: StateAction, at now: Instant, by actor: Actor, reason: String?
    ) throws(CommandRefused) -> Answer {
        let entry = try entry(id)
        let current = entry.schedule
        guard action.isAllowed(in: current.state) else {
            throw .stateForbids(id, state: current.state.name, action: action.name)
        }
        var next = current
        let note = AuditNote(action: action.name)
        var decision = settled(entry, at: now)
        switch action {
        case .pause(let until):
            if let until, until <= now { throw .instantPassed(until) }
            next.state = .paused(until: until)
            next.cursor = max(current.cursor, now)
            decision.append(replacing(current, by: next, as: note, at: now, by: actor, reason: reason))
        case .disable:
            next.state = .disabled
            // What a pause holds back goes on being counted from its start.
            if current.state == .active { next.cursor = max(current.cursor, now) }
            decision.append(replacing(current, by: next, as: note, at: now, by: actor, reason: reason))
        case .resume:
            // Where the pause has just ended by itself, it ended then.
            let from = current.state.pausedUntil.map { min($0, now) } ?? now
            decision.append(resumed(current, plan: entry.plan, from: from, now: now, actor: actor, reason: reason))
        case .enable:
            decision.append(
                resumed(
                    current, plan: entry.plan, from: now, now: now, actor: actor, reason: reason, action: action.name))
        }
        decision.append(
            heldBack(current, as: decision.replaced?.state ?? current.state, after: decision, at: now, by: actor))
        return Answer(decision, Reply(schedule: decision.replaced))
    }

    /// The ends of claims that have not started when their schedule stops: a paused one holds back those that nobody
    /// asked for, a disabled one all of them (docs/invariants.md, I4).
    private func heldBack(
        _ schedule: Schedule, as state: ScheduleState, after decision: Decision, at now: Instant, by actor: Actor
    ) -> Decision {
        var after = self
        after.take(decision)
        var held = Decision()
        for run in after.live[schedule.id] ?? [] where run.status == .waiting {
            let isHeldBack =
                switch state {
                case .active: false
                case .paused: run.trigger == .retry || run.keepsGrace
                case .disabled: true
                }
            guard isHeldBack else { continue }
            held.changes.append(cancellation(of: run, because: "the schedule was \(state.name)", at: now, by: actor))
        }
        return held
    }

    /// Active again from `instant` on; the time before is consumed, and one event says how many occurrences it held.
    ///
    /// After a clock was set back it waits until its cursor is reached; only a rebase moves that back
    /// (docs/invariants.md, I12).
    func resumed(
        _ current: Schedule, plan: Plan?, from instant: Instant, now: Instant, actor: Actor, reason: String?,
        action: String = StateAction.resume.name
    ) -> Decision {
        let before = Instant(epochMilliseconds: instant.epochMilliseconds - 1)
        var next = current
        next.state = .active
        next.cursor = max(current.cursor, before)
        return replacing(
            current, by: next, as: AuditNote(action: action), at: now, by: actor, reason: reason,
            told: suppression(of: current, plan, through: next.cursor))
    }

    private func suppression(of schedule: Schedule, _ plan: Plan?, through end: Instant) -> [String: JSONValue] {
        let count = plan?.count(in: .after(schedule.cursor, through: end)) ?? 0
        return [
            "suppressed_from": .string(schedule.cursor.iso8601), "suppressed_to": .string(end.iso8601),
            "suppressed_count": .integer(Int64(count)),
        ]
    }

    /// A deletion: what waits in stasis is resolved, what runs is asked to end.
    ///
    /// - Parameter pending: the schedule's stretches that wait for an answer.
    package func decideDelete(
        _ id: ScheduleID, expectedVersion: Int?, pending: [StasisEntry], at now: Instant, by actor: Actor,
        reason: String?, note: AuditNote = AuditNote(action: "delete")
    ) throws(CommandRefused) -> Answer {
        let current = try entry(id).schedule
        if let expectedVersion, expectedVersion != current.version { throw .versionChanged(current) }
        var decision = Decision()
        for entry in pending {
            let resolved = entry.resolved(.deleted, by: actor, at: now)
            decision.changes.append(
                ChangeSet(
                    [.replaceStasis(resolved, expectedVersion: entry.version)],
                    events: [.stasisResolved(resolved, at: now, by: actor)]))
        }
        decision.changes.append(deletion(of: current, at: now, by: actor, reason: reason, note: note))
        decision.effects += (live[id] ?? []).filter { $0.status == .running }.map { .cancel(runID: $0.id) }
        return Answer(decision, Reply(schedule: current))
    }

    func replacing(
        _ current: Schedule, by edited: Schedule, as note: AuditNote, at now: Instant, by actor: Actor,
        reason: String?, told: [String: JSONValue]? = nil
    ) -> Decision {
        let next = edited.bumped(over: current, at: now)
        var decision = Decision()
        var told = told ?? [:]
        if let reason { told["reason"] = .string(reason) }
        decision.changes = ChangeSet(
            [
                .replaceSchedule(next, expectedVersion: current.version),
                .insertAudit(
                    AuditRow(
                        id: context.newID(), at: now, actor: actor, action: note.action, schedule: current.id,
                        reason: reason, before: current, after: next, proposalID: note.proposalID,
                        undoes: note.undoes)),
            ],
            events: [.schedule(.updated, next, at: now, by: actor, note: told.isEmpty ? nil : told)])
        return decision
    }
}

/// Changes of state an operator can ask for.
package enum StateAction: Hashable, Sendable {
    case pause(until: Instant?)
    case resume
    case disable
    case enable

    package var name: String {
        switch self {
        case .pause: "pause"
        case .resume: "resume"
        case .disable: "disable"
        case .enable: "enable"
        }
    }

    /// Whether it makes sense for a schedule in this state.
    package func isAllowed(in state: ScheduleState) -> Bool {
        switch (self, state) {
        case (.pause, .active), (.resume, .paused), (.disable, .active), (.disable, .paused), (.enable, .disabled): true
        case (.pause, .paused), (.pause, .disabled), (.resume, .active), (.resume, .disabled), (.disable, .disabled),
            (.enable, .active), (.enable, .paused):
            false
        }
    }
}

extension Schedule {
    /// This edit as the successor of `current`.
    func bumped(over current: Schedule, at now: Instant) -> Schedule {
        var next = self
        next.version = current.version + 1
        next.updatedAt = now
        return next
    }
}

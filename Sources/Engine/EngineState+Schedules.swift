package import CivilTime
package import Operations

/// A decision with the answer to the one who asked.
package struct Answer {
    package var decision: Decision
    package var reply: Reply

    init(_ decision: Decision, _ reply: Reply = Reply()) {
        self.decision = decision
        self.reply = reply
    }
}

extension EngineState {
    func entry(_ id: ScheduleID) throws(CommandRefused) -> Tracked {
        guard let entry = tracked[id] else { throw .noSuchSchedule(id) }
        return entry
    }

    package func decideCreate(_ schedule: Schedule, at now: Instant, by actor: Actor, reason: String?)
        throws(CommandRefused) -> Answer
    {
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
                        id: context.newID(), at: now, actor: actor, action: "create", schedule: created.id,
                        reason: reason, after: created)),
            ], events: [.schedule(.created, created, at: now, by: actor)])
        if case .at(let instant) = created.timetable.timing {
            // The cursor starts before an instant that has just passed, so that it is claimed within grace, or missed.
            decision.append(settleLateOneShot(created, plan: plan, instant: instant, at: now))
        }
        return Answer(decision, Reply(schedule: created))
    }

    private func settleLateOneShot(
        _ schedule: Schedule, plan: Plan, instant: Instant, at now: Instant
    ) -> Decision {
        guard instant <= now, schedule.state == .active else { return Decision() }
        var late = schedule
        late.cursor = Instant(epochMilliseconds: instant.epochMilliseconds - 1)
        var free = context.concurrency - runningCount
        var decision = settle(
            late, plan: plan, at: now, reason: .past, acrossDowntime: false, outage: nil, free: &free)
        decision.changes.mutations.removeAll { mutation in
            if case .advanceCursor = mutation { true } else { false }
        }
        return decision
    }

    package func decideEdit(
        _ edited: Schedule, expectedVersion: Int?, at now: Instant, by actor: Actor, reason: String?
    ) throws(CommandRefused) -> Answer {
        let current = try entry(edited.id).schedule
        if let expectedVersion, expectedVersion != current.version { throw .versionChanged(current) }
        do {
            _ = try edited.timetable.plan(zones: context.zones, seed: edited.id)
        } catch {
            throw .broken(edited.id, error)
        }
        var next = edited
        next.createdAt = current.createdAt
        next.cursor = now
        return Answer(
            replacing(current, by: next, action: "edit", at: now, by: actor, reason: reason), Reply(schedule: next.bumped(over: current, at: now)))
    }

    package func decideState(
        _ id: ScheduleID, _ action: StateAction, at now: Instant, by actor: Actor, reason: String?
    ) throws(CommandRefused) -> Answer {
        let entry = try entry(id)
        let current = entry.schedule
        guard action.isAllowed(in: current.state) else {
            throw .stateForbids(id, state: current.state.name, action: action.name)
        }
        var decision = Decision()
        switch action {
        case .pause(let until):
            if let until, until <= now { throw .instantPassed(until) }
            var next = current
            next.state = .paused(until: until)
            next.cursor = now
            decision = replacing(current, by: next, action: action.name, at: now, by: actor, reason: reason)
        case .disable:
            var next = current
            next.state = .disabled
            next.cursor = now
            decision = replacing(current, by: next, action: action.name, at: now, by: actor, reason: reason)
        case .resume, .enable:
            decision.changes = resumed(
                current, plan: entry.plan, from: now, now: now, actor: actor, reason: reason, action: action.name)
        }
        guard case .replaceSchedule(let next, _)? = decision.changes.mutations.first else { return Answer(decision) }
        return Answer(decision, Reply(schedule: next))
    }

    /// Active again from `instant` on; the time before is consumed, and one event says how many occurrences it held.
    func resumed(
        _ current: Schedule, plan: Plan?, from instant: Instant, now: Instant, actor: Actor, reason: String?,
        action: String = "resume"
    ) -> ChangeSet {
        let start = Instant(epochMilliseconds: max(current.cursor.epochMilliseconds, instant.epochMilliseconds - 1))
        var next = current
        next.state = .active
        next.cursor = start
        let suppressed = plan?.count(in: .after(current.cursor, through: start)) ?? 0
        return replacing(
            current, by: next, action: action, at: now, by: actor, reason: reason,
            note: [
                "suppressed_from": .string(current.cursor.iso8601), "suppressed_to": .string(start.iso8601),
                "suppressed_count": .integer(Int64(suppressed)),
            ]
        ).changes
    }

    package func decideDelete(
        _ id: ScheduleID, expectedVersion: Int?, pending: [StasisEntry], at now: Instant, by actor: Actor, reason: String?
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
        decision.changes.append(deletion(of: current, at: now, by: actor, reason: reason))
        decision.effects += (live[id] ?? []).map { .cancel(runID: $0.id) }
        return Answer(decision, Reply(schedule: current))
    }

    private func replacing(
        _ current: Schedule, by edited: Schedule, action: String, at now: Instant, by actor: Actor, reason: String?,
        note: [String: JSONValue]? = nil
    ) -> Decision {
        let next = edited.bumped(over: current, at: now)
        var decision = Decision()
        var note = note ?? [:]
        if let reason { note["reason"] = .string(reason) }
        decision.changes = ChangeSet(
            [
                .replaceSchedule(next, expectedVersion: current.version),
                .insertAudit(
                    AuditRow(
                        id: context.newID(), at: now, actor: actor, action: action, schedule: current.id,
                        reason: reason, before: current, after: next)),
            ],
            events: [.schedule(.updated, next, at: now, by: actor, note: note.isEmpty ? nil : note)])
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

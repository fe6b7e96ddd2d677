package import CivilTime
import Notifications
package import Operations

/// What an operator says to a proposal.
package struct ProposalAnswer: Hashable, Sendable {
    package var proposalID: String
    /// The occurrence on whose card it was made; nil for a new schedule. Another one is refused: it was not what was shown.
    package var occurrence: OccurrenceID?
    package var approve: Bool

    package init(_ proposalID: String, on occurrence: OccurrenceID?, approve: Bool) {
        self.proposalID = proposalID
        self.occurrence = occurrence
        self.approve = approve
    }
}

extension EngineState {
    /// Puts a proposal on record; nothing else changes.
    package func decidePropose(_ proposal: Proposal, at now: Instant, by actor: Actor) -> Answer {
        var decision = Decision()
        decision.changes = ChangeSet(
            [
                .insertProposal(proposal),
                stage("change_requested", of: proposal, at: now, by: actor, reason: proposal.instruction),
                stage("change_proposed", of: proposal, at: now, by: actor, reason: proposal.summary),
            ], events: [.proposal(proposal, at: now, by: actor)])
        return Answer(decision, Reply(proposal: proposal))
    }

    /// Applies a proposal, or rejects it: once. Said again, the first answer stands and is told again.
    ///
    /// `started` is the run that an earlier answer started, as it stands.
    package func decideAnswer(
        to proposal: Proposal, _ answer: ProposalAnswer, started: Run?, at now: Instant, by actor: Actor
    ) throws(CommandRefused) -> Answer {
        guard answer.occurrence == proposal.occurrence else { throw .noSuchProposal(proposal.id) }
        switch proposal.status {
        case .applied, .rejected:
            let schedule = tracked[proposal.schedule]?.schedule
            return Answer(Decision(), Reply(schedule: schedule, run: started, proposal: proposal))
        case .failed: throw .proposalFailed(proposal)
        case .pending: break
        }
        guard answer.approve else { return rejection(of: proposal, at: now, by: actor) }
        if proposal.hasExpired(at: now) { throw .proposalExpired(proposal) }
        guard proposal.isConfirmable else { throw .proposalEmpty(proposal) }
        try checkFresh(proposal)
        do {
            return try application(of: proposal, at: now, by: actor)
        } catch {
            return failure(of: proposal, because: error, at: now, by: actor)
        }
    }

    /// Refuses a proposal whose schedule is no longer the one that it was made from.
    private func checkFresh(_ proposal: Proposal) throws(CommandRefused) {
        let current = tracked[proposal.schedule]?.schedule
        switch (proposal.kind, current) {
        case (.create, nil): break
        case (.create, let taken?): throw .scheduleExists(taken.id)
        case (_, let current?) where current.version == proposal.basedOnVersion: break
        case (_, let current): throw .proposalStale(proposal, current: current)
        }
    }

    private func application(of proposal: Proposal, at now: Instant, by actor: Actor) throws(CommandRefused) -> Answer {
        try checkStillToCome(proposal, at: now)
        let note = AuditNote(action: "change_applied", proposalID: proposal.id)
        var answer: Answer
        switch (proposal.kind, proposal.after) {
        case (.runNow, _): answer = try decideRunNow(proposal.schedule, at: now, by: actor, reason: proposal.summary)
        case (.create, let after?):
            answer = try decideCreate(after, at: now, by: actor, reason: proposal.summary, note: note)
        case (_, let after?):
            answer = try decideEdit(
                after, expectedVersion: proposal.basedOnVersion, at: now, by: actor, reason: proposal.summary,
                note: note)
        case (_, nil): throw .proposalEmpty(proposal)
        }
        var applied = proposal.resolved(.applied, by: actor, at: now)
        applied.runID = answer.reply.run?.id
        answer.decision.changes.append(
            ChangeSet(
                [
                    .replaceProposal(applied, expectedVersion: proposal.version),
                    stage("change_confirmed", of: proposal, at: now, by: actor),
                ], events: [.proposal(applied, at: now, by: actor)]))
        if proposal.kind == .runNow {
            answer.decision.changes.mutations.append(
                stage("change_applied", of: proposal, at: now, by: actor, reason: proposal.summary))
        }
        answer.reply.proposal = applied
        answer.reply.auditID = answer.decision.undoableRow
        return answer
    }

    /// Refuses a change whose time passed while it waited for its confirmation.
    private func checkStillToCome(_ proposal: Proposal, at now: Instant) throws(CommandRefused) {
        if let to = proposal.movedTo, to <= now { throw .instantPassed(to) }
        if let last = proposal.occurrencesAt.max(), last <= now { throw .instantPassed(last) }
        guard let after = proposal.after else { return }
        if let until = after.state.pausedUntil, until <= now, after.state != proposal.before?.state {
            throw .instantPassed(until)
        }
        if after.timetable.timing != proposal.before?.timetable.timing { try checkToCome(after, at: now) }
    }

    private func rejection(of proposal: Proposal, at now: Instant, by actor: Actor) -> Answer {
        let rejected = proposal.resolved(.rejected, by: actor, at: now)
        var decision = Decision()
        decision.changes = ChangeSet(
            [
                .replaceProposal(rejected, expectedVersion: proposal.version),
                stage("change_rejected", of: proposal, at: now, by: actor),
            ], events: [.proposal(rejected, at: now, by: actor)])
        return Answer(decision, Reply(schedule: tracked[proposal.schedule]?.schedule, proposal: rejected))
    }

    /// What was confirmed and could not be done goes on record, and the operators hear of it.
    private func failure(
        of proposal: Proposal, because refused: CommandRefused, at now: Instant, by actor: Actor
    ) -> Answer {
        var failed = proposal.resolved(.failed, by: actor, at: now)
        failed.failure = refused.words
        var decision = Decision()
        decision.changes = ChangeSet(
            [
                .replaceProposal(failed, expectedVersion: proposal.version),
                stage("change_confirmed", of: proposal, at: now, by: actor),
                stage("change_failed", of: proposal, at: now, by: actor, reason: refused.words),
            ], events: [.proposal(failed, at: now, by: actor)])
        decision.changes.append(
            context.policy.changes(
                afterFailed: failed, open: openNotifications[proposal.schedule] ?? [], at: now, newID: context.newID))
        var answer = Answer(decision, Reply(proposal: failed))
        answer.refusal = refused
        return answer
    }

    private func stage(
        _ action: String, of proposal: Proposal, at now: Instant, by actor: Actor, reason: String? = nil
    ) -> Mutation {
        .insertAudit(
            AuditRow(
                id: context.newID(), at: now, actor: actor, action: action, schedule: proposal.schedule,
                occurrence: proposal.occurrence, reason: reason, proposalID: proposal.id))
    }

    // MARK: Undo

    /// Takes the change of an audit row back, where the schedule still is as that change left it.
    ///
    /// `pending` are the missed stretches of the schedule, for an undone creation.
    package func decideUndo(_ row: AuditRow, pending: [StasisEntry], at now: Instant, by actor: Actor, reason: String?)
        throws(CommandRefused) -> Answer
    {
        guard let id = row.schedule, row.before != nil || row.after != nil else { throw .nothingToUndo(row) }
        let current = tracked[id]?.schedule
        guard current?.content == row.after?.content else { throw .changedSince(row, current: current) }
        let note = AuditNote(action: "undo", undoes: row.id)
        switch (row.before, current) {
        case (nil, let current?):
            return try decideDelete(
                id, expectedVersion: current.version, pending: pending, at: now, by: actor, reason: reason, note: note)
        case (let before?, nil):
            try checkToCome(before, at: now)
            return try decideCreate(before, at: now, by: actor, reason: reason, note: note)
        case (let before?, let current?):
            if before.timetable.timing != current.timetable.timing { try checkToCome(before, at: now) }
            return try decideEdit(
                before, expectedVersion: current.version, at: now, by: actor, reason: reason, note: note)
        case (nil, nil): throw .nothingToUndo(row)
        }
    }

    /// A single instant that has passed can't be given back: it would be missed at once.
    private func checkToCome(_ schedule: Schedule, at now: Instant) throws(CommandRefused) {
        if case .at(let instant) = schedule.timetable.timing, instant <= now { throw .instantPassed(instant) }
    }
}

extension Schedule {
    /// What an operator sees of it: the marks that change by themselves are left out.
    fileprivate var content: Schedule {
        var schedule = self
        (schedule.version, schedule.updatedAt, schedule.createdAt, schedule.cursor) =
            (0, .distantPast, .distantPast, .distantPast)
        schedule.accountedThrough = nil
        return schedule
    }
}

extension Decision {
    /// The audit row of a change that can be undone.
    fileprivate var undoableRow: String? {
        changes.mutations.lazy.compactMap { mutation in
            if case .insertAudit(let row) = mutation, row.before != nil || row.after != nil { row.id } else { nil }
        }.first
    }
}

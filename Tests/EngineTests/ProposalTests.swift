import CivilTime
import Operations
import Store
import StoreTestKit
import Testing

@testable import Engine

@Suite("Proposals: said, shown, confirmed once") struct ProposalTests {
    @Test("a proposal alone changes nothing but the record of what was asked") func proposing() throws {
        var world = World(job(every: 3_600))
        let before = world.record.schedules
        let proposal = try world.propose { $0.title = "Renamed" }
        #expect(world.record.schedules == before)
        #expect(world.record.proposals[proposal.id]?.status == .pending)
        #expect(world.record.audit.suffix(2).map(\.action) == ["change_requested", "change_proposed"])
        #expect(world.record.events.last?.event.type == .changeProposed)
    }

    @Test("a confirmation applies it, once: a second one tells the first answer again") func confirming() throws {
        var world = World(job(every: 3_600))
        let proposal = try world.propose { $0.timetable.timing = .every(seconds: 600, anchor: dawn) }
        let first = try world.answer(proposal)
        #expect(first.proposal?.status == .applied)
        #expect(first.schedule?.timetable.everySeconds == 600)
        #expect(first.schedule?.version == 2)
        let events = world.record.events.count
        let second = try world.answer(proposal)
        #expect(second.proposal == first.proposal)
        #expect(second.schedule == first.schedule)
        #expect(world.record.events.count == events)
        #expect(
            world.record.audit.filter { $0.proposalID == proposal.id }.map(\.action)
                == ["change_requested", "change_proposed", "change_applied", "change_confirmed"])
        #expect(world.record.audit.first { $0.action == "change_applied" }?.before?.timetable.everySeconds == 3_600)
    }

    @Test("two confirmations decided at once: the record takes one") func racing() throws {
        var world = World(job(every: 3_600))
        let proposal = try world.propose { $0.title = "Renamed" }
        let late = try world.decision(on: proposal)
        try world.answer(proposal)
        #expect(world.record.commit(late.changes) == .refused(.scheduleChanged(jobID)))
        // One that changes no schedule is held by the proposal itself.
        let run = try world.propose(.runNow) { _ in }
        let later = try world.decision(on: run)
        try world.answer(run)
        world.end()
        #expect(world.record.commit(later.changes) == .refused(.proposalChanged(run.id)))
    }

    @Test("a rejection changes nothing, and is final") func rejecting() throws {
        var world = World(job(every: 3_600))
        let proposal = try world.propose { $0.title = "Renamed" }
        #expect(try world.answer(proposal, approve: false).proposal?.status == .rejected)
        #expect(try world.answer(proposal).proposal?.status == .rejected)
        #expect(world.record.schedules[jobID]?.title == "Job job")
    }

    @Test("one made from an older version is refused, with the schedule as it stands") func stale() throws {
        var world = World(job(every: 3_600))
        let proposal = try world.propose { $0.title = "Renamed" }
        try world.edit { $0.category = .critical }
        let current = try #require(world.record.schedules[jobID])
        #expect(throws: CommandRefused.proposalStale(proposal, current: current)) { try world.answer(proposal) }
        try world.delete()
        #expect(throws: CommandRefused.proposalStale(proposal, current: nil)) { try world.answer(proposal) }
        // It can still be put aside.
        #expect(try world.answer(proposal, approve: false).proposal?.status == .rejected)
    }

    @Test("after its day it can't be confirmed any more") func expired() throws {
        var world = World(job(every: 3_600))
        let proposal = try world.propose { $0.title = "Renamed" }
        world.now = proposal.expiresAt.advanced(bySeconds: -1)
        _ = try world.decision(on: proposal)
        world.now = proposal.expiresAt
        #expect(throws: CommandRefused.proposalExpired(proposal)) { try world.answer(proposal) }
    }

    @Test("what was not understood can't be confirmed") func empty() throws {
        var world = World(job(every: 3_600))
        let vague = try world.propose(.setFields, confidence: .low) { $0.title = "Renamed" }
        #expect(throws: CommandRefused.proposalEmpty(vague)) { try world.answer(vague) }
        let nothing = try world.propose(.none) { _ in }
        #expect(throws: CommandRefused.proposalEmpty(nothing)) { try world.answer(nothing) }
    }

    @Test("an answer given on another card is no answer") func otherCard() throws {
        var world = World(job(every: 3_600))
        let proposal = try world.propose { $0.title = "Renamed" }
        #expect(throws: CommandRefused.noSuchProposal(proposal.id)) {
            try world.answer(proposal, on: OccurrenceID(jobID, at(7)))
        }
    }

    @Test("one that can't be applied goes on record as failed, and the operators hear of it") func failing() throws {
        var world = World(job(every: 3_600))
        let proposal = try world.propose(.runNow) { _ in }
        let run = try #require(try world.runNow().run)
        let refusal = CommandRefused.alreadyRunning(jobID, runID: run.id)
        #expect(throws: refusal) { try world.answer(proposal) }
        let failed = try #require(world.record.proposals[proposal.id])
        #expect(failed.status == .failed && failed.failure == refusal.words)
        #expect(world.record.audit.last?.action == "change_failed")
        #expect(world.record.notifications.values.map(\.kind) == [.change])
        #expect(throws: CommandRefused.proposalFailed(failed)) { try world.answer(proposal) }
    }

    @Test("a time that passed before the confirmation is not taken for one to come")
    func passed() throws {
        var world = World(job(every: 86_400))
        let pause = try world.propose(.pause) { $0.state = .paused(until: at(60)) }
        let once = try world.propose { $0.timetable.timing = .at(at(60)) }
        world.now = at(60)
        for proposal in [pause, once] {
            #expect(throws: CommandRefused.instantPassed(at(60))) { try world.answer(proposal) }
        }
        #expect(world.started.isEmpty)
    }

    @Test("a new schedule is made by its confirmation") func creating() throws {
        var world = World()
        let proposal = try world.propose(creating: job("new", every: 600))
        #expect(world.record.schedules.isEmpty)
        #expect(try world.answer(proposal).schedule?.id == ScheduleID(.cron, "new"))
        #expect(world.record.schedules.count == 1)
        let again = try world.propose(creating: job("new", every: 60))
        #expect(throws: CommandRefused.scheduleExists(ScheduleID(.cron, "new"))) { try world.answer(again) }
    }
}

@Suite("Undo, from the audit") struct UndoTests {
    private func lastChange(_ world: World) throws -> AuditRow {
        try #require(world.record.audit.last { $0.before != nil || $0.after != nil })
    }

    @Test("an edit, a pause and a proposal are taken back, and the undo itself too") func edits() throws {
        var world = World(job(every: 3_600))
        try world.edit { $0.title = "Renamed" }
        try world.undo(lastChange(world))
        #expect(world.record.schedules[jobID]?.title == "Job job")
        try world.undo(lastChange(world))
        #expect(world.record.schedules[jobID]?.title == "Renamed")
        try world.change(.pause(until: nil))
        try world.undo(lastChange(world))
        #expect(world.record.schedules[jobID]?.state == .active)
        let proposal = try world.propose { $0.category = .low }
        try world.answer(proposal)
        let row = try lastChange(world)
        try world.undo(row)
        #expect(world.record.schedules[jobID]?.category == .normal)
        #expect(world.record.audit.last?.undoes == row.id)
    }

    @Test("a creation is taken back by a deletion, a deletion by a creation") func lives() throws {
        var world = World(job(every: 3_600))
        try world.undo(lastChange(world))
        #expect(world.record.schedules.isEmpty)
        try world.undo(lastChange(world))
        #expect(world.record.schedules[jobID]?.title == "Job job")
        #expect(world.record.schedules[jobID]?.cursor == world.now, "nothing of the time between is caught up")
    }

    @Test("what was changed since can't be undone by itself") func changedSince() throws {
        var world = World(job(every: 3_600))
        try world.edit { $0.title = "Renamed" }
        let row = try lastChange(world)
        try world.edit { $0.category = .low }
        let current = try #require(world.record.schedules[jobID])
        #expect(throws: CommandRefused.changedSince(row, current: current)) { try world.undo(row) }
        try world.delete()
        #expect(throws: CommandRefused.changedSince(row, current: nil)) { try world.undo(row) }
    }

    @Test("a row without a change, and an instant that has passed, can't be undone") func impossible() throws {
        var world = World(oneShot(at: at(60)))
        let id = ScheduleID(.cron, "once")
        try world.edit(id) { $0.timetable.timing = .at(at(600)) }
        let row = try lastChange(world)
        world.now = at(61)
        #expect(throws: CommandRefused.instantPassed(at(60))) { try world.undo(row) }
        try world.runNow(id)
        let run = try #require(world.record.audit.last)
        #expect(throws: CommandRefused.nothingToUndo(run)) { try world.undo(run) }
    }
}

extension World {
    /// Proposes an edit of the job as it stands.
    fileprivate mutating func propose(
        _ kind: ChangeKind = .setSchedule, confidence: Confidence = .high, _ change: (inout Schedule) -> Void
    ) throws -> Proposal {
        let before = try #require(record.schedules[jobID])
        var after = before
        change(&after)
        return try put(
            Proposal(
                id: context.newID(), occurrence: OccurrenceID(jobID, dawn), schedule: jobID, ownerID: "ops",
                instruction: "say", summary: "It would change.", kind: kind, before: before,
                after: kind == .runNow ? nil : after, confidence: confidence, interpreter: "grammar", createdAt: now,
                createdBy: ada))
    }

    fileprivate mutating func propose(creating schedule: Schedule) throws -> Proposal {
        try put(
            Proposal(
                id: context.newID(), occurrence: nil, schedule: schedule.id, ownerID: "ops", instruction: "say",
                summary: "It would be made.", kind: .create, before: nil, after: schedule, confidence: .high,
                interpreter: "grammar", createdAt: now, createdBy: ada))
    }

    private mutating func put(_ proposal: Proposal) throws -> Proposal {
        try ask { state, now throws(CommandRefused) in state.decidePropose(proposal, at: now, by: ada) }
        return proposal
    }

    /// What a confirmation of the proposal as it was made would record.
    fileprivate func decision(on proposal: Proposal) throws -> Decision {
        try state.decideAnswer(
            to: proposal, ProposalAnswer(proposal.id, on: proposal.occurrence, approve: true), started: nil, at: now,
            by: ada
        ).decision
    }

    @discardableResult
    fileprivate mutating func answer(_ proposal: Proposal, approve: Bool = true, on card: OccurrenceID? = nil) throws
        -> Reply
    {
        let known = try #require(record.proposals[proposal.id])
        let answer = ProposalAnswer(proposal.id, on: card ?? proposal.occurrence, approve: approve)
        let started = known.runID.flatMap { record.runs[$0] }
        return try ask { state, now throws(CommandRefused) in
            try state.decideAnswer(to: known, answer, started: started, at: now, by: ada)
        }
    }

    fileprivate mutating func undo(_ row: AuditRow) throws {
        let pending = row.schedule.map { self.pending($0) } ?? []
        try ask { state, now throws(CommandRefused) in
            try state.decideUndo(row, pending: pending, at: now, by: ada, reason: nil)
        }
    }
}

import CivilTime
import Operations
import StoreTestKit

// I27: a proposal changes nothing until it is confirmed, and then once, just as it said. I28: an undo is the inverse.

extension Watch {
    /// A proposal as an event tells it: what it was before is still in `told`, and what it changed is there already.
    func proposalHolds(_ proposal: Proposal, _ event: EventDraft) -> Violation? {
        func broken(_ what: String) -> Violation { Violation(invariant: "I27", what: "\(proposal.id) \(what)") }
        guard let before = told.proposals[proposal.id] else {
            return proposal.status == .pending ? nil : broken("begins as \(proposal.status)")
        }
        if before.status != .pending { return broken("was \(before.status) and is \(proposal.status) now") }
        guard proposal.status == .applied else { return nil }
        if event.occurredAt >= before.expiresAt { return broken("was applied after it had expired") }
        let schedule = schedule(proposal.schedule)
        guard let after = proposal.after else {
            return proposal.runID.flatMap { told.runs[$0] } == nil ? broken("was applied and no run was started") : nil
        }
        if schedule?.shown != after.shown { return broken("was applied and the schedule is not what it said") }
        let version = proposal.basedOnVersion.map { $0 + 1 } ?? 1
        return schedule?.version == version ? nil : broken("was applied to another version than it was made from")
    }

    /// The audit tells of each change once: those of proposals that were confirmed, and those that take another back.
    mutating func changesHold(_ record: MemoryRecord) -> Violation? {
        for row in record.audit.dropFirst(rowsSeen) where row.before != nil || row.after != nil {
            changes[row.id] = row
            if let violation = confirmationHolds(row, record) ?? undoHolds(row) { return violation }
        }
        rowsSeen = record.audit.count
        let applied = told.proposals.values.filter { $0.status == .applied && $0.after != nil }.count
        if applied == applications.count { return nil }
        return Violation(
            invariant: "I27", what: "\(applied) proposals are applied and the audit tells of \(applications.count)")
    }

    private mutating func confirmationHolds(_ row: AuditRow, _ record: MemoryRecord) -> Violation? {
        guard let id = row.proposalID else { return nil }
        if record.proposals[id]?.status != .applied {
            return Violation(
                invariant: "I27", what: "\(id) changed \(row.schedule.map(\.description) ?? "") unconfirmed")
        }
        return applications.insert(id).inserted
            ? nil : Violation(invariant: "I27", what: "\(id) was applied twice")
    }

    private func undoHolds(_ row: AuditRow) -> Violation? {
        guard let undone = row.undoes else { return nil }
        guard let change = changes[undone] else {
            return Violation(invariant: "I28", what: "\(row.id) takes back \(undone), which is no change")
        }
        if row.before?.shown == change.after?.shown, row.after?.shown == change.before?.shown { return nil }
        return Violation(invariant: "I28", what: "\(row.id) is not the inverse of \(change.action) \(undone)")
    }
}

extension Schedule {
    /// What an operator sees and sets: without the marks that the engine moves by itself.
    fileprivate var shown: Schedule {
        var schedule = withoutCursor
        schedule.accountedThrough = nil
        schedule.version = 0
        schedule.createdAt = .distantPast
        schedule.updatedAt = .distantPast
        schedule.cursor = .distantPast
        return schedule
    }
}

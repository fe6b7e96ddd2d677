import CivilTime
import Engine
import Operations
import StoreTestKit

extension Wish {
    /// What the reading of a request leaves: a schedule as it would be, made from the one that stands.
    static func proposal(
        _ request: Request, number: Int, of current: Schedule?, at now: Instant, words: String
    ) -> Proposal? {
        var before = current
        var after = current
        let kind: ChangeKind
        switch request {
        case .create(let what, let policies):
            (before, after) = (nil, schedule(what, number: number, policies, at: now))
            kind = .create
        case .edit(let change):
            after = current.map { changed($0, change, at: now) }
            kind = .setFields
        case .pause(let seconds):
            after?.state = .paused(until: now.advanced(bySeconds: seconds))
            kind = .pause
        case .runNow:
            after = nil
            kind = .runNow
        }
        guard let subject = before ?? after else { return nil }
        return Proposal(
            id: "proposal of \(words)", occurrence: before.map { OccurrenceID($0.id, $0.cursor) }, schedule: subject.id,
            ownerID: subject.ownerID, instruction: words, summary: "\(kind)", kind: kind, before: before, after: after,
            confidence: .high, interpreter: "simulation", createdAt: now, createdBy: .operator("Ada"))
    }

    /// An answer to one that waits; now and then to one that has its answer.
    static func answer(_ number: Int, approve: Bool, _ record: MemoryRecord) -> Command? {
        let all = record.proposals.values.sorted { ($0.createdAt, $0.id) > ($1.createdAt, $1.id) }
        let proposals = all.filter { $0.status == .pending } + all.filter { $0.status != .pending }.prefix(1)
        guard !proposals.isEmpty else { return nil }
        let proposal = proposals[number % proposals.count]
        return .answerProposal(ProposalAnswer(proposal.id, on: proposal.occurrence, approve: approve))
    }

    static func undo(_ number: Int, _ record: MemoryRecord) -> Command? {
        let changes = Array(record.audit.reversed().lazy.filter { $0.before != nil || $0.after != nil }.prefix(8))
        return changes.isEmpty ? nil : .undo(auditID: changes[number % changes.count].id)
    }
}

import Engine
import Operations
import StoreTestKit
import Synchronization

/// A request, and what was answered to it.
final class Asked: Sendable {
    let command: Command
    /// Names it in the audit.
    let reason: String
    let process: SimulatedProcess
    private let result = Mutex<Result<Reply, CommandRefused>?>(nil)

    init(_ command: Command, reason: String, process: SimulatedProcess) {
        self.command = command
        self.reason = reason
        self.process = process
    }

    var answer: Result<Reply, CommandRefused>? { result.withLock { $0 } }
    func answered(_ answer: Result<Reply, CommandRefused>) { result.withLock { $0 = answer } }

    /// How the record contradicts the answer (I10).
    func violation(by answer: Result<Reply, CommandRefused>, _ record: MemoryRecord) -> Violation? {
        if case .answerProposal = command { return proposalViolation(by: answer, record) }
        guard command.isAudited else { return nil }
        let rows = record.audit.count { $0.reason == reason }
        switch answer {
        case .success:
            return rows > 0 ? nil : Violation(invariant: "I10", what: "\(command) was done and is not on record")
        case .failure(.outcomeUnknown): return nil
        // A process that is dead by now answers nobody.
        case .failure where !process.line.isAlive: return nil
        case .failure(let refused):
            if rows == 0 { return nil }
            return Violation(invariant: "I10", what: "\(command) was refused (\(refused)) and is on record")
        }
    }

    /// A proposal that was answered is on record as the answer told.
    private func proposalViolation(by answer: Result<Reply, CommandRefused>, _ record: MemoryRecord) -> Violation? {
        guard case .success(let reply) = answer, let told = reply.proposal else { return nil }
        if told.status != .pending, record.proposals[told.id] == told { return nil }
        return Violation(invariant: "I10", what: "\(told.id) was answered as \(told.status) and is not so on record")
    }
}

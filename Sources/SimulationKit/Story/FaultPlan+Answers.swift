import Engine
import Operations

extension FaultPlan {
    /// Interesting paths that only an answer tells of.
    func note(_ answer: Result<Reply, CommandRefused>, to command: Command) {
        switch answer {
        case .success:
            if case .undo = command { mark(.undone) }
        case .failure(let refused):
            if case .outcomeUnknown = refused { mark(.unknownOutcomeAnswered) }
            if case .proposalStale = refused { mark(.proposalStale) }
            if case .proposalExpired = refused { mark(.proposalExpired) }
            if case .changedSince = refused { mark(.undoRefused) }
        }
    }
}

package import Operations

/// A way to carry out claimed runs.
package protocol Runner: Sendable {
    /// Carries the work out and tells how it ended; never throws: a failure to start is an outcome.
    ///
    /// Cancelling the task means: end the work now and answer `.cancelled`. The log is finished when this returns.
    /// `started` is called at most once, when the work has really begun.
    func carryOut(_ assignment: Assignment, log: RunLog, started: @Sendable () async -> Void) async -> RunOutcome
}

package import Operations

/// What was decided: the changes to record, and what to do once they are on record.
package struct Decision {
    /// Indirect, as mutations are.
    package indirect enum Effect: Hashable {
        /// Carry the run out.
        case start(Run, Schedule)
        /// End the run that is alive.
        case cancel(runID: String)
        /// Try a failed run again at this instant.
        case retry(EngineState.PendingRetry)
        /// Hand these remarks to the session's next heartbeat.
        case remark(session: String, String)
        /// The remarks of a session were handed over.
        case remarksTaken(session: String)
    }

    package var changes = ChangeSet()
    package var effects: [Effect] = []

    package init() {}

    mutating func append(_ other: Decision) {
        changes.append(other.changes)
        effects += other.effects
    }

    /// The schedule as it leaves it; nil where it changes none.
    var replaced: Schedule? {
        changes.mutations.lazy.compactMap { mutation in
            if case .replaceSchedule(let schedule, _) = mutation { schedule } else { nil }
        }.first
    }

    /// The first run that it starts, or puts in line.
    var run: Run? {
        changes.mutations.lazy.compactMap { mutation in
            if case .insertRun(let run) = mutation, run.status.isLive { run } else { nil }
        }.first
    }
}

import CivilTime
import Operations
import Recurrence

extension CommandRefused {
    /// What was refused, why, and what to do instead, in plain words. The one place that says them.
    package var words: String {
        switch self {
        case .noSuchSchedule(let id): "The \(id.noun) \"\(id.ref)\" does not exist."
        case .noSuchNotification(let id): "The notification \"\(id)\" does not exist."
        case .noSuchProposal(let id): "The proposal \"\(id)\" does not exist here."
        case .noSuchAuditRow(let id): "The audit row \"\(id)\" does not exist."
        case .scheduleExists(let id): "There is already a \(id.noun) \"\(id.ref)\"."
        case .versionChanged(let current):
            "\"\(current.title)\" has been changed meanwhile: it is at version \(current.version). "
                + "Read it again and repeat your change."
        case .alreadyRunning(let id, let runID):
            "\"\(id.ref)\" is running already (run \(runID)). Cancel that run, or wait for its end."
        case .notRunning(let id): "\"\(id.ref)\" is not running: there is nothing to cancel."
        case .stateForbids(let id, let state, let action): "\"\(id.ref)\" is \(state): \(action) is not possible now."
        case .notInStasis(let occurrence): "\(occurrence) is not a missed occurrence that waits in stasis."
        case .alreadyResolved(let entry):
            "This missed occurrence was already answered: \(entry.status.rawValue) by "
                + "\(entry.resolvedBy?.name ?? "somebody")\(entry.resolvedAt.map { " at \($0.iso8601)" } ?? "")."
        case .instantPassed(let instant):
            "\(instant.iso8601) is not in the future. Give a later time, such as \"in 15m\" or \"tomorrow 9:15am\"."
        case .proposalExpired(let proposal):
            "This proposal expired at \(proposal.expiresAt.iso8601). Ask for the change again."
        case .proposalEmpty(let proposal):
            "There is nothing to confirm: \(proposal.warnings.first ?? "the request was not understood.")"
        case .proposalStale(let proposal, let current?):
            "\"\(current.title)\" has changed since this was proposed: it is at version \(current.version), the proposal "
                + "was made from version \(proposal.basedOnVersion ?? 0). Ask for the change again."
        case .proposalStale(let proposal, nil):
            "The \(proposal.schedule.noun) \"\(proposal.schedule.ref)\" has been deleted since this was proposed."
        case .proposalFailed(let proposal):
            "This change was confirmed before and could not be applied: \(proposal.failure ?? "the reason is not known.")"
        case .nothingToUndo: "This row tells of no change of a schedule, so there is nothing to undo."
        case .changedSince(_, let current?):
            "\"\(current.title)\" is no longer as that change left it (version \(current.version) by now), so it can't be "
                + "undone by itself. Change what should be different."
        case .changedSince(let row, nil):
            "The \(row.schedule?.noun ?? "schedule") has been deleted since, so there is nothing to undo."
        case .broken(let id, let error): "The schedule of \"\(id.ref)\" can't be expanded: \(error.words)"
        case .notAhead(let id):
            "The record of \"\(id.ref)\" does not lie ahead of the clock: there is nothing to take back."
        case .outcomeUnknown(let why):
            "It is not known whether this was done: \(why). Look at it again before you repeat it, once /api/v1/ready says "
                + "that the store answers."
        case .notRecorded(let why): "Nothing was done, because it could not be recorded: \(why)."
        case .stopping: "The server is shutting down; nothing was done."
        }
    }
}

extension ScheduleID {
    fileprivate var noun: String {
        switch source {
        case .cron: "job"
        case .heartbeat: "session"
        }
    }
}

extension TimetableError {
    fileprivate var words: String {
        switch self {
        case .zone(let error): "\(error)"
        case .cron(let error): error.message
        }
    }
}

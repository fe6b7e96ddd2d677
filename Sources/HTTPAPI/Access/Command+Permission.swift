import Access
import Engine
import Operations
import Projection

extension EventAction {
    /// What an action on an event asks of whoever takes it.
    var permission: Permission {
        switch self {
        case .openLogs, .openSession: .see
        case .runNow, .pause, .resume, .disable, .enable, .cancel, .approveBackfillRun, .reschedule, .deleteMissed:
            .operate
        }
    }
}

extension Role {
    var permittedActions: Set<EventAction> {
        Set(EventAction.allCases.filter { action in action.permission.role.map { self >= $0 } ?? true })
    }
}

extension Schedule {
    /// Whether a change from one to the other decides what runs, as whom or for whom, rather than when.
    ///
    /// Everything counts as such but what is named here as harmless: a field that is new is guarded from the start.
    static func isChangeOfWork(from before: Schedule?, to after: Schedule?) -> Bool {
        guard let before, let after else { return true }
        var timed = before
        timed.timetable = after.timetable
        timed.state = after.state
        timed.title = after.title
        timed.description = after.description
        timed.category = after.category
        timed.overlap = after.overlap
        timed.graceSeconds = after.graceSeconds
        timed.retries = after.retries
        timed.version = after.version
        timed.updatedAt = after.updatedAt
        timed.cursor = after.cursor
        timed.accountedThrough = after.accountedThrough
        return timed != after
    }
}

extension Proposal {
    /// What confirming it asks of whoever does.
    var permission: Permission {
        switch kind {
        case .create: .edit
        // It changes no schedule, and has nothing to be taken for one.
        case .runNow, .none: .operate
        case .setSchedule, .setActiveHours, .setFields, .pause, .resume, .enable, .disable, .runOnce, .skipOccurrence,
            .moveOccurrence:
            Schedule.isChangeOfWork(from: before, to: after) ? .edit : .operate
        }
    }
}

extension AuditRow {
    /// What undoing it asks of whoever does.
    var undoPermission: Permission {
        // A row that tells of no schedule has nothing that could be undone, and the engine says so.
        if before == nil, after == nil { return .operate }
        return Schedule.isChangeOfWork(from: before, to: after) ? .edit : .operate
    }

    /// Whose it tells of; nil where it is not on record.
    var ownerID: String? { (after ?? before)?.ownerID }
}

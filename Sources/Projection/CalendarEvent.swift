package import CivilTime
package import Operations
package import Recurrence

/// What an event looks like on the calendar: seven, and two for what was deliberately not run.
package enum EventStatus: String, Hashable, Sendable, CaseIterable {
    case scheduled
    case running
    case success
    case failed
    case missed
    case paused
    case disabled
    case skipped
    case cancelled

    package init(_ status: RunStatus) {
        switch status {
        case .waiting: self = .scheduled
        case .running: self = .running
        case .success: self = .success
        case .failed, .lost: self = .failed
        case .skipped: self = .skipped
        case .cancelled: self = .cancelled
        }
    }

    /// The word in the legend.
    package var label: String {
        switch self {
        case .scheduled: "Scheduled"
        case .running: "Running"
        case .success: "Succeeded"
        case .failed: "Failed"
        case .missed: "Missed"
        case .paused: "Paused"
        case .disabled: "Disabled"
        case .skipped: "Skipped"
        case .cancelled: "Cancelled"
        }
    }
}

/// What an operator may do with an event.
package enum EventAction: String, Hashable, Sendable, CaseIterable {
    case runNow = "run_now"
    case pause
    case resume
    case disable
    case enable
    case cancel
    case openLogs = "open_logs"
    case openSession = "open_session"
    case approveBackfillRun = "approve_backfill_run"
    case reschedule
    case deleteMissed = "delete_missed"
}

/// Which hue an event's rail has.
package enum ColorKey: String, Hashable, Sendable {
    case cron
    case heartbeat
    case alwaysRunning = "always_running"
    case oneShot = "one_shot"
}

/// One occurrence, or one run of an operator, as the calendar shows it.
package struct CalendarEvent: Hashable, Sendable {
    package var id: OccurrenceID
    package var ownerID: String
    package var sessionID: String?
    package var channel: String?
    package var title: String
    package var description: String?
    package var category: Operations.Category
    package var colorKey: ColorKey
    package var status: EventStatus
    package var statusDetail: String?
    package var alwaysRunning: Bool
    package var run: Run?
    /// The missed stretch this event stands for or is part of.
    package var stasis: StasisEntry?
    /// How many missed occurrences this one event stands for.
    package var missedCount: Int
    package var dst: DSTNote?
    /// Its time has come a while ago and it has not begun (`Lateness`).
    package var isLate: Bool
    /// From when on a run that is alive takes longer than is usual; nil where nothing is known, and once it has ended.
    package var overrunsAt: Instant?
    package var durationHintSeconds: Double?
    package var actions: [EventAction]
    /// nil once the schedule is deleted.
    package var scheduleState: ScheduleState?
    package var timezone: String
    package var words: String
    /// Grows whenever the event changes; orders patches.
    package var version: Int64

    package var scheduledAt: Instant { id.at }

    /// Why it was missed or skipped, or failed.
    package var reason: String? {
        switch status {
        case .missed: stasis?.reason.words ?? statusDetail
        case .failed, .skipped, .cancelled: run?.error ?? statusDetail
        case .scheduled, .running, .success, .paused, .disabled: nil
        }
    }
}

import CivilTime
import Recurrence
import Synchronization

/// A schedule as it stands with what follows from it, worked out once: its plan, its rate, its words.
///
/// Shared by reference, so that a list of ten thousand schedules is copied at the price of ten thousand references. The
/// cursor inside `schedule` is the one it was taken up with; who tracks the schedule knows where it stands now.
package final class ScheduleProfile: Sendable {
    package let schedule: Schedule
    /// nil where the timetable can't be expanded; then `fault` says why.
    package let plan: Plan?
    package let fault: TimetableError?
    /// In an average day; 0 where it can't be expanded.
    package let occurrencesPerDay: Double
    /// Words are costly: said when somebody asks for the first time, in either way of writing the hours.
    private let words = Mutex<[Bool: String]>([:])

    package init(_ schedule: Schedule, plan: Plan?, fault: TimetableError? = nil) {
        self.schedule = schedule
        self.plan = plan
        self.fault = fault
        self.occurrencesPerDay = plan?.rule.occurrencesPerDay ?? 0
    }

    /// The same schedule after a change that leaves its timetable alone.
    package init(_ schedule: Schedule, like other: ScheduleProfile) {
        self.schedule = schedule
        self.plan = other.plan
        self.fault = other.fault
        self.occurrencesPerDay = other.occurrencesPerDay
        let said = other.words.withLock { $0 }
        self.words.withLock { $0 = said }
    }

    /// When it occurs, in English.
    package func words(hour12: Bool) -> String {
        words.withLock { said in
            if let known = said[hour12] { return known }
            let text = plan?.rule.words(hour12: hour12) ?? "This schedule can't be read"
            said[hour12] = text
            return text
        }
    }
}

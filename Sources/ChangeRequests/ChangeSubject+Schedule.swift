package import Operations
import Recurrence

extension ChangeSubject {
    /// What the interpreter has to know of a schedule as it stands.
    package init(_ schedule: Schedule) {
        var dialect = Dialect.almanac
        var hours: ActiveHours?
        let timing: Timing
        switch schedule.timetable.timing {
        case .cron(let expression, let read): (timing, dialect) = (.cron(expression), read)
        case .every(let seconds, _): timing = .every(seconds)
        case .at(let instant): timing = .at(instant)
        case .heartbeat(let seconds, _, let activeHours): (timing, hours) = (.every(seconds), activeHours)
        }
        let state: State =
            switch schedule.state {
            case .active: .active
            case .paused: .paused
            case .disabled: .disabled
            }
        self.init(
            source: schedule.id.source, title: schedule.title, timing: timing, dialect: dialect,
            timezone: schedule.timetable.timezone, activeHours: hours, state: state, category: schedule.category,
            timeoutSeconds: schedule.work.timeoutSeconds.map(Int64.init), overlap: schedule.overlap)
    }
}

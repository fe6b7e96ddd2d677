import CivilTime

extension Rule {
    /// How often the rule occurs in an average day; 0 for one instant, a start of the scheduler, and what never occurs.
    package var occurrencesPerDay: Double {
        switch self {
        case .cron(let expression, _, _):
            if let times = expression.times { return times.averagePerDay }
            return expression.everySeconds.map { 86_400 / Double($0) } ?? 0
        case .every(let seconds, _):
            return seconds > 0 ? 86_400 / Double(seconds) : 0
        case .at:
            return 0
        case .heartbeat(let seconds, _, let activeHours, _):
            return seconds > 0 ? Double(activeHours?.seconds ?? 86_400) / Double(seconds) : 0
        }
    }

    /// The average time in seconds from one occurrence to the next; nil for what occurs once or never.
    package var averageGapSeconds: Double? {
        let rate = occurrencesPerDay
        return rate > 0 ? 86_400 / rate : nil
    }
}

/// A field of a cron expression.
package enum CronField: String, CaseIterable, Sendable {
    case second, minute, hour, dayOfMonth, month, dayOfWeek, year
    /// The expression as a whole.
    case whole

    /// What the field is called in a sentence.
    package var words: String {
        switch self {
        case .second: "second field"
        case .minute: "minute field"
        case .hour: "hour field"
        case .dayOfMonth: "day-of-month field"
        case .month: "month field"
        case .dayOfWeek: "day-of-week field"
        case .year: "year field"
        case .whole: "expression"
        }
    }

    /// The smallest and largest value in the numbering of crontabs.
    var limits: ClosedRange<Int> {
        switch self {
        case .second, .minute: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...31
        case .month: 1...12
        case .dayOfWeek: 0...6
        case .year: 1970...2199
        case .whole: 0...0
        }
    }

    static let monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    static let weekdayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

    /// The names the field knows, the first standing for its smallest value.
    var names: [String] {
        switch self {
        case .month: Self.monthNames
        case .dayOfWeek: Self.weekdayNames
        case .second, .minute, .hour, .dayOfMonth, .year, .whole: []
        }
    }
}

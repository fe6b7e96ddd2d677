/// The fields of a cron expression as they were written, in crontab numbering.
struct CronFields: Hashable, Sendable {
    var second = CronFieldPattern.zero
    var minute = CronFieldPattern.every
    var hour = CronFieldPattern.every
    var dayOfMonth = CronFieldPattern.every
    var month = CronFieldPattern.every
    var dayOfWeek = CronFieldPattern.every
    var year = CronFieldPattern.every
    /// How many fields were written: 5, 6 (seconds first) or 7 (year last).
    var count = 5
    /// Whether both day fields must agree where both are restricted.
    var bothDays = false

    subscript(field: CronField) -> CronFieldPattern {
        get {
            switch field {
            case .second: second
            case .minute: minute
            case .hour: hour
            case .dayOfMonth: dayOfMonth
            case .month: month
            case .dayOfWeek: dayOfWeek
            case .year, .whole: year
            }
        }
        set {
            switch field {
            case .second: second = newValue
            case .minute: minute = newValue
            case .hour: hour = newValue
            case .dayOfMonth: dayOfMonth = newValue
            case .month: month = newValue
            case .dayOfWeek: dayOfWeek = newValue
            case .year, .whole: year = newValue
            }
        }
    }
}

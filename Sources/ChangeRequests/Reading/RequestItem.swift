/// One notion of a request.
enum RequestItem: Hashable, Sendable {
    /// A time of day, with the part of the day that was named beside it.
    case clock(ClockPhrase, DayPart?)
    /// A part of the day alone; `isEach` for "mornings", "every night".
    case part(DayPart, isEach: Bool)
    /// Minutes of each hour.
    case minutes([Int])
    /// The hours from one time to another.
    case window(ClockPhrase, DayPart?, ClockPhrase, DayPart?)
    case weekdays(WeekdayPhrase)
    case date(DayPhrase)
    /// Days of the month or the n-th of a weekday.
    case monthDays(MonthDayPhrase)
    case months([Int])
    /// 1 January.
    case yearStart
    /// The fixed rate of "every 20 minutes".
    case interval(seconds: Int64)
    /// "every 3 days", "every 2 weeks", "every 3 months".
    case cycle(Int, TimeUnit)
    /// "n times a day".
    case rate(Int, TimeUnit)
    /// n times as often, n thousandths.
    case factor(thousandths: Int)
    case duration(Elapsed)
    /// "30 minutes from now"
    case after(Elapsed)
    /// A length in months.
    case cycleLength(Int)
    /// "+30m"
    case signedShift(Elapsed)
    case number(Int)
    case zone(String)
    case unknownZone(String)
    /// A name with a slash, by its bytes.
    case slashed(Range<Int>)
    case sense(Sense)
    /// A number of next runs.
    case nextRuns(Int)
    case comma
    case stop
    case unknown
    case impossible(String)
}

/// Weekdays as they were written.
struct WeekdayPhrase: Hashable, Sendable {
    enum Form: Hashable, Sendable {
        /// "Fridays", "every Friday", "weekdays", "Monday to Friday": the rule.
        case rule
        /// "Friday": the rule or one day.
        case open
        /// "this Friday", "Friday's": one day.
        case single
    }

    /// Bit n for weekday n, Sunday 0.
    var mask: UInt8
    var form: Form
    var isNext = false

    var weekdays: [Int] { (0...6).filter { mask & 1 << UInt8($0) != 0 } }
}

/// Days of the month and ordinal weekdays, in the words of a cron expression.
struct MonthDayPhrase: Hashable, Sendable {
    /// "1", "L", "LW", "L-2", "15W".
    var days: [String] = []
    /// "1#1", "5L".
    var weekdays: [String] = []
    /// Whether the words said "of every month" or can't be a date.
    var isRule: Bool
}

/// A request's items with the bytes each was read from.
struct PlacedItem: Hashable, Sendable {
    var item: RequestItem
    var range: Range<Int>
    /// "every" or "each" stood before it.
    var isEach = false
    /// "tomorrow's run", "the 5pm run", "Friday's": it says which run is meant.
    var namesRun = false
}

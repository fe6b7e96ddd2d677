import CivilTime

/// A cron expression compiled to bits: the local date-times it means, from 1970 to the end of 2199.
///
/// Days are read from a table with a mask of days for each of the 28 shapes a month can have (its length and the
/// weekday it begins with), so that every day rule costs one lookup a month.
final class CronTimes: Sendable {
    let seconds: UInt64
    let minutes: UInt64
    let hours: UInt64
    /// Bit m for month m, 1...12.
    let months: UInt32
    /// Index: first weekday * 4 + (length - 28); bit d - 1 for day d.
    private let shapes: ContiguousArray<UInt32>
    /// Bit y - 1970 for the years in which there is a day at all; four words.
    private let years: ContiguousArray<UInt64>
    /// Each day from 1970 to 2199 is meant.
    let isDaily: Bool
    /// No day from 1970 to 2199 is meant.
    let isNever: Bool
    /// Seconds of the day of the first and last time of a day.
    let firstTime: Int64
    let lastTime: Int64

    static let firstYear = 1970
    static let lastYear = 2199
    /// The day number of 2200-01-01: searches end there, and so no search looks at more than 230 years.
    static let endDay = CivilDays.number(year: 2200, month: 1, day: 1)

    init(_ fields: CronFields) {
        seconds = fields.second.mask(.second)
        minutes = fields.minute.mask(.minute)
        hours = fields.hour.mask(.hour)
        months = UInt32(fields.month.mask(.month))
        let pattern = DayPattern(fields)
        var table = ContiguousArray<UInt32>(repeating: 0, count: 28)
        for weekday in 0..<7 {
            for length in 28...31 {
                table[weekday * 4 + length - 28] = pattern.mask(firstWeekday: weekday, length: length)
            }
        }
        shapes = table
        let allDays = (0..<28).allSatisfy { table[$0] == UInt32.max >> UInt32(4 - $0 % 4) }
        let allYears = fields.year.isUnrestricted
        isDaily = allDays && allYears && months == 0x1FFE
        years = Self.liveYears(fields.year, months: months, shapes: table)
        isNever = years.allSatisfy { $0 == 0 }
        firstTime =
            Int64(hours.trailingZeroBitCount * 3600 + minutes.trailingZeroBitCount * 60)
            + Int64(seconds.trailingZeroBitCount)
        lastTime = Int64(Self.top(hours) * 3600 + Self.top(minutes) * 60 + Self.top(seconds))
    }

    /// The number of times in a day that is meant.
    var timesPerDay: Int { hours.nonzeroBitCount * minutes.nonzeroBitCount * seconds.nonzeroBitCount }

    /// Whether the hours are all 24, which makes the rule an interval rather than a list of times of day.
    var coversAllHours: Bool { hours == 0xFF_FFFF }

    @inline(__always)
    static func top(_ bits: UInt64) -> Int { 63 - bits.leadingZeroBitCount }

    /// The years in which at least one day is meant, out of the 14 shapes of a year.
    private static func liveYears(
        _ pattern: CronFieldPattern, months: UInt32, shapes: ContiguousArray<UInt32>
    ) -> ContiguousArray<UInt64> {
        var live = [Bool](repeating: false, count: 14)
        for shape in 0..<14 {
            var weekday = shape % 7
            for month in 1...12 {
                let length = month == 2 ? 28 + shape / 7 : CivilDays.length(ofMonth: month, year: 1970)
                if months >> UInt32(month) & 1 == 1, shapes[weekday * 4 + length - 28] != 0 {
                    live[shape] = true
                    break
                }
                weekday = (weekday + length) % 7
            }
        }
        var words = ContiguousArray<UInt64>(repeating: 0, count: 4)
        func mark(_ year: Int) {
            let first = CivilDays.weekday(of: CivilDays.number(year: year, month: 1, day: 1))
            guard live[(CivilDays.isLeap(year) ? 7 : 0) + first] else { return }
            words[(year - firstYear) >> 6] |= 1 << UInt64((year - firstYear) & 63)
        }
        if pattern.isUnrestricted {
            for year in firstYear...lastYear { mark(year) }
        } else {
            for year in pattern.bits(.year) { mark(year) }
        }
        return words
    }

    // MARK: Days

    @inline(__always)
    func contains(year: Int) -> Bool {
        years[(year - Self.firstYear) >> 6] >> UInt64((year - Self.firstYear) & 63) & 1 == 1
    }

    /// The first year from `year` on in which a day is meant; nil past 2199.
    func nextYear(from year: Int) -> Int? {
        var word = (year - Self.firstYear) >> 6
        guard word < 4 else { return nil }
        var bits = years[word] & (UInt64.max << UInt64((year - Self.firstYear) & 63))
        while bits == 0 {
            word += 1
            guard word < 4 else { return nil }
            bits = years[word]
        }
        return Self.firstYear + word << 6 + bits.trailingZeroBitCount
    }

    /// The last year up to `year` in which a day is meant; nil before 1970.
    func previousYear(from year: Int) -> Int? {
        guard year >= Self.firstYear else { return nil }
        var word = (year - Self.firstYear) >> 6
        var bits = years[word] & (UInt64.max >> UInt64(63 - (year - Self.firstYear) & 63))
        while bits == 0 {
            word -= 1
            guard word >= 0 else { return nil }
            bits = years[word]
        }
        return Self.firstYear + word << 6 + Self.top(bits)
    }

    /// The days meant in a month that begins on a day number, its month and year left out of account.
    @inline(__always)
    func days(firstDay: Int, length: Int) -> UInt32 {
        shapes[CivilDays.weekday(of: firstDay) * 4 + length - 28]
    }
}

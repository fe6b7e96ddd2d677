import CivilTime

/// A cron expression compiled to bits: the local date-times it means, from 1970 to the end of 2199.
///
/// Days are read from a table with a mask of days for each of the 28 shapes a month can have (its length and the
/// weekday it begins with), so that every day rule costs one lookup a month. It is plain memory, owned by
/// `CronReading`.
struct CronTimes: @unchecked Sendable {
    let seconds: UInt64
    let minutes: UInt64
    let hours: UInt64
    /// Bit m for month m, 1...12.
    let months: UInt32
    /// Each day from 1970 to 2199 is meant.
    let isDaily: Bool
    /// No day from 1970 to 2199 is meant.
    let isNever: Bool
    /// Seconds of the day of the first and last time of a day.
    let firstTime: Int64
    let lastTime: Int64
    /// Seconds of the hour of the first time in each hour that is meant.
    let firstInHour: Int
    /// First 28 masks of days: index first weekday * 4 + (length - 28), bit d - 1 for day d. Then eight words of years
    /// in which there is a day at all: bit y - 1970.
    private let table: UnsafeMutablePointer<UInt32>

    static var firstYear: Int { 1970 }
    static var lastYear: Int { 2199 }
    /// The day number of 2200-01-01: searches end there, and so no search looks at more than 230 years.
    static var endDay: Int { 84_006 }
    private static var yearsAt: Int { 28 }
    private static var yearWords: Int { 8 }

    init(_ fields: CronFields) {
        seconds = fields.second.mask(.second)
        minutes = fields.minute.mask(.minute)
        hours = fields.hour.mask(.hour)
        months = UInt32(fields.month.mask(.month))
        table = .allocate(capacity: Self.yearsAt + Self.yearWords)
        table.initialize(repeating: 0, count: Self.yearsAt + Self.yearWords)
        let pattern = DayPattern(fields)
        var isEachDay = true
        var isEachMonth = true
        for shape in 0..<28 {
            let mask = pattern.mask(firstWeekday: shape / 4, length: 28 + shape % 4)
            table[shape] = mask
            isEachDay = isEachDay && mask == UInt32.max >> UInt32(4 - shape % 4)
            isEachMonth = isEachMonth && mask != 0
        }
        isDaily = isEachDay && fields.year.isUnrestricted && months == 0x1FFE
        let live = isEachMonth ? 0x3FFF : Self.liveShapes(months, table)
        isNever = !Self.markYears(fields.year, live: live, table + Self.yearsAt)
        firstInHour = minutes.trailingZeroBitCount * 60 + seconds.trailingZeroBitCount
        firstTime = Int64(hours.trailingZeroBitCount * 3600 + firstInHour)
        lastTime = Int64(Self.top(hours) * 3600 + Self.top(minutes) * 60 + Self.top(seconds))
    }

    func deallocate() { table.deallocate() }

    /// The number of times in a day that is meant.
    var timesPerDay: Int { hours.nonzeroBitCount * minutes.nonzeroBitCount * seconds.nonzeroBitCount }

    /// Whether the hours are all 24, which makes the rule an interval rather than a list of times of day.
    var coversAllHours: Bool { hours == 0xFF_FFFF }

    @inline(__always)
    static func top(_ bits: UInt64) -> Int { 63 - bits.leadingZeroBitCount }

    /// The shapes of a year that hold a day: bit (leap ? 7 : 0) + weekday of 1 January.
    private static func liveShapes(_ months: UInt32, _ masks: UnsafeMutablePointer<UInt32>) -> Int {
        var live = 0
        for shape in 0..<14 {
            var weekday = shape % 7
            for month in 1...12 {
                let length = month == 2 ? 28 + shape / 7 : SmallDate.length(ofMonth: month, year: 1970)
                if months >> UInt32(month) & 1 == 1, masks[weekday * 4 + length - 28] != 0 {
                    live |= 1 << shape
                    break
                }
                weekday = (weekday + length) % 7
            }
        }
        return live
    }

    /// Marks the years that hold a day; answers whether there is one.
    private static func markYears(
        _ pattern: CronFieldPattern, live: Int, _ words: UnsafeMutablePointer<UInt32>
    ) -> Bool {
        guard live != 0 else { return false }
        if pattern.isUnrestricted, live == 0x3FFF {
            for word in 0..<yearWords { words[word] = .max }
            words[yearWords - 1] = UInt32.max >> UInt32(yearWords * 32 - (lastYear - firstYear + 1))
            return true
        }
        var found = false
        func mark(_ year: Int) {
            let first = (SmallDate.firstDay(year: year, month: 1) + 4) % 7
            guard live >> ((SmallDate.isLeap(year) ? 7 : 0) + first) & 1 == 1 else { return }
            words[(year - firstYear) >> 5] |= 1 << UInt32((year - firstYear) & 31)
            found = true
        }
        if pattern.isUnrestricted {
            for year in firstYear...lastYear { mark(year) }
        } else {
            for year in pattern.bits(.year) { mark(year) }
        }
        return found
    }

    // MARK: Days

    @inline(__always)
    func contains(year: Int) -> Bool {
        let bit = year &- Self.firstYear
        return table[Self.yearsAt &+ bit >> 5] >> UInt32(bit & 31) & 1 == 1
    }

    /// The first year from `year` on in which a day is meant; -1 past 2199.
    func nextYear(from year: Int) -> Int {
        var word = (year - Self.firstYear) >> 5
        guard word < Self.yearWords else { return -1 }
        var bits = table[Self.yearsAt + word] & (UInt32.max << UInt32((year - Self.firstYear) & 31))
        while bits == 0 {
            word += 1
            guard word < Self.yearWords else { return -1 }
            bits = table[Self.yearsAt + word]
        }
        return Self.firstYear + word << 5 + bits.trailingZeroBitCount
    }

    /// The last year up to `year` in which a day is meant; -1 before 1970.
    func previousYear(from year: Int) -> Int {
        guard year >= Self.firstYear else { return -1 }
        var word = (year - Self.firstYear) >> 5
        var bits = table[Self.yearsAt + word] & (UInt32.max >> UInt32(31 - (year - Self.firstYear) & 31))
        while bits == 0 {
            word -= 1
            guard word >= 0 else { return -1 }
            bits = table[Self.yearsAt + word]
        }
        return Self.firstYear + word << 5 + 31 - bits.leadingZeroBitCount
    }

    /// The days meant in a month that begins on a day number, its month and year left out of account.
    @inline(__always)
    func days(firstDay: Int, length: Int) -> UInt32 {
        table[Int(UInt32(truncatingIfNeeded: firstDay &+ 4) % 7) &* 4 &+ length &- 28]
    }
}

/// A date from 1970-01-01 to 2199-12-31, worked out in 32-bit arithmetic without branches (after C. Neri and
/// L. Schneider, "Euclidean affine functions and their application to calendar algorithms", 2022).
struct SmallDate {
    let year: Int
    let month: Int
    let day: Int

    /// Takes days since 1970-01-01; `day` must not be negative.
    @inline(__always)
    init(day number: Int) {
        let shifted = 4 &* (UInt32(truncatingIfNeeded: number) &+ 719_468) &+ 3
        let century = shifted / 146_097
        let inCentury = shifted % 146_097 / 4
        let product = 2_939_745 &* UInt64(4 &* inCentury &+ 3)
        let dayOfYear = UInt32(truncatingIfNeeded: product) / 2_939_745 / 4
        let packed = 2141 &* dayOfYear &+ 197_913
        let isNextYear = dayOfYear >= 306
        let month = packed >> 16
        year = Int(100 &* century &+ UInt32(truncatingIfNeeded: product >> 32)) &+ (isNextYear ? 1 : 0)
        self.month = Int(isNextYear ? month &- 12 : month)
        day = Int(packed & 0xFFFF) / 2141 &+ 1
    }

    @inline(__always)
    var monthLength: Int { Self.length(ofMonth: month, year: year) }

    @inline(__always)
    static func length(ofMonth month: Int, year: Int) -> Int {
        if month == 2 { return isLeap(year) ? 29 : 28 }
        return 30 | (month ^ month >> 3)
    }

    /// Right for 1901 to 2199, where 2100 is the one exception to the rule of four.
    @inline(__always)
    static func isLeap(_ year: Int) -> Bool { year & 3 == 0 && year != 2100 }

    /// The day number of the 1st of a month.
    @inline(__always)
    static func firstDay(year: Int, month: Int) -> Int {
        let years = year &- 1970
        // Leap days in the years before: one each fourth year from 1972, less that of 2100.
        let january = years &* 365 &+ (years &+ 1) >> 2 &- (year > 2100 ? 1 : 0)
        // (367 m - 362) / 12 days come before month m, if February had 30.
        let before = (367 &* month &- 362) / 12
        return january &+ before &- (month > 2 ? (isLeap(year) ? 1 : 2) : 0)
    }
}

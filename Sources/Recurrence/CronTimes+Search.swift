import CivilTime

/// Searches over local seconds since 1970-01-01T00:00:00 on the wall clock.
extension CronTimes {
    /// What a search answers that finds nothing; the negative of it when searching backwards.
    static let none: Int64 = 1 << 61

    /// The first time meant at or after `local`; `none` where there is none before 2200.
    func next(from local: Int64) -> Int64 {
        guard local >= 0 else { return next(from: 0) }
        let day = Int(truncatingIfNeeded: UInt64(bitPattern: local) / 86_400)
        guard day < Self.endDay else { return Self.none }
        let second = Int(local) - day * 86_400
        if isDaily {
            let time = nextTime(from: second)
            if time >= 0 { return Int64(day * 86_400 + time) }
            return day + 1 < Self.endDay ? Int64(day + 1) * 86_400 + firstTime : Self.none
        }
        let date = SmallDate(day: day)
        if contains(year: date.year), months >> UInt32(date.month) & 1 == 1 {
            var rest = days(firstDay: day - date.day + 1, length: date.monthLength) >> UInt32(date.day - 1)
            if rest & 1 == 1 {
                let time = nextTime(from: second)
                if time >= 0 { return Int64(day * 86_400 + time) }
            }
            rest &= ~1
            if rest != 0 { return Int64(day + rest.trailingZeroBitCount) * 86_400 + firstTime }
        }
        let found = firstDay(afterMonth: date.month, year: date.year)
        return found >= 0 ? Int64(found) * 86_400 + firstTime : Self.none
    }

    /// The first day meant in the months after the one given, or -1. A year of the table holds a day, so at most the
    /// rest of one year and one whole year are walked.
    private func firstDay(afterMonth month: Int, year: Int) -> Int {
        if contains(year: year) {
            let day = firstDay(inYear: year, months: months & (~1 << UInt32(month)))
            if day >= 0 { return day }
        }
        let next = nextYear(from: year + 1)
        return next >= 0 ? firstDay(inYear: next, months: months) : -1
    }

    private func firstDay(inYear year: Int, months: UInt32) -> Int {
        var left = months
        while left != 0 {
            let month = left.trailingZeroBitCount
            left &= left - 1
            let first = SmallDate.firstDay(year: year, month: month)
            let mask = days(firstDay: first, length: SmallDate.length(ofMonth: month, year: year))
            if mask != 0 { return first + mask.trailingZeroBitCount }
        }
        return -1
    }

    /// The first second of the day at or after one, on a day that is meant; -1 where there is none.
    @inline(__always)
    private func nextTime(from second: Int) -> Int {
        let second = UInt32(truncatingIfNeeded: second)
        let hour = second / 3600
        let rest = second - hour * 3600
        let minute = rest / 60
        if hours >> UInt64(hour) & 1 == 1 {
            if minutes >> UInt64(minute) & 1 == 1 {
                let left = seconds >> UInt64(rest - minute * 60)
                if left != 0 { return Int(second) + left.trailingZeroBitCount }
            }
            let left = minutes &>> UInt64(minute + 1)
            if left != 0 {
                return Int(hour * 3600 + (minute + 1) * 60) + left.trailingZeroBitCount * 60
                    + seconds.trailingZeroBitCount
            }
        }
        let left = hours &>> UInt64(hour + 1)
        guard left != 0 else { return -1 }
        return (Int(hour) + 1 + left.trailingZeroBitCount) * 3600 + firstInHour
    }

    /// The last time meant at or before `local`; the negative of `none` where there is none from 1970 on.
    func previous(from local: Int64) -> Int64 {
        guard local >= 0 else { return -Self.none }
        let local = min(local, Int64(Self.endDay) * 86_400 - 1)
        let day = Int(local / 86_400)
        let date = SmallDate(day: day)
        if contains(year: date.year), months >> UInt32(date.month) & 1 == 1 {
            var rest = days(firstDay: day - date.day + 1, length: date.monthLength) << UInt32(32 - date.day)
            if rest >> 31 == 1, let time = previousTime(from: Int(local) - day * 86_400) {
                return Int64(day * 86_400 + time)
            }
            rest &= UInt32.max >> 1
            if rest != 0 { return Int64(day - rest.leadingZeroBitCount) * 86_400 + lastTime }
        }
        let found = lastDay(beforeMonth: date.month, year: date.year)
        return found >= 0 ? Int64(found) * 86_400 + lastTime : -Self.none
    }

    private func lastDay(beforeMonth month: Int, year: Int) -> Int {
        if contains(year: year) {
            let day = lastDay(inYear: year, months: months & (1 << UInt32(month) - 1))
            if day >= 0 { return day }
        }
        let previous = previousYear(from: year - 1)
        return previous >= 0 ? lastDay(inYear: previous, months: months) : -1
    }

    private func lastDay(inYear year: Int, months: UInt32) -> Int {
        var left = months
        while left != 0 {
            let month = 31 - left.leadingZeroBitCount
            left &= ~(1 << UInt32(month))
            let first = SmallDate.firstDay(year: year, month: month)
            let mask = days(firstDay: first, length: SmallDate.length(ofMonth: month, year: year))
            if mask != 0 { return first + 31 - mask.leadingZeroBitCount }
        }
        return -1
    }

    private func previousTime(from second: Int) -> Int? {
        let hour = second / 3600
        let rest = second - hour * 3600
        let minute = rest / 60
        if hours >> UInt64(hour) & 1 == 1 {
            if minutes >> UInt64(minute) & 1 == 1 {
                let left = seconds & (UInt64.max >> UInt64(63 - (rest - minute * 60)))
                if left != 0 { return second - rest + minute * 60 + Self.top(left) }
            }
            let left = minutes & (1 << UInt64(minute) - 1)
            if left != 0 { return hour * 3600 + Self.top(left) * 60 + Self.top(seconds) }
        }
        let left = hours & (1 << UInt64(hour) - 1)
        guard left != 0 else { return nil }
        return Self.top(left) * 3600 + Int(lastTime) % 3600
    }
}

import CivilTime

/// Searches over local seconds since 1970-01-01T00:00:00 on the wall clock.
extension CronTimes {
    /// The first time meant at or after `local`; nil where there is none before 2200.
    func next(from local: Int64) -> Int64? {
        let local = max(local, 0)
        let day = local / 86_400
        guard day < Self.endDay else { return nil }
        if isDaily {
            if let time = nextTime(from: Int(local - day * 86_400)) { return day * 86_400 + Int64(time) }
            return day + 1 < Self.endDay ? (day + 1) * 86_400 + firstTime : nil
        }
        return nextOnDays(from: local, day: Int(day))
    }

    private func nextOnDays(from local: Int64, day: Int) -> Int64? {
        let date = CivilDays.date(of: day)
        let first = day - date.day + 1
        if contains(year: date.year), months >> UInt32(date.month) & 1 == 1 {
            let length = CivilDays.length(ofMonth: date.month, year: date.year)
            var rest = days(firstDay: first, length: length) >> UInt32(date.day - 1)
            if rest & 1 == 1, let time = nextTime(from: Int(local - Int64(day) * 86_400)) {
                return Int64(day) * 86_400 + Int64(time)
            }
            rest &= ~1
            if rest != 0 { return Int64(day + rest.trailingZeroBitCount) * 86_400 + firstTime }
        }
        return firstDay(afterMonth: date.month, year: date.year).map { Int64($0) * 86_400 + firstTime }
    }

    /// The first day meant in the months after the one given. A year of the table holds a day, so at most the rest of
    /// one year and one whole year are walked.
    private func firstDay(afterMonth month: Int, year: Int) -> Int? {
        if contains(year: year), let day = firstDay(inYear: year, months: months & (~1 << UInt32(month))) { return day }
        guard let next = nextYear(from: year + 1) else { return nil }
        return firstDay(inYear: next, months: months)
    }

    private func firstDay(inYear year: Int, months: UInt32) -> Int? {
        var left = months
        while left != 0 {
            let month = left.trailingZeroBitCount
            left &= left - 1
            let first = CivilDays.number(year: year, month: month, day: 1)
            let mask = days(firstDay: first, length: CivilDays.length(ofMonth: month, year: year))
            if mask != 0 { return first + mask.trailingZeroBitCount }
        }
        return nil
    }

    /// The first second of the day at or after one, on a day that is meant.
    @inline(__always)
    private func nextTime(from second: Int) -> Int? {
        let hour = second / 3600
        let rest = second - hour * 3600
        let minute = rest / 60
        if hours >> UInt64(hour) & 1 == 1 {
            if minutes >> UInt64(minute) & 1 == 1 {
                let left = seconds >> UInt64(rest - minute * 60)
                if left != 0 { return second + left.trailingZeroBitCount }
            }
            let left = minutes >> UInt64(minute + 1)
            if left != 0 {
                return hour * 3600 + (minute + 1 + left.trailingZeroBitCount) * 60 + seconds.trailingZeroBitCount
            }
        }
        let left = hours >> UInt64(hour + 1)
        guard left != 0 else { return nil }
        return (hour + 1 + left.trailingZeroBitCount) * 3600 + Int(firstTime) % 3600
    }

    /// The last time meant at or before `local`; nil where there is none from 1970 on.
    func previous(from local: Int64) -> Int64? {
        guard local >= 0 else { return nil }
        let local = min(local, Int64(Self.endDay) * 86_400 - 1)
        let day = Int(local / 86_400)
        let date = CivilDays.date(of: day)
        if contains(year: date.year), months >> UInt32(date.month) & 1 == 1 {
            let first = day - date.day + 1
            let length = CivilDays.length(ofMonth: date.month, year: date.year)
            var rest = days(firstDay: first, length: length) << UInt32(32 - date.day)
            if rest >> 31 == 1, let time = previousTime(from: Int(local - Int64(day) * 86_400)) {
                return Int64(day) * 86_400 + Int64(time)
            }
            rest &= UInt32.max >> 1
            if rest != 0 { return Int64(day - rest.leadingZeroBitCount) * 86_400 + lastTime }
        }
        return lastDay(beforeMonth: date.month, year: date.year).map { Int64($0) * 86_400 + lastTime }
    }

    private func lastDay(beforeMonth month: Int, year: Int) -> Int? {
        if contains(year: year), let day = lastDay(inYear: year, months: months & (1 << UInt32(month) - 1)) {
            return day
        }
        guard let previous = previousYear(from: year - 1) else { return nil }
        return lastDay(inYear: previous, months: months)
    }

    private func lastDay(inYear year: Int, months: UInt32) -> Int? {
        var left = months
        while left != 0 {
            let month = 31 - left.leadingZeroBitCount
            left &= ~(1 << UInt32(month))
            let first = CivilDays.number(year: year, month: month, day: 1)
            let mask = days(firstDay: first, length: CivilDays.length(ofMonth: month, year: year))
            if mask != 0 { return first + 31 - mask.leadingZeroBitCount }
        }
        return nil
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

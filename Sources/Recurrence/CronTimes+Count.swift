import CivilTime

extension CronTimes {
    /// How many local times are meant from `start` up to but not at `end`, worked out by whole days.
    func count(from start: Int64, to end: Int64) -> Int {
        let start = max(start, 0)
        let end = min(end, Int64(Self.endDay) * 86_400)
        guard start < end, !isNever else { return 0 }
        let firstDay = Int(start / 86_400)
        let lastDay = Int(end / 86_400)
        let before = isMeant(day: firstDay) ? timesBefore(second: Int(start % 86_400)) : 0
        let after = isMeant(day: lastDay) ? timesBefore(second: Int(end % 86_400)) : 0
        return countDays(from: firstDay, to: lastDay) * timesPerDay - before + after
    }

    private func isMeant(day: Int) -> Bool {
        guard day >= 0, day < Self.endDay else { return false }
        let date = CivilDays.date(of: day)
        guard contains(year: date.year), months >> UInt32(date.month) & 1 == 1 else { return false }
        let length = CivilDays.length(ofMonth: date.month, year: date.year)
        return days(firstDay: day - date.day + 1, length: length) >> UInt32(date.day - 1) & 1 == 1
    }

    /// How many times of a day lie before one of its seconds.
    private func timesBefore(second: Int) -> Int {
        let hour = second / 3600
        let minute = second / 60 % 60
        var count = (hours & (1 << UInt64(hour) - 1)).nonzeroBitCount * minutes.nonzeroBitCount
        guard hours >> UInt64(hour) & 1 == 1 else { return count * seconds.nonzeroBitCount }
        count += (minutes & (1 << UInt64(minute) - 1)).nonzeroBitCount
        count *= seconds.nonzeroBitCount
        guard minutes >> UInt64(minute) & 1 == 1 else { return count }
        return count + (seconds & (1 << UInt64(second % 60) - 1)).nonzeroBitCount
    }

    /// How many days are meant from one day number up to another.
    private func countDays(from start: Int, to end: Int) -> Int {
        guard start < end else { return 0 }
        if isDaily { return end - start }
        var (year, month, _) = CivilDays.date(of: start)
        var first = CivilDays.number(year: year, month: month, day: 1)
        var count = 0
        while first < end {
            let length = CivilDays.length(ofMonth: month, year: year)
            if months >> UInt32(month) & 1 == 1, contains(year: year) {
                var mask = days(firstDay: first, length: length)
                if first < start { mask &= UInt32.max << UInt32(start - first) }
                if first + length > end { mask &= UInt32(1) << UInt32(end - first) - 1 }
                count += mask.nonzeroBitCount
            }
            first += length
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
            if year > Self.lastYear { break }
        }
        return count
    }

    /// Times in an average day of the years in which there are any.
    var averagePerDay: Double {
        guard !isNever else { return 0 }
        var year = max(nextYear(from: 2000), nextYear(from: Self.firstYear))
        var found = 0
        var whole = 0
        for _ in 0..<28 {
            let start = CivilDays.number(year: year, month: 1, day: 1)
            let end = CivilDays.number(year: year + 1, month: 1, day: 1)
            found += countDays(from: start, to: end)
            whole += end - start
            year = nextYear(from: year + 1)
            guard year >= 0 else { break }
        }
        return Double(found * timesPerDay) / Double(whole)
    }
}

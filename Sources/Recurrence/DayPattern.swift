/// Which days of a month are meant, given only its length and the weekday it begins with.
struct DayPattern: Hashable, Sendable {
    /// Bit d - 1 for day d.
    var days: UInt32 = 0
    /// Bit n for the day n before the last.
    var beforeLast: UInt32 = 0
    /// Bit d - 1: the weekday (Monday to Friday) nearest to day d in the same month.
    var nearest: UInt32 = 0
    /// Bit n: the weekday nearest to the day n before the last.
    var nearestBeforeLast: UInt32 = 0
    /// Bit w for each weekday w.
    var weekdays: UInt32 = 0
    /// Bit (n - 1) * 7 + w for the n-th weekday w.
    var ordinals: UInt64 = 0
    /// Bit w for the last weekday w of the month.
    var lastWeekdays: UInt32 = 0
    var restrictsDays = false
    var restrictsWeekdays = false
    var both = false

    init(_ fields: CronFields) {
        restrictsDays = !fields.dayOfMonth.isUnrestricted
        restrictsWeekdays = !fields.dayOfWeek.isUnrestricted
        both = fields.bothDays
        if restrictsDays {
            days = UInt32(fields.dayOfMonth.mask(.dayOfMonth) >> 1)
            addSpecials(fields.dayOfMonth.terms)
        }
        if restrictsWeekdays {
            weekdays = UInt32(fields.dayOfWeek.mask(.dayOfWeek))
            addSpecials(fields.dayOfWeek.terms)
        }
    }

    private mutating func addSpecials(_ terms: [CronTerm]) {
        for term in terms {
            switch term {
            case .last(let before): beforeLast |= 1 << UInt32(before)
            case .lastNearestWeekday(let before): nearestBeforeLast |= 1 << UInt32(before)
            case .nearestWeekday(let day): nearest |= 1 << UInt32(day - 1)
            case .nth(let weekday, let number): ordinals |= 1 << UInt64((number - 1) * 7 + weekday)
            case .lastOf(let weekday): lastWeekdays |= 1 << UInt32(weekday)
            case .fromEnd(let low, let high, let step):
                for day in stride(from: low, through: high, by: -step) { beforeLast |= 1 << UInt32(day - 1) }
            case .all, .blank, .value, .range, .open, .chosen: break
            }
        }
    }

    /// The days of a month of `length` days whose 1st falls on `firstWeekday`; bit d - 1 for day d.
    func mask(firstWeekday: Int, length: Int) -> UInt32 {
        let whole = UInt32.max >> UInt32(32 - length)
        let ofMonth = restrictsDays ? daysMask(firstWeekday, length) & whole : whole
        let ofWeek = restrictsWeekdays ? weekdaysMask(firstWeekday, length) & whole : whole
        guard restrictsDays, restrictsWeekdays, !both else { return ofMonth & ofWeek }
        return ofMonth | ofWeek
    }

    private func daysMask(_ firstWeekday: Int, _ length: Int) -> UInt32 {
        var mask = days
        guard beforeLast | nearest | nearestBeforeLast != 0 else { return mask }
        for before in 0..<length where beforeLast >> UInt32(before) & 1 == 1 {
            mask |= 1 << UInt32(length - 1 - before)
        }
        guard nearest | nearestBeforeLast != 0 else { return mask }
        for day in 1...length {
            let wanted = nearest >> UInt32(day - 1) | nearestBeforeLast >> UInt32(length - day)
            guard wanted & 1 == 1 else { continue }
            mask |= 1 << UInt32(Self.nearestWeekday(to: day, firstWeekday, length) - 1)
        }
        return mask
    }

    private static func nearestWeekday(to day: Int, _ firstWeekday: Int, _ length: Int) -> Int {
        switch (firstWeekday + day - 1) % 7 {
        case 6: day == 1 ? 3 : day - 1
        case 0: day == length ? day - 2 : day + 1
        default: day
        }
    }

    private func weekdaysMask(_ firstWeekday: Int, _ length: Int) -> UInt32 {
        // Seven bits, repeated five times.
        var mask = UInt64(Self.turned(weekdays, by: firstWeekday)) &* 0x1020_4081
        if ordinals != 0 {
            for week in 0..<5 {
                let bits = UInt32(ordinals >> UInt64(week * 7) & 0x7F)
                mask |= UInt64(Self.turned(bits, by: firstWeekday)) << UInt64(week * 7)
            }
        }
        if lastWeekdays != 0 {
            mask |= UInt64(Self.turned(lastWeekdays, by: (firstWeekday + length) % 7)) << UInt64(length - 7)
        }
        return UInt32(truncatingIfNeeded: mask)
    }

    /// Seven bits by weekday, turned so that bit 0 is for the weekday given.
    private static func turned(_ weekdays: UInt32, by first: Int) -> UInt32 {
        (weekdays >> UInt32(first) | weekdays << UInt32(7 - first)) & 0x7F
    }
}

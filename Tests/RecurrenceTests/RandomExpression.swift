import CivilTime

/// A random expression as text, and what it means said a second time, by plain sets.
struct RandomExpression: Sendable {
    var text: String
    var minutes: Set<Int>
    var hours: Set<Int>
    var months: Set<Int>
    var days: DayOfMonth
    var weekdays: DayOfWeek
    var both = false

    enum DayOfMonth: Sendable {
        case any
        case days(Set<Int>)
        case last(Int)
        case lastWeekday
        case nearest(Int)
    }

    enum DayOfWeek: Sendable {
        case any
        case days(Set<Int>)
        case nth(Int, Int)
        case last(Int)
    }

    var isAllHours: Bool { hours.count == 24 }

    init(_ random: inout SeededRandom, plainDays: Bool = false) {
        let minute = Self.field(&random, 0...59, starChance: 3)
        let hour = Self.field(&random, 0...23, starChance: 4)
        let month = Self.field(&random, 1...12, starChance: 8)
        (minutes, hours, months) = (minute.values, hour.values, month.values)
        let day = Self.dayOfMonth(&random, plain: plainDays)
        let weekday = Self.dayOfWeek(&random, plain: plainDays)
        (days, weekdays) = (day.meaning, weekday.meaning)
        var weekdayText = weekday.text
        if !plainDays, Int.random(in: 0..<5, using: &random) == 0 {
            both = true
            weekdayText = "+" + weekdayText
        }
        text = "\(minute.text) \(hour.text) \(day.text) \(month.text) \(weekdayText)"
    }

    private static func field(
        _ random: inout SeededRandom, _ limits: ClosedRange<Int>, starChance: Int
    ) -> (text: String, values: Set<Int>) {
        guard Int.random(in: 0..<10, using: &random) >= starChance else { return ("*", Set(limits)) }
        var texts: [String] = []
        var values: Set<Int> = []
        for _ in 0...Int.random(in: 0...2, using: &random) {
            let low = Int.random(in: limits, using: &random)
            let high = Int.random(in: low...limits.upperBound, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                texts.append("\(low)-\(high)")
                values.formUnion(low...high)
            case 1:
                let step = Int.random(in: 1...(high - low + 1), using: &random)
                texts.append("\(low)-\(high)/\(step)")
                values.formUnion((low...high).filter { ($0 - low) % step == 0 })
            case 2 where texts.isEmpty:
                let step = Int.random(in: 2...limits.count, using: &random)
                return ("*/\(step)", Set(limits.filter { ($0 - limits.lowerBound) % step == 0 }))
            default:
                texts.append("\(low)")
                values.insert(low)
            }
        }
        return (texts.joined(separator: ","), values)
    }

    private static func dayOfMonth(
        _ random: inout SeededRandom, plain: Bool
    ) -> (text: String, meaning: DayOfMonth) {
        let day = Int.random(in: 1...31, using: &random)
        switch Int.random(in: 0..<(plain ? 7 : 11), using: &random) {
        case 0..<5: return ("*", .any)
        case 5..<7:
            let other = Int.random(in: 1...31, using: &random)
            return ("\(day),\(other)", .days([day, other]))
        case 7: return ("L", .last(0))
        case 8: return ("L-\(day - 1)", .last(day - 1))
        case 9: return ("LW", .lastWeekday)
        default: return ("\(day)W", .nearest(day))
        }
    }

    private static func dayOfWeek(
        _ random: inout SeededRandom, plain: Bool
    ) -> (text: String, meaning: DayOfWeek) {
        let names = ["SUN", "mon", "2", "WED", "Thu", "5", "6", "7"]
        let weekday = Int.random(in: 0...7, using: &random)
        switch Int.random(in: 0..<(plain ? 7 : 10), using: &random) {
        case 0..<5: return ("*", .any)
        case 5..<7:
            let other = Int.random(in: weekday...7, using: &random)
            return ("\(weekday)-\(other)", .days(Set((weekday...other).map { $0 % 7 })))
        case 7: return ("\(names[weekday])#L", .last(weekday % 7))
        case 8: return ("\(weekday)L", .last(weekday % 7))
        default:
            let number = Int.random(in: 1...5, using: &random)
            return ("\(names[weekday])#\(number)", .nth(weekday % 7, number))
        }
    }

    // MARK: Meaning

    func matches(_ date: LocalDate) -> Bool {
        guard months.contains(date.month) else { return false }
        let day = matchesDay(date)
        let weekday = matchesWeekday(date)
        if case .any = days { return weekday }
        if case .any = weekdays { return day }
        return both ? day && weekday : day || weekday
    }

    private func matchesDay(_ date: LocalDate) -> Bool {
        let length = (28...31).last { LocalDate(year: date.year, month: date.month, day: $0) != nil } ?? 0
        switch days {
        case .any: return true
        case .days(let days): return days.contains(date.day)
        case .last(let before): return date.day == length - before
        case .lastWeekday: return date.day == Self.workday(date, near: length, length)
        case .nearest(let day): return day <= length && date.day == Self.workday(date, near: day, length)
        }
    }

    /// The Monday to Friday nearest to a day of the month, tried outwards.
    private static func workday(_ date: LocalDate, near day: Int, _ length: Int) -> Int {
        for distance in [0, -1, 1, -2, 2] {
            guard let candidate = LocalDate(year: date.year, month: date.month, day: day + distance),
                (1...5).contains(candidate.weekday)
            else { continue }
            return candidate.day
        }
        return 0
    }

    private func matchesWeekday(_ date: LocalDate) -> Bool {
        switch weekdays {
        case .any: return true
        case .days(let days): return days.contains(date.weekday)
        case .nth(let weekday, let number): return date.weekday == weekday && (date.day + 6) / 7 == number
        case .last(let weekday): return date.weekday == weekday && date.adding(days: 7).month != date.month
        }
    }
}

import CivilTime

extension ItemReader {
    private mutating func ofTheMonth() -> Bool {
        attempt { reader -> Bool? in
            guard reader.accept("of", "in", "every", "each", "per", "a") else { return nil }
            _ = reader.accept("every", "each", "the", "a", "any")
            return reader.accept("month") ? true : nil
        } ?? false
    }

    private mutating func ordinalNumber() -> Int? {
        guard let lexeme = current else { return nil }
        if case .ordinal(let value) = lexeme.role {
            position += 1
            return value
        }
        if lexeme.text == "second", !lexeme.isPlural, isOrdinalContext(peek(1)) {
            position += 1
            return 2
        }
        if lexeme.kind == .digits, let next = peek(1), ["st", "nd", "rd", "th"].contains(next.text), next.isAttached,
            let value = lexeme.number
        {
            position += 2
            return value
        }
        return nil
    }

    /// "second" is a number before a day, and a unit elsewhere.
    private func isOrdinalContext(_ next: Lexeme?) -> Bool {
        guard let next else { return false }
        switch next.role {
        case .weekday, .unit: return true
        case .plain, .number, .ordinal, .month, .part, .filler, .foreign:
            return ["weekday", "to", "last", "-", "and", "of", ",", "&", "working", "business"].contains(next.text)
        }
    }

    /// "first Monday of the month", "last Friday", "last day of the month", "1st and 15th", "15th of every month",
    /// "the weekday nearest the 15th", "two days before the last".
    mutating func ordinalDays() -> RequestItem? {
        let isEach = accept("every", "each") || isEveryBefore(position)
        _ = accept("the")
        if let item = attempt({ $0.nearestWeekday() }) { return item }
        if let item = attempt({ $0.daysBeforeLast() }) { return item }
        if accept("start", "starting"), ofTheMonth() { return .monthDays(MonthDayPhrase(days: ["1"], isRule: true)) }
        if accept("last") {
            // "last weekday", "last business day" are days of the month already.
            guard let phrase = lastDay() else { return nil }
            var result = phrase
            let isRule = ofTheMonth()
            result.isRule = true
            while let more = attempt({ $0.moreOrdinals() }) {
                result.days += more.days
                result.weekdays += more.weekdays
            }
            if !isRule { _ = ofTheMonth() }
            return .monthDays(result)
        }
        guard let first = ordinalNumber() else { return nil }
        if let item = attempt({ $0.nthWeekday([first], isEach: isEach) }) { return item }
        return dayList(from: first, isEach: isEach)
    }

    /// "last day", "last Friday", "last working day".
    private mutating func lastDay() -> MonthDayPhrase? {
        if case .weekday(let day)? = current?.role {
            position += 1
            return MonthDayPhrase(weekdays: ["\(day)L"], isRule: true)
        }
        if accept("weekday") { return MonthDayPhrase(days: ["LW"], isRule: true) }
        let isWorking = accept("working", "business", "work", "week")
        _ = accept("calendar")
        guard accept("day") else { return nil }
        return MonthDayPhrase(days: [isWorking ? "LW" : "L"], isRule: true)
    }

    private mutating func moreOrdinals() -> MonthDayPhrase? {
        let isJoined = acceptMark(",") || acceptMark("&")
        guard accept("and", "or", "plus") || isJoined else { return nil }
        _ = accept("also")
        _ = accept("on")
        _ = accept("the")
        if accept("last") { return lastDay() }
        guard let number = ordinalNumber(), (1...31).contains(number) else { return nil }
        if case .weekday(let day)? = current?.role, number <= 5 {
            position += 1
            return MonthDayPhrase(weekdays: ["\(day)#\(number)"], isRule: true)
        }
        if case .month? = current?.role { return nil }
        return MonthDayPhrase(days: ["\(number)"], isRule: true)
    }

    /// "first Monday", "2nd and 4th Tuesday", "first working day".
    private mutating func nthWeekday(_ first: [Int], isEach: Bool) -> RequestItem? {
        var numbers = first
        var withLast = false
        while let next = attempt({ reader -> Int? in
            let isJoined = reader.acceptMark(",") || reader.acceptMark("&")
            guard reader.accept("and", "or") || isJoined else { return nil }
            _ = reader.accept("the")
            if reader.accept("last") { return 99 }
            return reader.ordinalNumber()
        }) {
            if next == 99 { withLast = true } else { numbers.append(next) }
        }
        if case .weekday(let day)? = current?.role {
            position += 1
            let isMonthly = ofTheMonth()
            if isEach, !isMonthly, numbers.count == 1 {
                // "every second Tuesday" counts weeks, and no rule of cron does.
                return .sense(.refuse(numbers[0] == 2 ? .unclear : .unclear))
            }
            guard numbers.allSatisfy({ (1...5).contains($0) }) else { return .impossible("no such weekday") }
            return .monthDays(
                MonthDayPhrase(weekdays: numbers.map { "\(day)#\($0)" } + (withLast ? ["\(day)L"] : []), isRule: true))
        }
        guard numbers == [1], !withLast else { return nil }
        if accept("weekday") || accept(sequence: "working", "day") || accept(sequence: "business", "day")
            || accept(sequence: "work", "day") || accept(sequence: "week", "day")
        {
            _ = ofTheMonth()
            return .monthDays(MonthDayPhrase(days: ["1W"], isRule: true))
        }
        if accept("day") {
            if attempt({ reader -> Bool? in
                guard reader.accept("of", "in") else { return nil }
                _ = reader.accept("the", "every", "each")
                return reader.accept("year") ? true : nil
            }) == true {
                return .yearStart
            }
            return ofTheMonth() || isEach ? .monthDays(MonthDayPhrase(days: ["1"], isRule: true)) : nil
        }
        return nil
    }

    /// "1st and 15th", "15th of every month", "the 31st of each month".
    private mutating func dayList(from first: Int, isEach: Bool) -> RequestItem? {
        var days = ["\(first)"]
        var weekdays: [String] = []
        guard (1...31).contains(first) else { return .impossible("no such day") }
        if isEach, case .unit? = current?.role, !(current?.text == "day" && peek(1)?.text == "of") { return nil }
        _ = accept("day")
        while let more = attempt({ $0.moreOrdinals() }) {
            days += more.days
            weekdays += more.weekdays
        }
        guard days.allSatisfy({ Int($0).map { (1...31).contains($0) } ?? true }) else {
            return .impossible("no such day")
        }
        let isMonthly = ofTheMonth()
        if days.count + weekdays.count == 1, !isMonthly, !isEach { return nil }
        if isEach, !isMonthly, days.count == 1, let unit = current?.role, case .unit = unit { return nil }
        if case .month? = current?.role { return nil }
        if current?.text == "of", case .month? = peek(1)?.role, days.count == 1 { return nil }
        return .monthDays(MonthDayPhrase(days: days, weekdays: weekdays, isRule: true))
    }

    /// "the weekday nearest the 15th", "nearest weekday to the 15th".
    private mutating func nearestWeekday() -> RequestItem? {
        let isFirst = accept("nearest", "closest")
        guard accept("weekday") || accept(sequence: "working", "day") || accept(sequence: "business", "day") else {
            return nil
        }
        if !isFirst {
            guard accept("nearest", "closest") else { return nil }
        }
        _ = accept("to")
        _ = accept("the")
        guard let day = ordinalNumber(), (1...31).contains(day) else { return nil }
        _ = ofTheMonth()
        return .monthDays(MonthDayPhrase(days: ["\(day)W"], isRule: true))
    }

    /// "two days before the last (day of the month)", "second to last day", "the day before the last".
    private mutating func daysBeforeLast() -> RequestItem? {
        let before: Int
        if let ordinal = attempt({ reader -> Int? in
            guard let number = reader.ordinalNumber() else { return nil }
            _ = reader.acceptMark("-")
            _ = reader.accept("to") || reader.accept("from")
            _ = reader.acceptMark("-")
            _ = reader.accept("the")
            return reader.accept("last") && number > 1 ? number - 1 : nil
        }) {
            guard accept("day") else { return nil }
            _ = ofTheMonth()
            return .monthDays(MonthDayPhrase(days: ["L-\(ordinal)"], isRule: true))
        }
        if accept("penultimate") {
            guard accept("day") else { return nil }
            _ = ofTheMonth()
            return .monthDays(MonthDayPhrase(days: ["L-1"], isRule: true))
        }
        if let number = wholeNumber() {
            before = number
        } else if accept("a") || current?.text == "day" {
            before = 1
        } else {
            return nil
        }
        guard accept("day"), accept("before") else { return nil }
        _ = accept("the")
        if accept(sequence: "end", "of", "the", "month") || accept(sequence: "end", "of", "month")
            || accept(sequence: "month", "end") || accept(sequence: "end", "of", "each", "month")
            || accept(sequence: "end", "of", "every", "month")
        {
            return (1...30).contains(before) ? .monthDays(MonthDayPhrase(days: ["L-\(before)"], isRule: true)) : nil
        }
        guard accept("last") else { return nil }
        if accept("day") {}
        _ = ofTheMonth()
        guard (1...30).contains(before) else { return .impossible("no such day") }
        return .monthDays(MonthDayPhrase(days: ["L-\(before)"], isRule: true))
    }

    /// Everything that repeats: "every 20 minutes", "hourly", "q15m", "3 times a day", "every other day".
    mutating func repetition() -> RequestItem? {
        if let item = attempt({ $0.shorthandInterval() }) { return item }
        if let item = attempt({ $0.adverb() }) { return item }
        if let item = attempt({ $0.rate() }) { return item }
        if let item = attempt({ $0.factor() }) { return item }
        return attempt { $0.every() }
    }

    /// "q15m", "q2h", "q 15 min".
    private mutating func shorthandInterval() -> RequestItem? {
        guard accept("q"), let number = wholeNumber(), let (unit, factor) = unit() else { return nil }
        return interval(number * factor * 1000, unit)
    }

    private func interval(_ thousandths: Int, _ unit: TimeUnit) -> RequestItem {
        guard thousandths > 0 else { return .impossible("every 0") }
        if let seconds = unit.seconds {
            let total = thousandths * seconds
            return total % 1000 == 0 ? .interval(seconds: Int64(total / 1000)) : .impossible("a fraction of a second")
        }
        if thousandths % 1000 == 0 { return .cycle(thousandths / 1000, unit) }
        if unit == .day { return .interval(seconds: Int64(thousandths) * 86_400 / 1000) }
        return .impossible("a part of a \(unit)")
    }

    private mutating func adverb() -> RequestItem? {
        guard let text = current?.text else { return nil }
        if text == "half", peek(1)?.text == "hourly" || peek(1)?.isMark("-") == true && peek(2)?.text == "hourly" {
            position += peek(1)?.text == "hourly" ? 2 : 3
            return .interval(seconds: 1800)
        }
        let item: RequestItem
        switch text {
        case "hourly": item = .interval(seconds: 3600)
        case "daily": item = .cycle(1, .day)
        case "weekly": item = .cycle(1, .week)
        case "biweekly": item = .cycle(2, .week)
        case "monthly": item = .cycle(1, .month)
        case "quarterly": item = .cycle(3, .month)
        case "yearly": item = .cycle(1, .year)
        case "minutely": item = .interval(seconds: 60)
        case "bimonthly", "semimonthly", "semiweekly": item = .sense(.refuse(.unclear))
        case "semiannually", "biannually": item = .cycle(6, .month)
        default: return nil
        }
        position += 1
        if text == "daily", current?.text == "basis" { position += 1 }
        return item
    }

    /// "n times a day", "once an hour", "twice per week", "3x/day".
    private mutating func rate() -> RequestItem? {
        if current?.number == 7, peek(1)?.text == "day",
            attempt({ reader -> Bool? in
                reader.position += 2
                return reader.accept("a", "per", "each") && reader.accept("week") ? true : nil
            }) == true
        {
            return .cycle(1, .day)
        }
        let count: Int
        if accept("once") || accept(sequence: "one", "time") {
            count = 1
        } else if accept("twice") {
            count = 2
        } else if accept("thrice") {
            count = 3
        } else {
            guard let number = wholeNumber() else { return nil }
            _ = accept("more")
            guard accept("time", "times", "x") else { return nil }
            count = number
        }
        guard accept("a", "an", "per", "each", "every", "in") || acceptMark("/") else { return nil }
        _ = accept("a", "single")
        _ = accept("each", "every")
        if accept("quarter"), count == 1 { return .cycle(3, .month) }
        guard let (unit, factor) = unit(), factor == 1 else {
            if accept("weekday") {
                return count == 1
                    ? .weekdays(WeekdayPhrase(mask: 0b0111110, form: .rule)) : .impossible("several times a weekday")
            }
            if case .part(.night)? = current?.role, count == 1 {
                position += 1
                return .part(.night, isEach: true)
            }
            if case .part(let part)? = current?.role, count == 1 {
                position += 1
                return .part(part, isEach: true)
            }
            return nil
        }
        return count > 0 ? .rate(count, unit) : .impossible("0 times")
    }

    /// "three times as often", "a third as often".
    private mutating func factor() -> RequestItem? {
        guard let number = wholeNumber(), accept("times"),
            accept(sequence: "as", "often") || accept(sequence: "as", "frequently")
        else { return nil }
        return (1...1000).contains(number) ? .factor(thousandths: number * 1000) : .impossible("\(number) times")
    }

    /// "every 20 minutes", "every other day", "each hour", "every half hour", "once every 3 days".
    private mutating func every() -> RequestItem? {
        _ = accept("once")
        guard accept("every", "each", "per") || accept(sequence: "all", "of") else { return nil }
        _ = accept("single")
        if accept("other") { return everyOther() }
        if accept(sequence: "half", "an", "hour") || accept(sequence: "half", "a", "hour")
            || accept(sequence: "half", "hour")
            || accept(sequence: "half", "-", "hour")
        {
            return .interval(seconds: 1800)
        }
        if accept(sequence: "quarter", "hour") || accept(sequence: "quarter", "of", "an", "hour")
            || accept(sequence: "quarter", "-", "hour")
        {
            return .interval(seconds: 900)
        }
        if accept("quarter") { return .cycle(3, .month) }
        if accept("fortnight") { return .cycle(2, .week) }
        if current?.isMark("-") == true, peek(1)?.kind == .digits { return .impossible("a negative interval") }
        if accept("minus") { return .impossible("a negative interval") }
        if let ordinal = attempt({ reader -> (Int, TimeUnit)? in
            guard let number = reader.ordinalNumber(), let (unit, factor) = reader.unit() else { return nil }
            return (number * factor, unit)
        }) {
            return interval(ordinal.0 * 1000, ordinal.1)
        }
        if let item = attempt({ $0.everyAmount() }) { return item }
        if accept(sequence: "few", "second") || accept(sequence: "few", "minute") || accept(sequence: "few", "hour")
            || accept(sequence: "few", "day") || accept(sequence: "so", "often")
            || accept(sequence: "now", "and", "then") || accept(sequence: "few", "week")
        {
            return .sense(.refuse(.noValue))
        }
        guard let (unit, factor) = unit() else { return nil }
        var thousandths = factor * 1000
        if accept(sequence: "and", "a", "half") { thousandths += 500 }
        return interval(thousandths, unit)
    }

    /// "20 minutes", "1.5 hours", "1h30m", "hour and a half".
    private mutating func everyAmount() -> RequestItem? {
        let start = position
        if let elapsed = elapsed() {
            if elapsed.days == 0 {
                return elapsed.seconds > 0 ? .interval(seconds: elapsed.seconds) : .impossible("every 0")
            }
            position = start
        }
        guard let amount = amount(), let (unit, factor) = unit() else { return nil }
        return interval(amount * factor, unit)
    }

    private mutating func everyOther() -> RequestItem? {
        if case .weekday? = current?.role {
            position += 1
            return .sense(.refuse(.unclear))
        }
        if accept("weekday", "weekend", "weekends") { return .sense(.refuse(.unclear)) }
        guard let (unit, factor) = unit(), factor == 1 else {
            if case .part(.night)? = current?.role {
                position += 1
                return .cycle(2, .day)
            }
            return nil
        }
        return interval(2000, unit)
    }
}

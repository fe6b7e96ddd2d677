extension ItemReader {
    /// Everything that repeats: "every 20 minutes", "hourly", "q15m", "3 times a day", "every other day".
    mutating func repetition() -> RequestItem? {
        if let item = attempt({ $0.shorthandInterval() }) { return item }
        if let item = attempt({ $0.adverb() }) { return item }
        if let item = attempt({ $0.rate() }) { return item }
        if let item = attempt({ $0.factor() }) { return item }
        return attempt { $0.every() }
    }

    /// "q15m", "q2h", "q 15 min".
    mutating func shorthandInterval() -> RequestItem? {
        guard accept("q"), let number = wholeNumber(), let (unit, factor) = unit() else { return nil }
        return interval(number * factor * 1000, unit)
    }

    func interval(_ thousandths: Int, _ unit: TimeUnit) -> RequestItem {
        guard thousandths > 0 else { return .impossible("every 0") }
        if let seconds = unit.seconds {
            let total = thousandths * seconds
            return total % 1000 == 0 ? .interval(seconds: Int64(total / 1000)) : .impossible("a fraction of a second")
        }
        if thousandths % 1000 == 0 { return .cycle(thousandths / 1000, unit) }
        if unit == .day { return .interval(seconds: Int64(thousandths) * 86_400 / 1000) }
        return .impossible("a part of a \(unit)")
    }

    mutating func adverb() -> RequestItem? {
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
    mutating func rate() -> RequestItem? {
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
        if accept("daily") { return count > 0 ? .rate(count, .day) : .impossible("0 times") }
        if accept("hourly") { return count > 0 ? .rate(count, .hour) : .impossible("0 times") }
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
    mutating func factor() -> RequestItem? {
        guard let number = wholeNumber(), accept("times"),
            accept(sequence: "as", "often") || accept(sequence: "as", "frequently")
        else { return nil }
        return (1...1000).contains(number) ? .factor(thousandths: number * 1000) : .impossible("\(number) times")
    }

    /// "every 20 minutes", "every other day", "each hour", "every half hour", "once every 3 days".
    mutating func every() -> RequestItem? {
        if accept("all", "any"), accept("day") { return .cycle(1, .day) }
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
    mutating func everyAmount() -> RequestItem? {
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

    mutating func everyOther() -> RequestItem? {
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

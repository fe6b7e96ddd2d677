import CivilTime

extension ItemReader {
    mutating func ofTheMonth() -> Bool {
        attempt { reader -> Bool? in
            guard reader.accept("of", "in", "every", "each", "per", "a") else { return nil }
            _ = reader.accept("every", "each", "the", "a", "any")
            return reader.accept("month") ? true : nil
        } ?? false
    }

    mutating func ordinalNumber() -> Int? {
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
    func isOrdinalContext(_ next: Lexeme?) -> Bool {
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
        if let item = attempt({ $0.numberedDays() }) { return item }
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

    /// "days 1 and 15", "day 10 of the month".
    private mutating func numberedDays() -> RequestItem? {
        guard let noun = current, noun.text == "day", let next = peek(1), next.kind == .digits,
            peek(2)?.isMark(":") != true
        else { return nil }
        position += 1
        var days: [String] = []
        while let day = wholeNumber() {
            guard (1...31).contains(day) else { return .impossible("no such day") }
            days.append("\(day)")
            let isJoined = acceptMark(",") || acceptMark("&")
            guard accept("and") || isJoined else { break }
        }
        let isMonthly = ofTheMonth()
        guard isMonthly || noun.isPlural else { return nil }
        return .monthDays(MonthDayPhrase(days: days, isRule: true))
    }

    /// "last day", "last Friday", "last working day".
    mutating func lastDay() -> MonthDayPhrase? {
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

    mutating func moreOrdinals() -> MonthDayPhrase? {
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
    mutating func nthWeekday(_ first: [Int], isEach: Bool) -> RequestItem? {
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
    mutating func dayList(from first: Int, isEach: Bool) -> RequestItem? {
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
    mutating func nearestWeekday() -> RequestItem? {
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
    mutating func daysBeforeLast() -> RequestItem? {
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
        _ = accept("day")
        _ = ofTheMonth()
        guard (1...30).contains(before) else { return .impossible("no such day") }
        return .monthDays(MonthDayPhrase(days: ["L-\(before)"], isRule: true))
    }
}

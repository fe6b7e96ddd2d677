import CivilTime

extension ItemReader {
    /// The weekdays that one word stands for: a name, "weekdays", "weekend", "M-F" as a name of its own.
    mutating func weekdaySet() -> (mask: UInt8, isRule: Bool, isPossessive: Bool)? {
        guard let lexeme = current else { return nil }
        if case .weekday(let day) = lexeme.role {
            position += 1
            return (1 << UInt8(day), lexeme.isPlural, lexeme.isPossessive)
        }
        switch lexeme.text {
        case "weekday":
            position += 1
            return (0b0111110, true, false)
        case "weekends":
            position += 1
            return (0b1000001, true, false)
        case "weekend":
            position += 1
            return (0b1000001, true, false)
        case "business", "working", "work", "week":
            guard let next = peek(1), next.text == "day",
                next.isPlural || isEveryBefore(position) || lexeme.text != "week"
            else { return nil }
            position += 2
            return (0b0111110, true, false)
        case "school":
            guard let next = peek(1), next.text == "day" else { return nil }
            position += 2
            return (0b0111110, true, false)
        case "mwf":
            position += 1
            return (0b0101010, true, false)
        case "tth", "tuth", "tt":
            position += 1
            return (0b0010100, true, false)
        case "m":
            guard peek(1)?.isMark("-") == true, peek(2)?.text == "f" else { return nil }
            position += 3
            return (0b0111110, true, false)
        default: return nil
        }
    }

    func isEveryBefore(_ place: Int) -> Bool {
        place > 0 && (lexemes[place - 1].text == "every" || lexemes[place - 1].text == "each")
    }

    /// "Mondays", "Mon, Wed and Fri", "Mon-Fri", "Monday to Friday", "every Tuesday", "this Friday", "weekdays".
    mutating func weekdayList() -> RequestItem? {
        var form = WeekdayPhrase.Form.open
        var isNext = false
        let isEach = accept("every", "each")
        if isEach { form = .rule }
        if !isEach {
            if accept("the"), current?.text == "weekend" { return nil }
            if accept("this", "coming", "upcoming") {
                _ = accept("coming", "upcoming")
                form = .single
            } else if accept("next") {
                form = .single
                isNext = true
            }
        }
        guard let first = weekdaySet() else { return nil }
        if first.isRule, form == .open { form = .rule }
        if first.isPossessive, form == .open { form = .single }
        var mask = first.mask
        var count = 1
        if first.mask.nonzeroBitCount == 1, let last = attempt({ $0.rangeEnd() }) {
            mask = Self.range(from: first.mask, to: last)
            if form == .open { form = .rule }
            count = 2
        }
        while let next = attempt({ $0.nextWeekday() }) {
            mask |= next.mask
            count += 1
            if next.isRule, form == .open { form = .rule }
            if next.mask.nonzeroBitCount == 1, let last = attempt({ $0.rangeEnd() }) {
                mask |= Self.range(from: next.mask, to: last)
            }
        }
        return .weekdays(WeekdayPhrase(mask: mask, form: form, isNext: isNext))
    }

    mutating func nextWeekday() -> (mask: UInt8, isRule: Bool)? {
        let isJoined = acceptMark(",") || acceptMark("/") || acceptMark("&") || acceptMark("+")
        let isAnd = accept("and", "plus") || hasNegation && accept("or")
        guard isJoined || isAnd || current.map({ isWeekday($0) }) == true else { return nil }
        _ = accept("also")
        _ = accept("on")
        _ = accept("every", "each")
        guard current?.isPossessive != true, let next = weekdaySet() else { return nil }
        return (next.mask, next.isRule)
    }

    /// "not on Monday or Tuesday" names both.
    var hasNegation: Bool {
        lexemes.contains {
            ["not", "no", "dont", "never", "except", "without", "skip", "drop", "avoid"].contains($0.text)
        }
    }

    func isWeekday(_ lexeme: Lexeme) -> Bool {
        if case .weekday = lexeme.role { !lexeme.isPossessive } else { false }
    }

    mutating func rangeEnd() -> UInt8? {
        guard acceptMark("-") || accept("to", "through", "until") || acceptMark("~") else { return nil }
        guard let lexeme = current, case .weekday(let day) = lexeme.role else { return nil }
        position += 1
        return 1 << UInt8(day)
    }

    static func range(from first: UInt8, to last: UInt8) -> UInt8 {
        var mask = first
        var bit = first
        // Seven steps lead past every day.
        for _ in 0..<7 where bit != last {
            bit = bit == 1 << 6 ? 1 : bit << 1
            mask |= bit
        }
        return mask
    }
}

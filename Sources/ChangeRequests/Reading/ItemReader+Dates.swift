import CivilTime

extension ItemReader {
    /// "today", "tomorrow", "march 10", "the 20th", "2026-03-09", "in 3 days" is a duration.
    mutating func date() -> RequestItem? {
        if accept(sequence: "the", "day", "after", "tomorrow") || accept(sequence: "day", "after", "tomorrow") {
            return .date(.after(days: 2))
        }
        if accept("today") { return .date(.today) }
        if accept("tomorrow") { return .date(.after(days: 1)) }
        if accept("yesterday") { return .impossible("yesterday is over") }
        if current?.text == "this", case .part? = peek(1)?.role {
            position += 1
            return .date(.today)
        }
        if let date = attempt({ $0.slashedDate() }) { return date }
        return attempt { $0.calendarDate() }
    }

    mutating func isoDate() -> RequestItem? {
        guard let year = current, year.kind == .digits, year.text.utf8.count == 4, peek(1)?.isMark("-") == true,
            let month = peek(2), month.kind == .digits, peek(3)?.isMark("-") == true, let day = peek(4),
            day.kind == .digits,
            let yearValue = year.number, let monthValue = month.number, let dayValue = day.number
        else { return nil }
        position += 5
        guard let date = LocalDate(year: yearValue, month: monthValue, day: dayValue) else {
            return .impossible("no such date")
        }
        if current?.text == "t", current?.isAttached == true, peek(1)?.kind == .digits { position += 1 }
        return .date(.date(date))
    }

    /// "3/15" names month and day in one country and day and month in another.
    mutating func slashedDate() -> RequestItem? {
        guard let first = current, first.kind == .digits, first.text.utf8.count <= 2, peek(1)?.isMark("/") == true,
            peek(1)?.isAttached == true, let second = peek(2), second.kind == .digits, second.isAttached,
            second.text.utf8.count <= 2, let left = first.number, let right = second.number
        else { return nil }
        position += 3
        var year: Int?
        if current?.isMark("/") == true, let third = peek(1), third.kind == .digits, third.isAttached,
            [2, 4].contains(third.text.utf8.count), let value = third.number
        {
            position += 2
            year = value < 100 ? 2000 + value : value
        }
        if left == 24, right == 7 { return .sense(.roundTheClock) }
        let (month, day) = left > 12 ? (right, left) : (left, right)
        guard left > 12 || right > 12 || left == right else { return .sense(.refuse(.unclear)) }
        return dated(month: month, day: day, year: year)
    }

    func dated(month: Int, day: Int, year: Int?) -> RequestItem {
        if let year {
            return LocalDate(year: year, month: month, day: day).map { .date(.date($0)) } ?? .impossible("no such date")
        }
        guard LocalDate(year: 2000, month: month, day: day) != nil else { return .impossible("no such date") }
        return .date(.yearly(month: month, day: day))
    }

    /// "march 10", "10th of march 2027", "the 20th".
    mutating func calendarDate() -> RequestItem? {
        let isEach = accept("every", "each")
        let hasArticle = accept("the") || isEach
        if case .month(let month)? = current?.role {
            position += 1
            _ = acceptMark(".")
            _ = accept("the")
            guard let (day, _) = dayNumber() else { return nil }
            return dated(month: month, day: day, year: yearNumber())
        }
        guard let (day, isOrdinal) = dayNumber() else { return nil }
        if isEach, case .unit? = current?.role { return nil }
        if case .month? = current?.role {} else { _ = accept("of") }
        if case .month(let month)? = current?.role {
            position += 1
            return dated(month: month, day: day, year: yearNumber())
        }
        guard isOrdinal, hasArticle || isOrdinal else { return nil }
        if lexemes[position - 1].text == "of" { position -= 1 }
        guard (1...31).contains(day) else { return .impossible("no such day") }
        return .date(.monthly(day: day))
    }

    mutating func yearNumber() -> Int? {
        attempt { reader in
            _ = reader.acceptMark(",")
            guard let lexeme = reader.current, lexeme.kind == .digits, lexeme.text.utf8.count == 4,
                let year = lexeme.number, (2000...2199).contains(year), reader.peek(1)?.isMark(":") != true
            else { return nil }
            reader.position += 1
            return year
        }
    }

    /// "10", "10th", "tenth"; not the "10" of "10:15", "10am" or "10 minutes".
    mutating func dayNumber() -> (day: Int, isOrdinal: Bool)? {
        guard let lexeme = current else { return nil }
        if case .ordinal(let day) = lexeme.role {
            position += 1
            return (day, true)
        }
        if lexeme.text == "second", !isPluralUnit(lexeme), isEveryBefore(position) == false {
            return nil
        }
        if lexeme.kind == .word, let tens = lexeme.number, tens == 20 || tens == 30 {
            let hyphen = peek(1)?.isMark("-") == true ? 1 : 0
            if let next = peek(1 + hyphen) {
                if case .ordinal(let ones) = next.role, ones < 10 {
                    position += 2 + hyphen
                    return (tens + ones, true)
                }
                if next.text == "second" {
                    position += 2 + hyphen
                    return (tens + 2, true)
                }
            }
        }
        guard lexeme.kind == .digits, lexeme.text.utf8.count <= 2, let day = lexeme.number else { return nil }
        if let next = peek(1), next.isAttached || ["st", "nd", "rd", "th"].contains(next.text) {
            guard ["st", "nd", "rd", "th"].contains(next.text) else {
                guard next.isMark(",") || next.isMark(".") || next.isMark("?") || next.isMark("!") || next.isMark(";"),
                    !(next.isMark(".") && peek(2)?.kind == .digits && peek(2)?.isAttached == true)
                else { return nil }
                position += 1
                return (day, false)
            }
            position += 2
            return (day, true)
        }
        if let next = peek(1), next.text == "am" || next.text == "pm" { return nil }
        position += 1
        return (day, false)
    }

    func isPluralUnit(_ lexeme: Lexeme) -> Bool { lexeme.isPlural }

    /// "in January and July", "December only", "every March".
    mutating func monthList() -> RequestItem? {
        _ = accept("every", "each")
        guard case .month(let first)? = current?.role else { return nil }
        if current?.text == "may", !isMonthContext { return nil }
        position += 1
        var months = [first]
        if let last = attempt({ reader -> Int? in
            guard reader.acceptMark("-") || reader.accept("to", "through", "until"),
                case .month(let month)? = reader.current?.role
            else { return nil }
            reader.position += 1
            return month
        }) {
            var month = first
            while month != last {
                month = month % 12 + 1
                months.append(month)
            }
        }
        while let next = attempt({ reader -> Int? in
            let isJoined = reader.acceptMark(",") || reader.acceptMark("/") || reader.acceptMark("&")
            guard reader.accept("and", "or") || isJoined, case .month(let month)? = reader.current?.role else {
                return nil
            }
            reader.position += 1
            return month
        }) { months.append(next) }
        return .months(Array(Set(months)).sorted())
    }

    /// "may" is a month behind "in" or "every" and beside other months.
    var isMonthContext: Bool {
        if let previous = peek(-1)?.text,
            ["in", "every", "each", "only", "and", "of", "until", "just", "during", "till", "not"].contains(previous)
        {
            return true
        }
        return lexemes.count == 1
    }
}

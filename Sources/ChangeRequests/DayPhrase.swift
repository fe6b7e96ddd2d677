import CivilTime

/// A day as it was written.
enum DayPhrase: Hashable, Sendable {
    case today
    /// Calendar days from today; 1 is tomorrow.
    case after(days: Int)
    /// 0 = Sunday; `isNext` where the words say "next".
    case weekday(Int, isNext: Bool)
    case date(LocalDate)
    /// The next date with this month and day.
    case yearly(month: Int, day: Int)
    /// The next date with this day of the month.
    case monthly(day: Int)
}

extension PhraseReader {
    /// "today", "the day after tomorrow", "next friday", "march 10", "the 20th", "2026-03-09".
    mutating func day() throws(InstantWordsError) -> DayPhrase? {
        if accept("today") != nil { return .today }
        if accept("tomorrow", "tmrw", "tmr") != nil { return .after(days: 1) }
        if accept(phrase: "the day after tomorrow") || accept(phrase: "day after tomorrow") { return .after(days: 2) }
        if let weekday = try attempt({ (reader) throws(InstantWordsError) in reader.weekday() }) { return weekday }
        if let date = try attempt({ (reader) throws(InstantWordsError) in try reader.isoDate() }) { return date }
        return try attempt { (reader) throws(InstantWordsError) in try reader.calendarDate() }
    }

    private mutating func weekday() -> DayPhrase? {
        let prefix = accept("next", "this", "coming")
        guard let token = current, let weekday = CalendarNames.weekday(token.text) else { return nil }
        advance()
        return .weekday(weekday, isNext: prefix == "next")
    }

    private mutating func isoDate() throws(InstantWordsError) -> DayPhrase? {
        let start = position
        guard let token = current, token.text.utf8.count == 4, let year = digits(4), acceptJoint("-"),
            let month = digits(2), acceptJoint("-"), let day = digits(2)
        else { return nil }
        guard let date = LocalDate(year: year, month: month, day: day) else { throw error(.noSuchDate, from: start) }
        if let mark = current, mark.text == "t", mark.isAttached, peek(1)?.isAttached == true { advance() }
        return .date(date)
    }

    private mutating func digits(_ count: Int) -> Int? {
        guard let token = current, token.kind == .digits, token.text.utf8.count == count else { return nil }
        advance()
        return Int(token.text)
    }

    /// "march 10", "10th of march 2027", "the 20th".
    private mutating func calendarDate() throws(InstantWordsError) -> DayPhrase? {
        let start = position
        let hasArticle = accept("the") != nil
        if let month = acceptMonth() {
            _ = accept("the")
            guard let (day, _) = dayOfMonth() else { return nil }
            return try date(month: month, day: day, from: start)
        }
        guard let (day, isOrdinal) = dayOfMonth() else { return nil }
        _ = accept("of")
        if let month = acceptMonth() { return try date(month: month, day: day, from: start) }
        guard hasArticle || isOrdinal, isOrdinal else { return nil }
        guard (1...31).contains(day) else { throw error(.noSuchDate, from: start) }
        return .monthly(day: day)
    }

    private mutating func acceptMonth() -> Int? {
        guard let token = current, let month = CalendarNames.month(token.text) else { return nil }
        advance()
        _ = accept(".")
        return month
    }

    /// "10" or "10th"; not the "10" of "10:15" or "10am".
    private mutating func dayOfMonth() -> (day: Int, isOrdinal: Bool)? {
        guard let token = current, token.kind == .digits, token.text.utf8.count <= 2, let day = Int(token.text) else {
            return nil
        }
        if let next = peek(1), next.isAttached {
            guard ["st", "nd", "rd", "th"].contains(next.text) else { return nil }
            advance()
            advance()
            return (day, true)
        }
        advance()
        return (day, false)
    }

    private mutating func date(month: Int, day: Int, from start: Int) throws(InstantWordsError) -> DayPhrase {
        if let token = current, token.kind == .digits, token.text.utf8.count == 4, let year = Int(token.text),
            (1970...2199).contains(year), peek(1)?.isAttached != true
        {
            advance()
            guard let date = LocalDate(year: year, month: month, day: day) else {
                throw error(.noSuchDate, from: start)
            }
            return .date(date)
        }
        // 2000 is a leap year: 29 February exists in some year.
        guard LocalDate(year: 2000, month: month, day: day) != nil else { throw error(.noSuchDate, from: start) }
        return .yearly(month: month, day: day)
    }
}

/// English names of weekdays and months, whole or shortened.
enum CalendarNames {
    private static let weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    /// 0 = Sunday.
    static func weekday(_ word: String) -> Int? { position(of: word, in: weekdays) }

    /// 1 = January.
    static func month(_ word: String) -> Int? { position(of: word, in: months).map { $0 + 1 } }

    /// At least three letters that begin one of the names: "thurs", "sept".
    private static func position(of word: String, in names: [String]) -> Int? {
        guard word.utf8.count >= 3 else { return nil }
        return names.firstIndex { $0.hasPrefix(word) }
    }
}

import CivilTime

/// What words say of an instant, before they are resolved against now and a zone.
enum WhenPhrase: Hashable, Sendable {
    case now
    case instant(Instant)
    case after(Elapsed)
    case moment(MomentPhrase)
}

/// A day, a time of day, a part of the day, or several of them.
struct MomentPhrase: Hashable, Sendable {
    var day: DayPhrase?
    var clock: ClockPhrase?
    var part: DayPart?
    var isUTC = false
    /// The phrase as it was written, for warnings.
    var text = ""

    var isEmpty: Bool { day == nil && clock == nil && part == nil }

    /// Whether the day was written as 2026-03-09, beside which times are on the 24-hour clock.
    var isWrittenDate: Bool {
        if case .date = day { true } else { false }
    }
}

extension WhenPhrase {
    init(_ text: String) throws(InstantWordsError) {
        let trimmed = Self.trimmed(text)
        guard !trimmed.isEmpty else { throw InstantWordsError(.empty, found: "") }
        guard trimmed.count <= instantWordsLengthMax else { throw InstantWordsError(.tooLong, found: "") }
        if let instant = Instant(iso8601: trimmed) {
            self = .instant(instant)
        } else if let seconds = try Self.epochSeconds(trimmed) {
            self = .instant(Instant(epochSeconds: seconds))
        } else {
            var reader = PhraseReader(trimmed)
            self = try reader.when()
        }
    }

    private static func trimmed(_ text: String) -> String {
        var rest = Substring(text)
        while let last = rest.last, last.isWhitespace || last == "." || last == "!" { rest.removeLast() }
        return String(rest.drop(while: \.isWhitespace))
    }

    /// Nine to eleven digits, with a fraction that is cut; fewer are a time of day.
    private static func epochSeconds(_ text: String) throws(InstantWordsError) -> Int64? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }), parts[0].count >= 9
        else { return nil }
        guard parts[0].count < 12 else { throw InstantWordsError(.milliseconds, found: text) }
        return Int64(parts[0])
    }
}

extension PhraseReader {
    fileprivate static let fillers: Set<String> = ["at", "on", "by", "around", "please"]

    mutating func when() throws(InstantWordsError) -> WhenPhrase {
        if accept(phrase: "right now") || accept("now", "immediately", "asap") != nil {
            guard isAtEnd else { throw leftover() }
            return .now
        }
        if let phrase = try attempt({ (reader) throws(InstantWordsError) in try reader.afterPhrase() }) {
            return phrase
        }
        return .moment(try moment())
    }

    /// "in 20 minutes", "20m from now", "in 3 days at 9am".
    private mutating func afterPhrase() throws(InstantWordsError) -> WhenPhrase? {
        _ = accept("in", "after", "+")
        guard let elapsed = try elapsed() else { return nil }
        _ = accept(phrase: "from now") || accept("later", "hence") != nil
        if isAtEnd { return .after(elapsed) }
        guard elapsed.seconds == 0, elapsed.days > 0 else { return nil }
        var phrase = try moment()
        guard phrase.day == nil else { return nil }
        phrase.day = .after(days: elapsed.days)
        return .moment(phrase)
    }

    /// Reads days, times and parts of the day in any order, to the end.
    mutating func moment() throws(InstantWordsError) -> MomentPhrase {
        var phrase = MomentPhrase()
        let start = position
        while true {
            skip(Self.fillers)
            if isAtEnd { break }
            try part(of: &phrase)
        }
        guard !phrase.isEmpty else { throw leftover() }
        phrase.text = text(from: start)
        return phrase
    }

    private mutating func part(of phrase: inout MomentPhrase) throws(InstantWordsError) {
        let start = position
        if let part = dayPart(after: phrase) {
            guard phrase.part == nil else { throw error(.contradiction, from: start) }
            phrase.part = part.part
            if part.isToday {
                guard phrase.day == nil || phrase.day == .today else { throw error(.contradiction, from: start) }
                phrase.day = .today
            }
        } else if let day = try day() {
            guard phrase.day == nil else { throw error(.contradiction, from: start) }
            phrase.day = day
        } else if phrase.clock != nil, accept("utc", "gmt", "z") != nil {
            phrase.isUTC = true
        } else if let clock = try clock() {
            guard phrase.clock == nil else { throw error(.contradiction, from: start) }
            phrase.clock = clock
        } else {
            throw leftover()
        }
    }

    /// "tonight", "this morning", "in the afternoon", "at night", "morning" after a day.
    private mutating func dayPart(after phrase: MomentPhrase) -> (part: DayPart, isToday: Bool)? {
        if accept("tonight") != nil { return (.tonight, true) }
        var ahead = self
        let isThis = ahead.accept("this") != nil
        if !isThis, ahead.accept("in") != nil { _ = ahead.accept("the") }
        guard let part = ahead.dayPartName() else { return nil }
        self = ahead
        return (part, isThis)
    }

    private mutating func dayPartName() -> DayPart? {
        if accept(phrase: "end of day") || accept(phrase: "close of business") || accept("eod", "cob") != nil {
            return .endOfDay
        }
        guard let word = accept("morning", "lunchtime", "lunch", "afternoon", "evening", "night") else { return nil }
        return word == "lunch" ? .lunchtime : DayPart(rawValue: word)
    }

    /// The error for the word that nothing could be made of.
    func leftover() -> InstantWordsError {
        guard let token = current ?? tokens.last else { return InstantWordsError(.notUnderstood, found: "") }
        return InstantWordsError(.notUnderstood, found: token.text, column: token.column)
    }
}

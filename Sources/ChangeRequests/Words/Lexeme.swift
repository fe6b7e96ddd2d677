/// A word, a run of digits or a mark of a request, with what the lexicon knows of it.
struct Lexeme: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case word
        case digits
        case mark
    }

    var kind: Kind
    /// The plain form that the grammar is written in: lower case, "minute" for "mins".
    var text: String
    /// The spelling in lower case, without apostrophes.
    var written = ""
    var role = WordRole.plain
    /// Bytes of the request that it was read from.
    var range: Range<Int>
    /// Whether it follows the lexeme before it without a blank.
    var isAttached: Bool
    var isPlural = false
    /// Whether it ends in "'s".
    var isPossessive = false
    /// Whether the lexicon has the word, or one close to it.
    var isKnown = true
    /// Whether it was read as a word that is spelled otherwise.
    var isMended = false
    /// It names the schedule itself ("it", "the ledger sync"), and adds nothing.
    var isObject = false

    /// The value of digits or of a number's word.
    var number: Int? {
        if kind == .digits { return text.utf8.count <= 9 ? Int(text) : nil }
        if case .number(let value) = role { return value }
        return nil
    }

    func isMark(_ mark: String) -> Bool { kind == .mark && text == mark }
}

/// What kind of notion a word stands for.
enum WordRole: Hashable, Sendable {
    case plain
    case number(Int)
    /// "first" to "twelfth".
    case ordinal(Int)
    /// 0 = Sunday.
    case weekday(Int)
    /// 1 = January.
    case month(Int)
    case unit(TimeUnit)
    case part(DayPart)
    /// Adds nothing: politeness, articles, greetings.
    case filler
    /// Common in other languages and unknown in English.
    case foreign
}

enum TimeUnit: Hashable, Sendable {
    case second, minute, hour, day, week, month, year

    /// Seconds of what a clock counts; nil for calendar units.
    var seconds: Int? {
        switch self {
        case .second: 1
        case .minute: 60
        case .hour: 3600
        case .day, .week, .month, .year: nil
        }
    }
}

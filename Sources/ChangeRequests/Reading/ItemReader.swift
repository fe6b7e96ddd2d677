/// Reads the lexemes of a request into items, from left to right; what fits nothing becomes an unknown item.
struct ItemReader {
    let lexemes: [Lexeme]
    let places: PlaceNames
    /// For a heartbeat "10 to 6" is a stretch of hours, and not ten minutes to six.
    let prefersHours: Bool
    var position = 0

    init(_ lexemes: [Lexeme], places: PlaceNames, prefersHours: Bool) {
        self.lexemes = lexemes
        self.places = places
        self.prefersHours = prefersHours
    }

    var isAtEnd: Bool { position >= lexemes.count }
    var current: Lexeme? { peek(0) }

    func peek(_ distance: Int) -> Lexeme? {
        let place = position + distance
        return place >= 0 && place < lexemes.count ? lexemes[place] : nil
    }

    // Several shapes instead of a variadic one: a list would be made for each question.
    mutating func accept(_ word: String) -> Bool {
        guard position < lexemes.count, lexemes[position].text == word else { return false }
        position += 1
        return true
    }

    mutating func accept(_ a: String, _ b: String) -> Bool {
        guard position < lexemes.count else { return false }
        let text = lexemes[position].text
        guard text == a || text == b else { return false }
        position += 1
        return true
    }

    mutating func accept(_ a: String, _ b: String, _ c: String) -> Bool {
        guard position < lexemes.count else { return false }
        let text = lexemes[position].text
        guard text == a || text == b || text == c else { return false }
        position += 1
        return true
    }

    mutating func accept(_ a: String, _ b: String, _ c: String, _ d: String) -> Bool {
        guard position < lexemes.count else { return false }
        let text = lexemes[position].text
        guard text == a || text == b || text == c || text == d else { return false }
        position += 1
        return true
    }

    mutating func accept(_ a: String, _ b: String, _ c: String, _ d: String, _ e: String) -> Bool {
        guard position < lexemes.count else { return false }
        let text = lexemes[position].text
        guard text == a || text == b || text == c || text == d || text == e else { return false }
        position += 1
        return true
    }

    mutating func accept(_ a: String, _ b: String, _ c: String, _ d: String, _ e: String, _ f: String) -> Bool {
        guard position < lexemes.count else { return false }
        let text = lexemes[position].text
        guard text == a || text == b || text == c || text == d || text == e || text == f else { return false }
        position += 1
        return true
    }

    mutating func accept(_ a: String, _ b: String, _ c: String, _ d: String, _ e: String, _ f: String, _ g: String)
        -> Bool
    {
        guard position < lexemes.count else { return false }
        let text = lexemes[position].text
        guard text == a || text == b || text == c || text == d || text == e || text == f || text == g else {
            return false
        }
        position += 1
        return true
    }

    mutating func accept(sequence a: String, _ b: String) -> Bool {
        guard position + 1 < lexemes.count, lexemes[position].text == a, lexemes[position + 1].text == b else {
            return false
        }
        position += 2
        return true
    }

    mutating func accept(sequence a: String, _ b: String, _ c: String) -> Bool {
        guard position + 2 < lexemes.count, lexemes[position].text == a, lexemes[position + 1].text == b,
            lexemes[position + 2].text == c
        else { return false }
        position += 3
        return true
    }

    mutating func accept(sequence a: String, _ b: String, _ c: String, _ d: String) -> Bool {
        guard position + 3 < lexemes.count, lexemes[position].text == a, lexemes[position + 1].text == b,
            lexemes[position + 2].text == c, lexemes[position + 3].text == d
        else { return false }
        position += 4
        return true
    }

    mutating func accept(sequence a: String, _ b: String, _ c: String, _ d: String, _ e: String) -> Bool {
        guard position + 4 < lexemes.count, lexemes[position].text == a, lexemes[position + 1].text == b,
            lexemes[position + 2].text == c, lexemes[position + 3].text == d, lexemes[position + 4].text == e
        else { return false }
        position += 5
        return true
    }

    /// Keeps the position only where `read` finds something.
    mutating func attempt<Found>(_ read: (inout ItemReader) -> Found?) -> Found? {
        let start = position
        guard let found = read(&self) else {
            position = start
            return nil
        }
        return found
    }

    mutating func items() -> [PlacedItem] {
        var items: [PlacedItem] = []
        items.reserveCapacity(lexemes.count)
        while !isAtEnd {
            let start = position
            guard let item = next() else {
                if position == start { position += 1 }
                continue
            }
            position = max(position, start + 1)
            let range = lexemes[start].range.lowerBound..<lexemes[position - 1].range.upperBound
            var placed = PlacedItem(
                item: item, range: range, isEach: isEach(before: start) || isEach(before: start + 1))
            placed.namesRun = namesRun(item)
            items.append(placed)
        }
        return items
    }

    private func isEach(before place: Int) -> Bool {
        guard place > 0, place <= lexemes.count else { return false }
        let text = lexemes[place - 1].text
        return text == "every" || text == "each"
    }

    /// Whether a day or time is that of a run ("tomorrow's run", "the 5pm run"); steps over the noun.
    private mutating func namesRun(_ item: RequestItem) -> Bool {
        let isPossessive = lexemes[position - 1].isPossessive
        switch item {
        case .clock, .date, .part: break
        case .weekdays(let phrase):
            guard phrase.form != .rule else { return false }
        default: return false
        }
        if let noun = current,
            ["run", "one", "occurrence", "execution", "instance", "slot", "check", "beat"].contains(noun.text)
        {
            let next = peek(1)
            let isNoun =
                isPossessive || next.map { !$0.isObject && !["the", "this", "it", "now"].contains($0.text) } ?? true
            guard isNoun, !(noun.text == "one" && next?.text == "time") else { return isPossessive }
            position += 1
            return true
        }
        return isPossessive
    }

    /// The next item; nil where the words at the position add nothing.
    private mutating func next() -> RequestItem? {
        guard let lexeme = current else { return nil }
        if lexeme.isObject {
            position += 1
            return nil
        }
        if lexeme.kind == .mark, let item = mark(lexeme) { return item }
        if let item = structured(lexeme) { return item }
        if let phrase = PhraseBook.shared.match(lexemes, at: position) {
            position = phrase.end
            return phrase.sense == .filler ? nil : .sense(phrase.sense)
        }
        position += 1
        switch lexeme.role {
        case .filler: return nil
        case .number(let value):
            return current?.text == "times" ? .sense(.refuse(.series)) : .number(value)
        case .foreign: return .sense(.refuse(.language))
        case .plain, .ordinal, .weekday, .month, .unit, .part: break
        }
        if lexeme.kind == .digits, current?.text == "times" || current?.text == "x" { return .sense(.refuse(.series)) }
        if lexeme.kind == .digits { return lexeme.number.map { .number($0) } ?? .unknown }
        switch lexeme.text {
        case "every", "each", "this", "to", "that", "of", "then", "per", "q", "it", "the", "a", "an", "time", "job",
            "schedule", "m", "date", "hour", "last", "am", "pm", "with":
            return nil
        default: break
        }
        return lexeme.kind == .mark ? nil : .unknown
    }

    private mutating func mark(_ lexeme: Lexeme) -> RequestItem? {
        switch lexeme.text {
        case ",", "(", ")":
            position += 1
            return .comma
        case ".", ";", "!", "?":
            position += 1
            return .stop
        case "&":
            position += 1
            return .sense(.and)
        case ":": return attempt { $0.minuteMarks() }
        case "+", "-": return attempt { $0.signedShift() }
        default: return nil
        }
    }

    private mutating func structured(_ lexeme: Lexeme) -> RequestItem? {
        if lexeme.kind == .mark { return nil }
        if let item = attempt({ $0.fixedWords() }) { return item }
        if let item = attempt({ $0.isoDate() }) { return item }
        if let item = attempt({ $0.window() }) { return item }
        if let item = attempt({ $0.ordinalDays() }) { return item }
        if let item = attempt({ $0.date() }) { return item }
        if let item = attempt({ $0.weekdayList() }) { return item }
        if let item = attempt({ $0.repetition() }) { return item }
        if let item = attempt({ $0.minutesPast() }) { return item }
        if let item = attempt({ $0.clockItem() }) { return item }
        if let item = attempt({ $0.durationItem() }) { return item }
        if let item = attempt({ $0.partItem() }) { return item }
        if let item = attempt({ $0.monthList() }) { return item }
        return attempt { $0.zone() }
    }

    /// Phrases that hold words of the grammar and so are looked for before it.
    private mutating func fixedWords() -> RequestItem? {
        if let count = nextRuns() { return .nextRuns(count) }
        guard let phrase = PhraseBook.shared.match(lexemes, at: position) else { return nil }
        switch phrase.sense {
        case .indefinitely, .restOfDay, .restOfWeek, .restOfMonth, .endOfMonth, .endOfWeek, .endOfYear, .overWeekend,
            .thisWeekend, .weekendNoun, .nextWeek, .thisWeek, .nextMonth, .nextYear, .businessHours, .nightHours,
            .roundTheClock, .removeHours, .dayHours, .onTheHour, .twiceAsOften, .halfAsOften, .overlapSkip,
            .overlapQueue,
            .overlapAllow, .noTimeout, .localTime, .mute, .thisRun, .justOnce, .onlyToday, .nextRun, .oneTime, .extra,
            .critical, .normal, .low, .timezone, .refuse(.otherJobs), .refuse(.noValue), .refuse(.event),
            .refuse(.holiday), .refuse(.delete),
            .refuse(.work):
            // A single word yields to the grammar: "top", "another", "if".
            guard phrase.end > position + 1 || !isGrammarWord else { return nil }
            if phrase.sense == .oneTime, let next = lexemes[phrase.end...].first?.text,
                ["per", "a", "an", "each", "every"].contains(next)
            {
                return nil
            }
            if phrase.sense == .weekendNoun, peek(-1)?.text != "the" { return nil }
            position = phrase.end
            return .sense(phrase.sense)
        default: return nil
        }
    }

    private var isGrammarWord: Bool {
        guard let role = current?.role else { return false }
        switch role {
        case .plain, .filler, .foreign: return false
        case .number, .ordinal, .weekday, .month, .unit, .part: return true
        }
    }

    /// "the next 3 runs", "next two occurrences", "the next couple of runs".
    private mutating func nextRuns() -> Int? {
        attempt { reader -> Int? in
            _ = reader.accept("the")
            guard reader.accept("next", "upcoming", "following") else { return nil }
            let count: Int
            if reader.isAtEnd { return 1 }
            if reader.accept(sequence: "couple", "of") || reader.accept("couple") {
                count = 2
            } else if let number = reader.wholeNumber() {
                count = number
            } else {
                return nil
            }
            _ = reader.accept("scheduled")
            let isNoun =
                reader.accept("run", "occurrence", "occurrences", "executions", "execution", "ones", "time")
                || reader.accept("times")
            return isNoun || reader.isAtEnd ? count : nil
        }
    }
}

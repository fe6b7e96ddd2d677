/// Reads the text of an expression in a dialect of cron fields.
struct CronParser {
    let dialect: Dialect
    let grammar: Grammar
    let seed: String

    init(dialect: Dialect, seed: String) {
        self.dialect = dialect
        grammar = Grammar.of(dialect)
        self.seed = seed
    }

    /// What an expression stands for.
    enum Meaning: Hashable, Sendable {
        case fields(CronFields)
        case every(seconds: Int)
        case reboot
    }

    func parse(_ body: CronText) throws(CronSyntaxError) -> Meaning {
        let words = body.words()
        guard let first = words.first else {
            throw CronSyntaxError(
                field: .whole, column: body.column, found: "", reason: .empty, allowed: fieldCountWords, hint: nil)
        }
        if first.starts(with: "@") { return try nickname(words) }
        guard grammar.fieldCounts.contains(words.count) else {
            throw CronSyntaxError(
                field: .whole,
                column: words.count < grammar.fieldCounts.lowerBound
                    ? first.column : words[grammar.fieldCounts.upperBound].column,
                found: body.string, reason: .fieldCount(words.count), allowed: fieldCountWords,
                hint: fieldCountHint(words.count))
        }
        return .fields(try fields(words))
    }

    private func fields(_ words: [CronText]) throws(CronSyntaxError) -> CronFields {
        var fields = CronFields()
        fields.count = words.count
        for (field, word) in zip(Self.order(count: words.count), words) {
            fields[field] = try pattern(word, field)
        }
        try settleDays(&fields, words)
        return fields
    }

    /// The fields of an expression of 5, 6 or 7 words.
    static func order(count: Int) -> [CronField] {
        let five: [CronField] = [.minute, .hour, .dayOfMonth, .month, .dayOfWeek]
        return (count > 5 ? [.second] : []) + five + (count > 6 ? [.year] : [])
    }

    private func settleDays(_ fields: inout CronFields, _ words: [CronText]) throws(CronSyntaxError) {
        let star = fields.dayOfMonth.startsWithStar || fields.dayOfWeek.startsWithStar
        switch grammar.dayRule {
        case .either: fields.bothDays = fields.dayOfWeek.plus
        case .eitherUnlessStar: fields.bothDays = star
        case .both: fields.bothDays = true
        case .oneOnly:
            fields.bothDays = true
            guard fields.dayOfMonth.isBlank != fields.dayOfWeek.isBlank else {
                let word = words[5]
                throw CronSyntaxError(
                    field: .dayOfWeek, column: word.column, found: word.string, reason: .bothDayFields,
                    allowed: "? in exactly one of the day fields",
                    hint: fields.dayOfMonth.isUnrestricted
                        ? "Write ? for the day of the month." : "Write ? for the day of the week.")
            }
        }
    }

    // MARK: Nicknames

    static let nicknames: [(name: String, fields: String)] = [
        ("@yearly", "0 0 1 1 *"), ("@annually", "0 0 1 1 *"), ("@monthly", "0 0 1 * *"), ("@weekly", "0 0 * * 0"),
        ("@daily", "0 0 * * *"), ("@midnight", "0 0 * * *"), ("@hourly", "0 * * * *"),
    ]

    private func nickname(_ words: [CronText]) throws(CronSyntaxError) -> Meaning {
        let name = words[0]
        if name.string == "@every", grammar.every { return try interval(words) }
        guard grammar.nicknames.contains(name.string) else { throw unknownNickname(name) }
        if words.count > 1 {
            throw CronSyntaxError(
                field: .whole, column: words[1].column, found: words[1].string, reason: .nicknameNotAlone,
                allowed: "the nickname alone", hint: "Write \(name.string), or the fields.")
        }
        if name.string == "@reboot" { return .reboot }
        guard let known = Self.nicknames.first(where: { $0.name == name.string }) else { throw unknownNickname(name) }
        return .fields(try fieldsOfNickname(known.fields))
    }

    /// A nickname's fields are written for crontabs, whatever the dialect.
    private func fieldsOfNickname(_ text: String) throws(CronSyntaxError) -> CronFields {
        let parser = CronParser(dialect: .almanac, seed: seed)
        var fields = try CronText.reading(text) { body in
            Result { () throws(CronSyntaxError) in try parser.fields(body.words()) }
        }
        if dialect == .vixie { fields.bothDays = false }
        return fields
    }

    private func unknownNickname(_ name: CronText) -> CronSyntaxError {
        let known = grammar.nicknames.sorted() + (grammar.every ? ["@every"] : [])
        let lower = name.string.lowercased()
        return CronSyntaxError(
            field: .whole, column: name.column, found: name.string, reason: .unknownNickname,
            allowed: known.isEmpty ? "none in the \(dialect.rawValue) dialect" : known.joined(separator: ", "),
            hint: known.contains(lower) ? "Write \(lower); nicknames are in small letters." : nil)
    }

    private func interval(_ words: [CronText]) throws(CronSyntaxError) -> Meaning {
        let text = words.dropFirst().map(\.string).joined(separator: " ")
        do throws(IntervalSyntaxError) {
            return .every(seconds: Int(try parseInterval(text)))
        } catch {
            throw CronSyntaxError(
                field: .whole, column: words.count > 1 ? words[1].column : words[0].column + 6, found: text,
                reason: .invalidInterval, allowed: "a length of time such as 90m, 1h30m or 2w", hint: nil)
        }
    }

    // MARK: Words

    private var fieldCountWords: String {
        switch dialect {
        case .almanac: "5 fields (minute hour day month weekday), 6 (seconds first) or 7 (year last)"
        case .vixie, .kubernetes: "5 fields (minute hour day month weekday)"
        case .quartz: "6 fields (second minute hour day month weekday), or 7 with the year"
        case .spring: "6 fields (second minute hour day month weekday)"
        case .systemd: "a weekday, a date and a time, such as Mon *-*-* 09:00"
        }
    }

    private func fieldCountHint(_ count: Int) -> String? {
        if count == 5, !grammar.fieldCounts.contains(5) { return "Put a field for the second in front." }
        if count == 6, grammar.fieldCounts == 5...5 { return "The \(dialect.rawValue) dialect has no seconds." }
        return nil
    }
}

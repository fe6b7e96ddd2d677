/// Reads the calendar events of systemd timers (systemd.time(7), "CALENDAR EVENTS"): weekdays, a date and a time, all
/// of which must agree, and a zone behind them.
struct SystemdParser {
    /// Says what is wrong in the words of the dialect.
    private let faults = CronParser(dialect: .systemd, seed: "")

    struct Result {
        var fields: CronFields
        var zone: String?
    }

    private static let words: [(name: String, meaning: String)] = [
        ("minutely", "*-*-* *:*:00"), ("hourly", "*-*-* *:00:00"), ("daily", "*-*-* 00:00:00"),
        ("weekly", "Mon *-*-* 00:00:00"), ("monthly", "*-*-01 00:00:00"), ("quarterly", "*-01,04,07,10-01 00:00:00"),
        ("semiannually", "*-01,07-01 00:00:00"), ("yearly", "*-01-01 00:00:00"), ("annually", "*-01-01 00:00:00"),
    ]

    func parse(_ body: CronText) throws(CronSyntaxError) -> Result {
        var words = body.words()
        let zone = words.count > 1 ? takeZone(&words) : nil
        guard let first = words.first, words.count <= 3 else {
            throw CronSyntaxError(
                field: .whole, column: words.last?.column ?? body.column, found: body.string,
                reason: words.isEmpty ? .empty : .fieldCount(words.count),
                allowed: "a weekday, a date and a time, such as Mon *-*-* 09:00", hint: nil)
        }
        if words.count == 1, let known = Self.words.first(where: { $0.name == first.string.lowercased() }) {
            let fields = try CronText.reading(known.meaning) { text in
                Swift.Result { () throws(CronSyntaxError) in try self.fields(text.words()) }
            }
            return Result(fields: fields, zone: zone)
        }
        return Result(fields: try fields(words), zone: zone)
    }

    /// A last word that is no weekday, date or time names the zone.
    private func takeZone(_ words: inout [CronText]) -> String? {
        guard let last = words.last, last.startsWithLetter else { return nil }
        guard !last.contains(":"), words.count > 1 else { return nil }
        words.removeLast()
        return last.string
    }

    private func fields(_ words: [CronText]) throws(CronSyntaxError) -> CronFields {
        var fields = CronFields()
        (fields.minute, fields.hour) = (.zero, .zero)
        (fields.count, fields.bothDays) = (7, true)
        var rest = words[...]
        if let first = rest.first, first.startsWithLetter {
            fields.dayOfWeek = CronFieldPattern(terms: try weekdays(first))
            rest = rest.dropFirst()
        }
        if let word = rest.first, !word.contains(":") {
            try date(word, &fields)
            rest = rest.dropFirst()
        }
        if let word = rest.first {
            try time(word, &fields)
            rest = rest.dropFirst()
        }
        guard let extra = rest.first else { return fields }
        throw CronSyntaxError(
            field: .whole, column: extra.column, found: extra.string, reason: .unexpectedText,
            allowed: "a weekday, a date and a time, in this order", hint: nil)
    }

    // MARK: Weekdays

    private func weekdays(_ word: CronText) throws(CronSyntaxError) -> [CronTerm] {
        var terms: [CronTerm] = []
        for item in word.split(",") {
            guard let (first, second) = cutRange(item) ?? item.cut(at: "-") else {
                terms.append(.value(try weekday(item)))
                continue
            }
            terms.append(.range(try weekday(first), try weekday(second), step: nil))
        }
        return terms
    }

    private func weekday(_ text: CronText) throws(CronSyntaxError) -> Int {
        let upper = text.uppercased
        let full = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"]
        if let position = CronField.weekdayNames.firstIndex(of: upper) ?? full.firstIndex(of: upper) { return position }
        throw faults.fault(text.isEmpty ? .emptyItem : .notAValue, text, .dayOfWeek, allowed: "Mon to Sun", hint: nil)
    }

    // MARK: Date and time

    /// "YYYY-MM-DD", "MM-DD", and "~" before the day to count it from the month's end.
    private func date(_ word: CronText, _ fields: inout CronFields) throws(CronSyntaxError) {
        var parts = word.split("-")
        var fromEnd = false
        if let last = parts.last, let (month, day) = last.cut(at: "~") {
            parts.removeLast()
            parts += [month, day]
            fromEnd = true
        }
        guard (2...3).contains(parts.count) else {
            throw CronSyntaxError(
                field: .whole, column: word.column, found: word.string, reason: .unexpectedText,
                allowed: "a date such as 2026-03-04, *-*-01 or *-02~01", hint: nil)
        }
        if parts.count == 3 { fields.year = try component(parts.removeFirst(), .year) }
        fields.month = try component(parts[0], .month)
        fields.dayOfMonth = try component(parts[1], .dayOfMonth)
        if fromEnd { fields.dayOfMonth.terms = fields.dayOfMonth.terms.map(Self.countedFromEnd) }
    }

    private static func countedFromEnd(_ term: CronTerm) -> CronTerm {
        switch term {
        case .value(let day): .fromEnd(day, day, step: 1)
        case .range(let low, let high, let step): .fromEnd(high, low, step: step ?? 1)
        case .open(let day, let step): .fromEnd(day, 1, step: step)
        case .all, .blank, .chosen, .last, .lastNearestWeekday, .nearestWeekday, .nth, .lastOf, .fromEnd: term
        }
    }

    /// "HH:MM" or "HH:MM:SS".
    private func time(_ word: CronText, _ fields: inout CronFields) throws(CronSyntaxError) {
        let parts = word.split(":")
        guard (2...3).contains(parts.count) else {
            throw CronSyntaxError(
                field: .whole, column: word.column, found: word.string, reason: .unexpectedText,
                allowed: "a time such as 09:30, *:0/15 or 09:30:15", hint: nil)
        }
        fields.hour = try component(parts[0], .hour)
        fields.minute = try component(parts[1], .minute)
        if parts.count == 3 { fields.second = try component(parts[2], .second) }
    }

    /// `*`, or a list of `a`, `a..b`, `a/n`, `a..b/n`.
    private func component(_ text: CronText, _ field: CronField) throws(CronSyntaxError) -> CronFieldPattern {
        if text.isOne("*") { return .every }
        var terms: [CronTerm] = []
        for item in text.split(",") {
            guard !item.isEmpty else {
                throw faults.fault(.emptyItem, item, field, found: text.string, hint: nil)
            }
            terms.append(try term(item, field))
        }
        return CronFieldPattern(terms: terms)
    }

    private func term(_ item: CronText, _ field: CronField) throws(CronSyntaxError) -> CronTerm {
        let (base, step) = item.cut(at: "/").map { ($0.before, Optional($0.after)) } ?? (item, nil)
        if base.isOne("*") {
            throw faults.fault(
                .notAValue, base, field,
                hint: "Write \(field.limits.lowerBound)\(step.map { "/\($0.string)" } ?? "").")
        }
        if let (first, second) = cutRange(base) {
            let low = try faults.value(first, field)
            let high = try faults.value(second, field)
            guard low <= high else { throw faults.fault(.descendingRange, base, field, hint: nil) }
            let by = try step.map { text throws(CronSyntaxError) in
                try faults.stepValue(text, item, field, size: field.limits.count)
            }
            return .range(low, high, step: by)
        }
        let value = try faults.value(base, field)
        guard let step else { return .value(value) }
        return .open(value, step: try faults.stepValue(step, item, field, size: field.limits.count))
    }

    /// The ends of "a..b".
    private func cutRange(_ text: CronText) -> (before: CronText, after: CronText)? {
        guard let (before, after) = text.cut(at: "."), after.starts(with: ".") else { return nil }
        return (before, after.dropping(1))
    }
}

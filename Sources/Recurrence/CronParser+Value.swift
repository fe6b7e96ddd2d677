extension CronParser {
    /// A number or a name, in crontab numbering; 7 stays 7 for a Sunday at the end of a range.
    func value(_ text: CronText, _ field: CronField) throws(CronSyntaxError) -> Int {
        guard !text.isEmpty else { throw fault(.notAValue, text, field, hint: nil) }
        guard text.isDigits else { return try named(text, field) }
        guard let number = text.number, accepted(field).contains(number) else {
            throw fault(.outOfRange, text, field, hint: outOfRangeHint(text, field))
        }
        return field == .dayOfWeek ? number - grammar.sunday : number
    }

    private func named(_ text: CronText, _ field: CronField) throws(CronSyntaxError) -> Int {
        let upper = text.uppercased
        if let position = field.names.firstIndex(of: upper) { return position + (field == .month ? 1 : 0) }
        // Digits with something after them: point at what is too much.
        if text.digitCount > 0 {
            let rest = text.dropping(text.digitCount)
            throw fault(.unexpectedText, rest, field, hint: nil)
        }
        throw fault(.notAValue, text, field, hint: nameHint(upper, field))
    }

    /// "MON" for "Monday" or "MNO".
    private func nameHint(_ upper: String, _ field: CronField) -> String? {
        for known in [CronField.month, .dayOfWeek] {
            guard let name = known.names.first(where: { upper.hasPrefix($0) }) else { continue }
            if known == field { return "Write \(name)." }
            return "\(name) belongs in the \(known.words)."
        }
        return nil
    }

    private func outOfRangeHint(_ text: CronText, _ field: CronField) -> String? {
        switch field {
        case .hour: text.number == 24 ? "Midnight is 0." : nil
        case .minute, .second: text.number == 60 ? "The full hour or minute is 0." : nil
        case .dayOfWeek: text.number == 7 ? "Sunday is \(grammar.sunday)." : nil
        case .dayOfMonth, .month, .year, .whole: nil
        }
    }

    /// The numbers a field takes in the dialect's own numbering.
    func accepted(_ field: CronField) -> ClosedRange<Int> {
        guard field == .dayOfWeek else { return field.limits }
        return grammar.sunday...(grammar.sunday + (grammar.sundayAs7 ? 7 : 6))
    }

    /// How the dialect writes a value.
    func label(_ value: Int, _ field: CronField) -> String {
        String(field == .dayOfWeek ? value + grammar.sunday : value)
    }

    /// "0 to 23", "1 to 12 or JAN to DEC".
    func allowed(_ field: CronField) -> String {
        let range = accepted(field)
        let numbers = "\(range.lowerBound) to \(range.upperBound)"
        guard let first = field.names.first, let last = field.names.last else { return numbers }
        return "\(numbers) or \(first) to \(last)"
    }

    func fault(
        _ reason: CronSyntaxError.Reason, _ text: CronText, _ field: CronField, found: String? = nil,
        allowed: String? = nil, hint: String?
    ) -> CronSyntaxError {
        CronSyntaxError(
            field: field, column: text.column, found: found ?? text.string, reason: reason,
            allowed: allowed ?? self.allowed(field), hint: hint)
    }

    func unknown(
        _ found: String, in text: CronText, _ field: CronField, hint: String? = nil
    ) -> CronSyntaxError {
        fault(.notInThisDialect(dialect), text, field, found: found, hint: hint)
    }
}

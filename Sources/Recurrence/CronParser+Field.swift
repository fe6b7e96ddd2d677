extension CronParser {
    /// Reads one field: items between commas, `+` before the day of the week.
    func pattern(_ word: CronText, _ field: CronField) throws(CronSyntaxError) -> CronFieldPattern {
        var word = word
        var plus = false
        if word.starts(with: "+") {
            guard grammar.plus else { throw unknown("+", in: word, field) }
            guard field == .dayOfWeek else {
                throw fault(
                    .misplacedPlus, word, field, found: "+",
                    hint: field == .dayOfMonth ? "Put the + before the day of the week." : nil)
            }
            plus = true
            word = word.dropping(1)
        }
        guard word.contains(",") else { return CronFieldPattern(terms: [try listItem(word, word, field)], plus: plus) }
        let items = word.split(",")
        var terms: [CronTerm] = []
        for item in items {
            terms.append(try listItem(item, word, field))
        }
        if terms.count > 1, let blank = terms.firstIndex(of: .blank) {
            throw fault(.loneBlank, items[blank], field, found: "?", hint: nil)
        }
        return CronFieldPattern(terms: terms, plus: plus)
    }

    private func listItem(
        _ item: CronText, _ word: CronText, _ field: CronField
    ) throws(CronSyntaxError) -> CronTerm {
        guard !item.isEmpty else {
            throw fault(.emptyItem, item, field, found: word.string, hint: "Take the extra comma out.")
        }
        return try term(item, field)
    }

    /// Reads one item of a list.
    private func term(_ item: CronText, _ field: CronField) throws(CronSyntaxError) -> CronTerm {
        if item.isOne("*") { return .all(step: nil) }
        if item.isDigits { return .value(try value(item, field) % modulus(field)) }
        if item.isOne("?") { return try blank(item, field) }
        if let chosen = try chosen(item, field) { return chosen }
        if let special = try special(item, field) { return special }
        if let (base, step) = item.cut(at: "/") { return try stepped(item, base, step, field) }
        return try plain(item, field)
    }

    private func blank(_ item: CronText, _ field: CronField) throws(CronSyntaxError) -> CronTerm {
        guard grammar.blank else { throw unknown("?", in: item, field, hint: "Write * instead.") }
        guard field == .dayOfMonth || field == .dayOfWeek || dialect == .kubernetes else {
            throw fault(.notInThisField, item, field, found: "?", hint: "Write * instead.")
        }
        return dialect == .kubernetes ? .all(step: nil) : .blank
    }

    /// A value, or a range without a step.
    private func plain(_ item: CronText, _ field: CronField) throws(CronSyntaxError) -> CronTerm {
        guard let (low, high) = try range(item, field) else { return .value(try value(item, field) % modulus(field)) }
        return .range(low, high, step: nil)
    }

    /// The two ends of a range; nil where the item has no hyphen.
    func range(_ item: CronText, _ field: CronField) throws(CronSyntaxError) -> (Int, Int)? {
        guard let (first, second) = item.cut(at: "-") else { return nil }
        guard !first.isEmpty else { throw fault(.notAValue, item, field, hint: nil) }
        for end in [first, second] where end.isOne("*") {
            throw fault(.notInARange, end, field, found: item.string, hint: "Write * alone.")
        }
        let low = try value(first, field)
        var high = try value(second, field)
        // SUN at the end of a range is the Sunday after it, however Sunday is written.
        if field == .dayOfWeek, grammar.sunday == 0, high == 0, low > 0, !second.isDigits { high = 7 }
        guard high >= low || grammar.wrapAround && field != .year else {
            let parts = twoParts(first, low, second, high, field)
            throw fault(.descendingRange, item, field, hint: "Write \(parts.joined(separator: ",")).")
        }
        return (low, high)
    }

    /// What a range that runs past the end of its field stands for: "FRI-SAT,SUN-MON".
    private func twoParts(
        _ first: CronText, _ low: Int, _ second: CronText, _ high: Int, _ field: CronField
    ) -> [String] {
        let (bottom, top) = (field.limits.lowerBound, field.limits.upperBound)
        let bottomText = second.isDigits ? label(bottom, field) : field.names.first ?? ""
        let topText = first.isDigits ? label(top, field) : field.names.last ?? ""
        return [
            low >= top ? first.string : "\(first.string)-\(topText)",
            high <= bottom ? second.string : "\(bottomText)-\(second.string)",
        ]
    }

    /// `*/n`, `a-b/n`, and `a/n` where the dialect takes it.
    private func stepped(
        _ item: CronText, _ base: CronText, _ step: CronText, _ field: CronField
    ) throws(CronSyntaxError) -> CronTerm {
        let size: Int
        if base.isOne("*") || base.isOne("?") && dialect == .kubernetes {
            let by = try stepValue(step, item, field, size: field.limits.count)
            return .all(step: dialect == .kubernetes && by == 1 ? nil : by)
        }
        if let (low, high) = try range(base, field) {
            size = high >= low ? high - low + 1 : field.limits.count
            return .range(low, high, step: try stepValue(step, item, field, size: size))
        }
        if base.isEmpty {
            throw fault(.stepWithoutRange, item, field, hint: "Write *\(item.string).")
        }
        let low = try value(base, field) % modulus(field)
        guard grammar.openSteps else {
            _ = try stepValue(step, item, field, size: field.limits.count)
            throw fault(
                .stepWithoutRange, item, field,
                hint: "Write \(base.string)-\(label(field.limits.upperBound, field))/\(step.string).")
        }
        return .open(low, step: try stepValue(step, item, field, size: field.limits.count))
    }

    /// The step after a slash: at least 1 and at most what the range holds.
    func stepValue(
        _ step: CronText, _ item: CronText, _ field: CronField, size: Int
    ) throws(CronSyntaxError) -> Int {
        guard step.isDigits else { throw fault(.invalidStep, step, field, allowed: "1 or more", hint: nil) }
        guard let value = step.number, value <= size else {
            // Crontabs and robfig take any step; what they would run is the first value of the range.
            if let value = step.number, grammar.openSteps || dialect == .vixie { return value }
            throw fault(
                .stepTooLarge, step, field, allowed: "1 to \(size)", hint: intervalHint(step.string, field))
        }
        guard value > 0 else { throw fault(.invalidStep, step, field, allowed: "1 or more", hint: nil) }
        return value
    }

    private func intervalHint(_ step: String, _ field: CronField) -> String? {
        switch field {
        case .second: "Every \(step) seconds is an interval: @every \(step)s."
        case .minute: "Every \(step) minutes is an interval: @every \(step)m."
        case .hour: "Every \(step) hours is an interval: @every \(step)h."
        case .dayOfMonth: "Every \(step) days is an interval: @every \(step)d."
        case .month, .dayOfWeek, .year, .whole: nil
        }
    }

    private func modulus(_ field: CronField) -> Int { field == .dayOfWeek ? 7 : Int.max }
}

extension CronParser {
    /// Reads `L`, `W` and `#` forms; nil where the item is none of them.
    func special(_ item: CronText, _ field: CronField) throws(CronSyntaxError) -> CronTerm? {
        guard item.mayBeSpecial else { return nil }
        let upper = item.uppercased
        if upper.contains("#") { return try ordinal(item, field) }
        let hasL = upper == "L" || upper.hasPrefix("L-") || upper == "LW" || isNumberOrName(upper, endingIn: "L", field)
        let hasW = upper == "W" || upper == "LW" || upper.hasSuffix("W") && upper.contains(where: \.isNumber)
        guard hasL || hasW else { return nil }
        let mark = hasL ? "L" : "W"
        guard grammar.specials else { throw unknown(mark, in: item, field) }
        switch field {
        case .dayOfMonth: return try specialDay(item, upper)
        case .dayOfWeek: return try specialWeekday(item, upper)
        case .second, .minute, .hour, .month, .year, .whole:
            throw fault(.notInThisField, item, field, found: item.string, hint: "\(mark) belongs in the day fields.")
        }
    }

    private func isNumberOrName(_ upper: String, endingIn mark: Character, _ field: CronField) -> Bool {
        guard upper.last == mark else { return false }
        let rest = upper.dropLast()
        guard !rest.isEmpty else { return false }
        return rest.allSatisfy { $0.isASCII && $0.isNumber } || CronField.weekdayNames.contains(String(rest))
    }

    /// `L`, `L-n`, `LW`, `L-nW`, `nW`.
    private func specialDay(_ item: CronText, _ upper: String) throws(CronSyntaxError) -> CronTerm {
        if upper == "L" { return .last(before: 0) }
        if upper == "LW" { return .lastNearestWeekday(before: 0) }
        let toWeekday = upper.last == "W"
        if upper.hasPrefix("L-") {
            let number = item.dropping(2).droppingLast(toWeekday ? 1 : 0)
            guard let before = number.number, (0...30).contains(before) else {
                throw fault(.outOfRange, number, .dayOfMonth, allowed: "0 to 30 days before the last", hint: nil)
            }
            return toWeekday ? .lastNearestWeekday(before: before) : .last(before: before)
        }
        guard toWeekday else {
            throw fault(
                .notAValue, item, .dayOfMonth, hint: "A weekday's last is written in the day-of-week field, as 5L.")
        }
        let number = item.droppingLast(1)
        guard number.isDigits else {
            throw fault(.notInARange, item, .dayOfMonth, hint: "W takes a single day, such as 15W.")
        }
        return .nearestWeekday(try value(number, .dayOfMonth))
    }

    /// `5L`, `FRIL`; `L` alone is Saturday in Quartz and refused elsewhere.
    private func specialWeekday(_ item: CronText, _ upper: String) throws(CronSyntaxError) -> CronTerm {
        if upper == "L", dialect == .quartz { return .value(6) }
        let weekday = item.droppingLast(1)
        guard upper.last == "L", !weekday.isEmpty else {
            throw fault(
                .notInThisField, item, .dayOfWeek, found: item.string,
                hint: upper == "L" ? "Say which weekday: 5L is the last Friday." : "W belongs in the day of the month.")
        }
        return .lastOf(weekday: try value(weekday, .dayOfWeek) % 7)
    }

    /// `MON#2`, `MON#L`.
    private func ordinal(_ item: CronText, _ field: CronField) throws(CronSyntaxError) -> CronTerm {
        guard grammar.specials else { throw unknown("#", in: item, field) }
        guard field == .dayOfWeek else {
            throw fault(.notInThisField, item, field, found: "#", hint: "# belongs in the day of the week.")
        }
        guard let (day, number) = item.cut(at: "#") else { throw fault(.notAValue, item, field, hint: nil) }
        let weekday = try value(day, field) % 7
        if number.isOne("L") || number.isOne("l") { return .lastOf(weekday: weekday) }
        guard let ordinal = number.number, (1...5).contains(ordinal) else {
            throw fault(
                .invalidOrdinal, number, field, found: item.string, allowed: "1 to 5 or L",
                hint: "A month has at most five of a weekday.")
        }
        return .nth(weekday: weekday, ordinal)
    }
}

extension CronText {
    /// It has a `#`, an `L` or a `W` somewhere.
    fileprivate var mayBeSpecial: Bool {
        contains("#") || contains("L") || contains("W") || contains("l") || contains("w")
    }
}

extension CronExpression {
    /// The expression in its plainest form, which the same dialect reads back as the same: nicknames written out,
    /// names as numbers, single blanks.
    package var canonical: String {
        let prefix = zonePrefix.map { "CRON_TZ=\($0) " } ?? ""
        switch meaning {
        case .reboot: return prefix + "@reboot"
        case .every(let seconds):
            return prefix + "@every " + intervalWords(Int64(seconds)).split(separator: " ").joined()
        case .fields(let fields):
            if dialect == .systemd { return fields.systemdText + (zonePrefix.map { " \($0)" } ?? "") }
            return prefix + fields.canonical(dialect)
        }
    }
}

extension CronFields {
    func canonical(_ dialect: Dialect) -> String {
        var fields = self
        let optional = dialect == .almanac
        if optional, fields.year.isUnrestricted, fields.count == 7 { fields.count = 6 }
        if optional, fields.second == .zero, fields.count == 6 { fields.count = 5 }
        // A nickname is five fields also where the dialect writes six.
        if fields.count == 5, !Grammar.of(dialect).fieldCounts.contains(5) { fields.count = 6 }
        return CronParser.order(count: fields.count).map { fields[$0].canonical($0, dialect) }.joined(separator: " ")
    }
}

extension CronFieldPattern {
    func canonical(_ field: CronField, _ dialect: Dialect) -> String {
        let grammar = Grammar.of(dialect)
        func label(_ value: Int) -> String { String(field == .dayOfWeek ? value + grammar.sunday : value) }
        let items = terms.map { $0.canonical(keepingBlank: dialect == .quartz, label) }
        return (plus ? "+" : "") + items.joined(separator: ",")
    }
}

extension CronTerm {
    fileprivate func canonical(keepingBlank: Bool, _ label: (Int) -> String) -> String {
        switch self {
        case .all(let step): return "*" + (step.map { "/\($0)" } ?? "")
        case .blank: return keepingBlank ? "?" : "*"
        case .value(let value): return label(value)
        case .range(let low, let high, let step):
            return "\(label(low))-\(label(high))" + (step.map { "/\($0)" } ?? "")
        case .open(let low, let step): return "\(label(low))/\(step)"
        case .chosen(let chosen): return chosen.canonical(label)
        case .last(let before): return before == 0 ? "L" : "L-\(before)"
        case .lastNearestWeekday(let before): return before == 0 ? "LW" : "L-\(before)W"
        case .nearestWeekday(let day): return "\(day)W"
        case .nth(let weekday, let number): return "\(label(weekday))#\(number)"
        case .lastOf(let weekday): return "\(label(weekday))L"
        case .fromEnd(let low, let high, let step):
            return low == high ? "~\(low)" : "~\(low)..~\(high)/\(step)"
        }
    }
}

extension CronTerm.Chosen {
    fileprivate func canonical(_ label: (Int) -> String) -> String {
        let ending = step.map { "/\($0)" } ?? ""
        switch mark {
        case .random: return (low.map(label) ?? "") + "~" + (high.map(label) ?? "") + ending
        case .hashed:
            guard let low, let high else { return "H" + ending }
            return "H(\(label(low))-\(label(high)))" + ending
        }
    }
}

extension CronExpression {
    /// What the author may not expect, each with what to write instead.
    package var warnings: [CronWarning] {
        guard let fields else { return [] }
        if isNever {
            return [
                CronWarning(
                    kind: .neverOccurs, field: .dayOfMonth, text: "There is no such date, so this never occurs.",
                    fix: nil)
            ]
        }
        return steps(fields) + dayFields(fields) + shortMonths(fields)
    }

    /// The expression with one field replaced, in canonical form.
    private func with(_ fields: CronFields, _ change: (inout CronFields) -> Void) -> String {
        var changed = fields
        change(&changed)
        return changed.canonical(dialect)
    }

    // MARK: Steps

    private func steps(_ fields: CronFields) -> [CronWarning] {
        let candidates: [(CronField, CronFieldPattern)] = [
            (.second, fields.second), (.minute, fields.minute), (.hour, fields.hour),
        ]
        return candidates.compactMap { field, pattern in
            guard pattern.terms.count == 1, case .all(let step?) = pattern.terms[0] else { return nil }
            return stepWarning(field, step, fields)
        }
    }

    private func stepWarning(_ field: CronField, _ step: Int, _ fields: CronFields) -> CronWarning? {
        let size = field.limits.count
        let whole = field == .hour ? "day" : field == .minute ? "hour" : "minute"
        let unit = String(field.rawValue.prefix(1))
        let hasFreeDays = fields.dayOfMonth.isUnrestricted && fields.dayOfWeek.isUnrestricted
        let isAlone = field == .hour || fields.hour.isUnrestricted
        let interval = hasFreeDays && isAlone && dialect == .almanac ? "@every \(step)\(unit)" : nil
        if step >= size, step > 1 {
            return CronWarning(
                kind: .singleStep, field: field,
                text:
                    "*/\(step) in the \(field.words) occurs once each \(whole), not every \(step) \(field.rawValue)s.",
                fix: interval)
        }
        guard size % step != 0 else { return nil }
        let last = (size - 1) / step * step
        return CronWarning(
            kind: .unevenStep, field: field,
            text: "*/\(step) starts afresh each \(whole): from \(last) to the next 0 it is only \(size - last)"
                + " \(field.rawValue)\(size - last == 1 ? "" : "s").",
            fix: interval)
    }

    // MARK: Day fields

    private func dayFields(_ fields: CronFields) -> [CronWarning] {
        let (day, weekday) = (fields.dayOfMonth, fields.dayOfWeek)
        guard !day.isUnrestricted, !weekday.isUnrestricted, dialect != .quartz, dialect != .systemd else { return [] }
        let and = dialect == .almanac ? with(fields) { $0.dayOfWeek.plus = true } : nil
        if day.startsWithStar || weekday.startsWithStar, !weekday.plus {
            let rule = fields.bothDays ? "both fields must agree here" : "either field is enough here"
            return [
                CronWarning(
                    kind: .starStepDays, field: .dayOfMonth,
                    text: "Tools differ about a step of * beside the other day field: \(rule).", fix: and)
            ]
        }
        guard !fields.bothDays else { return [] }
        if Set(day.bits(.dayOfMonth)).count == 31 || Set(weekday.bits(.dayOfWeek).map { $0 % 7 }).count == 7 {
            return [
                CronWarning(
                    kind: .wholeDayField, field: .dayOfWeek,
                    text: "One day field names every day and either is enough, so this occurs every day.",
                    fix: with(fields) {
                        $0.dayOfMonth = .every
                        $0.dayOfWeek = .every
                    })
            ]
        }
        return [
            CronWarning(
                kind: .eitherDayField, field: .dayOfWeek,
                text: "Both day fields are set, and a day that fits either is enough.", fix: and)
        ]
    }

    // MARK: Short months

    private func shortMonths(_ fields: CronFields) -> [CronWarning] {
        guard case .value(let day)? = fields.dayOfMonth.terms.last, day > 28, fields.dayOfWeek.isUnrestricted else {
            return []
        }
        let months = values(fields.month.mask(.month))
        let lacking = months.filter { $0 == 2 || day == 31 && [4, 6, 9, 11].contains($0) }
        guard !lacking.isEmpty else { return [] }
        let names = lacking.map { EnglishNames.months[$0 - 1] + ($0 == 2 && day == 29 ? " outside leap years" : "") }
        let takesLast = Grammar.of(dialect).specials && fields.dayOfMonth.terms.count == 1
        return [
            CronWarning(
                kind: .shortMonths, field: .dayOfMonth,
                text: "There is no \(ordinal(day)) in \(joined(names, "or")); L is the last day of any month.",
                fix: takesLast ? with(fields) { $0.dayOfMonth = CronFieldPattern(terms: [.last(before: 0)]) } : nil)
        ]
    }
}

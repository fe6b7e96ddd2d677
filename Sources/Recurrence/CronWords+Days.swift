extension CronWords {
    /// ", Monday to Friday", " on the 1st of January"; nothing for every day.
    var dayPhrase: String {
        let hasDays = !fields.dayOfMonth.isUnrestricted
        let hasWeekdays = !fields.dayOfWeek.isUnrestricted && !namesAllWeekdays
        switch (hasDays, hasWeekdays) {
        case (false, false): return monthScope
        case (true, false):
            // A weekday field that names all seven makes the OR of both mean every day.
            if namesAllWeekdays, !fields.bothDays { return monthScope }
            return " on " + daysOfMonth(of: monthsOf) + shortMonths
        case (false, true): return weekdayPhrase
        case (true, true):
            guard fields.bothDays else {
                return " on \(daysOfMonth(of: monthsOf))\(shortMonths), and also \(weekdayPhrase.trimmedLead)"
            }
            return " on \(daysOfMonth(of: monthsOf))\(shortMonths), but only \(onlyWeekdays)"
        }
    }

    private var namesAllWeekdays: Bool { !fields.dayOfWeek.isUnrestricted && plainWeekdays.count == 7 }

    // MARK: Months

    private var months: [Int] { values(fields.month.mask(.month)) }

    /// "January to June", "March, June and September".
    private var monthNames: String {
        joined(
            runs(months).flatMap { run in
                let first = EnglishNames.months[run.lowerBound - 1]
                let last = EnglishNames.months[run.upperBound - 1]
                return run.count > 2 ? ["\(first) to \(last)"] : run.map { EnglishNames.months[$0 - 1] }
            })
    }

    private var monthScope: String {
        guard months.count < 12 else { return "" }
        let isRun = months.count > 2 && runs(months).count == 1
        return isRun ? " from \(monthNames)" : " in \(monthNames)"
    }

    private var monthsOf: String { months.count == 12 ? "the month" : monthNames }

    /// The months among those meant that lack the highest day named: " (no 31st in February, April, …)".
    private var shortMonths: String {
        let named = fields.dayOfMonth.terms.compactMap { term -> Int? in
            switch term {
            case .value(let day), .nearestWeekday(let day): day
            case .chosen(let chosen): chosen.step == nil ? chosen.value : nil
            case .all, .blank, .range, .open, .last, .lastNearestWeekday, .nth, .lastOf, .fromEnd: nil
            }
        }
        guard let highest = named.max(), highest > 28 else { return "" }
        let short = months.filter { $0 == 2 ? highest > 29 : highest == 31 && [4, 6, 9, 11].contains($0) }
        if highest == 29, months.contains(2) {
            return months.count == 1 ? " (leap years only)" : " (in February only in leap years)"
        }
        guard !short.isEmpty else { return "" }
        return " (no \(ordinal(highest)) in \(joined(short.map { EnglishNames.months[$0 - 1] }, "or")))"
    }

    // MARK: Days of the month

    private func daysOfMonth(of months: String) -> String {
        var phrases: [String] = []
        var plain: [Int] = []
        for term in fields.dayOfMonth.terms {
            switch term {
            case .all(let step?): phrases.append("every \(ordinal(step)) day from the 1st of \(months)")
            case .range(let low, let high, let step?) where step > 1 && (high - low) / step > 2:
                phrases.append(
                    "every \(ordinal(step)) day from the \(ordinal(low)) to the \(ordinal(high)) of \(months)")
            case .open(let low, let step):
                phrases.append("every \(ordinal(step)) day from the \(ordinal(low)) of \(months)")
            case .all, .blank, .value, .range, .chosen:
                plain += CronFieldPattern(terms: [term]).bits(.dayOfMonth)
            case .last(let before): phrases.append(Self.beforeLast(before, "day") + " of \(months)")
            case .lastNearestWeekday(0): phrases.append("the last weekday (Monday to Friday) of \(months)")
            case .lastNearestWeekday(let before):
                phrases.append("the weekday nearest \(Self.beforeLast(before, "day")) of \(months)")
            case .nearestWeekday(let day): phrases.append("the weekday nearest the \(ordinal(day)) of \(months)")
            case .fromEnd(let low, let high, let step): phrases.append(Self.fromEnd(low, high, step) + " of \(months)")
            case .nth, .lastOf: break
            }
        }
        guard !plain.isEmpty else { return joined(phrases) }
        if self.months.count == 1, plain.count == 1, phrases.isEmpty {
            return "\(plain[0]) \(EnglishNames.months[self.months[0] - 1])"
        }
        let numbers = runs(Array(Set(plain)).sorted()).flatMap { run in
            run.count > 2
                ? ["the \(ordinal(run.lowerBound)) to the \(ordinal(run.upperBound))"]
                : run.map { "the \(ordinal($0))" }
        }
        return joined(["\(joined(numbers)) of \(months)"] + phrases)
    }

    private static func beforeLast(_ before: Int, _ unit: String) -> String {
        before == 0 ? "the last \(unit)" : "the \(ordinal(before + 1))-to-last \(unit)"
    }

    private static func fromEnd(_ low: Int, _ high: Int, _ step: Int) -> String {
        if low == high { return beforeLast(low - 1, "day") }
        let range = high == 1 ? "the last \(low) days" : "the days \(low) to \(high) from the end"
        return step == 1 ? range : "every \(ordinal(step)) of \(range)"
    }

    // MARK: Days of the week

    /// Weekdays meant whole, Monday first and Sunday last.
    private var plainWeekdays: [Int] {
        Array(Set(fields.dayOfWeek.bits(.dayOfWeek).map { $0 % 7 == 0 ? 7 : $0 })).sorted()
    }

    private var specialWeekdays: [String] {
        fields.dayOfWeek.terms.compactMap { term in
            switch term {
            case .nth(let weekday, let number):
                "the \(ordinal(number)) \(EnglishNames.weekdays[weekday]) of \(monthsOf)"
                    + (number == 5 ? ", where there is one" : "")
            case .lastOf(let weekday): "the last \(EnglishNames.weekdays[weekday]) of \(monthsOf)"
            case .all, .blank, .value, .range, .open, .chosen, .last, .lastNearestWeekday, .nearestWeekday, .fromEnd:
                nil
            }
        }
    }

    private func name(_ weekday: Int) -> String { EnglishNames.weekdays[weekday % 7] }

    /// ", Monday to Friday", " on Mondays and Fridays in May", " on the last Friday of the month".
    private var weekdayPhrase: String {
        let special = specialWeekdays
        guard special.isEmpty else {
            let plain = plainWeekdays.map { name($0) + "s" }
            return " on " + joined(plain + special) + (plain.isEmpty ? "" : monthScope)
        }
        let stretches = runs(plainWeekdays)
        if stretches.count == 1, stretches[0].count > 2 {
            return ", \(name(stretches[0].lowerBound)) to \(name(stretches[0].upperBound))\(monthScope)"
        }
        return " on " + joined(plainWeekdays.map { name($0) + "s" }) + monthScope
    }

    /// What limits the days where both fields must agree: "if it is a Monday".
    private var onlyWeekdays: String {
        let special = specialWeekdays
        let plain = plainWeekdays.map(name)
        let stretches = runs(plainWeekdays)
        if stretches.count == 1, stretches[0].count > 2, special.isEmpty {
            return "from \(name(stretches[0].lowerBound)) to \(name(stretches[0].upperBound))"
        }
        let names = joined((plain.isEmpty ? [] : ["a " + joined(plain, "or")]) + special, "or")
        return "if it is \(names)"
    }
}

extension String {
    /// The phrase without the comma or blank it begins with, for use after another.
    fileprivate var trimmedLead: String {
        hasPrefix(", ") ? String(dropFirst(2)) : hasPrefix(" ") ? String(dropFirst()) : self
    }
}

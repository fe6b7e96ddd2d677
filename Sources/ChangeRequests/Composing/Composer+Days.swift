import CivilTime

extension Composer {
    /// "weekly", "monthly", "quarterly", "yearly": the days and months they stand for.
    mutating func settleCycle(_ count: Int, _ unit: TimeUnit) throws(Objection) {
        let hasNamedDays = wish.days.mask != 0 || !wish.days.monthDays.isEmpty || !wish.days.ordinals.isEmpty
        switch unit {
        case .second, .minute, .hour, .day: break
        case .week:
            if wish.days.isDaily, !hasNamedDays { throw Objection("It asks for each day and for each week.") }
            guard count == 1, !hasNamedDays else { return }
            wish.days.mask = 1 << UInt8(clicked.date.weekday)
            assumptions.append("It names no weekday; that of the run that was chosen was taken.")
        case .month:
            if count > 1 {
                guard 12 % count == 0, wish.months == nil else {
                    throw Objection("Every \(count) months is no rule of a year.")
                }
                wish.months = stride(from: 1, through: 12, by: count).map { $0 }
            } else if wish.months == nil {
                wish.months = Array(1...12)
            }
            guard !hasNamedDays else { return }
            if wish.dates.count == 1, case .monthly(let day) = wish.dates[0] {
                wish.dates = []
                wish.days.monthDays = ["\(day)"]
            } else if count == 3 {
                wish.days.monthDays = ["1"]
            } else {
                wish.days.monthDays = ["\(clicked.date.day)"]
                assumptions.append("It names no day; that of the run that was chosen was taken.")
            }
        case .year:
            guard count == 1 else { throw Objection("Every \(count) years is no rule of cron.") }
            if wish.dates.count == 1, case .yearly(let month, let day) = wish.dates[0] {
                wish.dates = []
                wish.months = [month]
                wish.days.monthDays = ["\(day)"]
            } else if !hasNamedDays {
                wish.months = wish.months ?? [clicked.date.month]
                wish.days.monthDays = ["\(clicked.date.day)"]
                assumptions.append("It names no date; that of the run that was chosen was taken.")
            } else if wish.months == nil {
                wish.months = [clicked.date.month]
                assumptions.append("It names no month; that of the run that was chosen was taken.")
            }
        }
    }

    /// Replaces, adds and takes away days.
    mutating func setDays(_ base: inout RuleFields) throws(Objection) {
        let days = wish.days
        if days.isDaily, days.mask == 0, !days.monthDays.isEmpty || !days.ordinals.isEmpty || days.step != nil {
            throw Objection("It names all days and some of them.")
        }
        if days.isDaily, wish.removedDays.isDaily { throw Objection("It asks for every day and for none.") }
        if days.step != nil, days.mask != 0 || !days.monthDays.isEmpty {
            throw Objection("It names two rules for the days.")
        }
        if !days.isEmpty {
            base.dayOfMonth =
                days.step.map { "*/\($0)" } ?? (days.monthDays.isEmpty ? "*" : days.monthDays.joined(separator: ","))
            var weekdays: [String] =
                days.mask == 0 || days.mask == 0b1111111 ? [] : [RuleFields.list(Self.weekdays(days.mask), all: 0...6)]
            weekdays += days.ordinals
            base.dayOfWeek = weekdays.isEmpty ? "*" : weekdays.joined(separator: ",")
            if let step = days.step, !(2...30).contains(step) {
                throw Objection("Every \(step) days is no rule of a month.")
            }
        }
        try addDays(&base)
        try removeDays(&base)
    }

    static func weekdays(_ mask: UInt8) -> [Int] { (0...6).filter { mask & 1 << UInt8($0) != 0 } }

    private func addDays(_ base: inout RuleFields) throws(Objection) {
        let added = wish.addedDays
        guard !added.isEmpty else { return }
        if base.dayOfMonth == "*", base.dayOfWeek == "*" { throw Objection("It runs on all days already.") }
        if base.dayOfWeek.hasPrefix("+") { throw Objection("Its days are a rule that takes no further days.") }
        if added.mask != 0 {
            if base.dayOfWeek == "*" {
                base.dayOfWeek = RuleFields.list(Self.weekdays(added.mask), all: 0...6)
            } else if let present = base.weekdays {
                base.dayOfWeek = RuleFields.list(present + Self.weekdays(added.mask), all: 0...6)
            } else {
                base.dayOfWeek += "," + RuleFields.list(Self.weekdays(added.mask), all: 0...6)
            }
        }
        if !added.ordinals.isEmpty {
            base.dayOfWeek = ([base.dayOfWeek].filter { $0 != "*" } + added.ordinals).joined(separator: ",")
        }
        if !added.monthDays.isEmpty {
            base.dayOfMonth = ([base.dayOfMonth].filter { $0 != "*" } + added.monthDays).joined(separator: ",")
        }
    }

    private func removeDays(_ base: inout RuleFields) throws(Objection) {
        let removed = wish.removedDays
        guard !removed.isEmpty else { return }
        guard removed.ordinals.isEmpty, !removed.isDaily else { throw Objection("One rule can't leave out such days.") }
        if removed.mask != 0 { try removeWeekdays(Self.weekdays(removed.mask), &base) }
        if !removed.monthDays.isEmpty { try removeMonthDays(removed.monthDays, &base) }
    }

    private func removeWeekdays(_ removed: [Int], _ base: inout RuleFields) throws(Objection) {
        guard let present = base.weekdays else { throw Objection("Its weekdays are no plain list.") }
        let rest = present.filter { !removed.contains($0) }
        guard !rest.isEmpty else { throw Objection("There would be no day left on which it runs.") }
        guard rest.count < present.count else { throw Objection("It does not run on those days.") }
        if base.dayOfMonth == "*" {
            base.dayOfWeek = RuleFields.list(rest, all: 0...6)
        } else {
            guard base.dayOfWeek == "*" || base.dayOfWeek.hasPrefix("+") else {
                throw Objection("Its days are of the week or of the month; one rule can't leave out such days.")
            }
            base.dayOfWeek = "+" + RuleFields.list(rest, all: 0...6)
        }
    }

    private func removeMonthDays(_ removed: [String], _ base: inout RuleFields) throws(Objection) {
        let numbers = removed.compactMap(Int.init)
        guard numbers.count == removed.count, let present = base.monthDays else {
            throw Objection("One rule can't leave out such days.")
        }
        let rest = present.filter { !numbers.contains($0) }
        guard rest.count < present.count else { throw Objection("It does not run on those days.") }
        guard !rest.isEmpty else { throw Objection("There would be no day left on which it runs.") }
        if base.dayOfWeek != "*" {
            guard base.dayOfMonth == "*" || base.dayOfWeek.hasPrefix("+") else {
                throw Objection("One rule can't leave out such days.")
            }
            if !base.dayOfWeek.hasPrefix("+") { base.dayOfWeek = "+" + base.dayOfWeek }
        }
        base.dayOfMonth = RuleFields.list(rest, all: 1...31)
    }

    mutating func setMonths(_ base: inout RuleFields) throws(Objection) {
        guard let months = wish.months else { return }
        if wish.isMonthsRemoved {
            guard let present = RuleFields.values(base.month, 1...12) else {
                throw Objection("Its months are no plain list.")
            }
            let rest = present.filter { !months.contains($0) }
            guard !rest.isEmpty else { throw Objection("There would be no month left in which it runs.") }
            base.month = RuleFields.list(rest, all: 1...12)
        } else {
            base.month = RuleFields.list(months, all: 1...12)
        }
    }
}

import CivilTime

extension Composer {
    /// Decides of each named weekday whether it is the rule's or one day.
    mutating func settleWeekdays() throws(Objection) {
        for weekday in wish.weekdays {
            if weekday.phrase.form == .open, weekday.phrase.weekdays.count == 1 {
                try settleOpen(weekday)
            } else if weekday.phrase.form == .open, wish.isSkip || wish.isCancel || wish.isNegatedRun, !weekday.isOfRule
            {
                // "skip Monday and Tuesday": the coming ones.
                for day in weekday.phrase.weekdays { wish.scopes.append(.date(.weekday(day, isNext: false))) }
            } else {
                settleRule(weekday.phrase.mask, weekday.mode)
            }
        }
    }

    private mutating func settleRule(_ mask: UInt8, _ mode: Mode) {
        switch mode {
        case .set: wish.days.mask |= mask
        case .add: wish.addedDays.mask |= mask
        case .remove: wish.removedDays.mask |= mask
        }
    }

    private mutating func settleOpen(_ weekday: WishedWeekday) throws(Objection) {
        let mask = weekday.phrase.mask
        let date = DayPhrase.weekday(weekday.phrase.weekdays[0], isNext: weekday.phrase.isNext)
        let hasTime = !wish.times.isEmpty || !wish.addedTimes.isEmpty || wish.part != nil
        if isOneShot {
            if wish.isSkip || wish.isCancel { wish.scopes.append(.date(date)) } else { wish.dates.append(date) }
            return
        }
        switch weekday.mode {
        case .remove:
            let isBesideRule =
                !wish.days.isEmpty || wish.weekdays.contains { $0.mode == .set && $0.phrase.form == .rule }
            if weekday.isOfRule && !weekday.namesRun || isBesideRule {
                settleRule(mask, .remove)
                if wish.isRemove { assumptions.append("The day was read as each such day.") }
            } else {
                if !wish.isSkip, !wish.isCancel, !wish.isNegatedRun {
                    assumptions.append("Only the coming day was taken, not each one.")
                }
                wish.isSkip = true
                wish.scopes.append(.date(date))
            }
        case .add:
            if hasTime {
                wish.isExtra = true
                wish.dates.append(date)
                wish.times += wish.addedTimes
                wish.addedTimes = []
            } else {
                settleRule(mask, .add)
            }
        case .set: settleSet(weekday, date, hasTime: hasTime)
        }
    }

    private mutating func settleSet(_ weekday: WishedWeekday, _ date: DayPhrase, hasTime: Bool) {
        let mask = weekday.phrase.mask
        if wish.isSkip || wish.isCancel || weekday.namesRun {
            wish.scopes.append(.date(date))
        } else if !wish.state.isEmpty || wish.isExtra || !wish.scopes.isEmpty || wish.isOneTime {
            wish.dates.append(date)
        } else if wish.isOnly || wish.cycle != nil || !wish.days.isEmpty {
            settleRule(mask, .set)
        } else if wish.isMove || wish.isChange {
            let isWeekly = currentFields?.onlyWeekday != nil
            if isWeekly && !hasTime && wish.shift == nil || !wish.isMove && !hasTime {
                settleRule(mask, .set)
                if !isWeekly { assumptions.append("The day was read as each such day.") }
            } else {
                wish.isMove = true
                wish.dates.append(date)
            }
        } else if wish.isRun, !hasTime, currentFields?.onlyWeekday != nil {
            settleRule(mask, .set)
            assumptions.append("The day was read as each such day.")
        } else if hasTime || wish.isRun || wish.bound != nil {
            wish.dates.append(date)
        } else {
            settleRule(mask, .set)
            assumptions.append("The day was read as each such day.")
        }
    }

    /// "monthly on the 1st", "only on the 15th", "yearly on March 10", "Mondays and the 1st": dates that are the rule's.
    mutating func settleDatesOfRule() {
        guard wish.dates.count == 1, !isHeartbeat, wish.scopes.isEmpty, !wish.isExtra, wish.bound == nil,
            wish.state.isEmpty
        else { return }
        switch (wish.dates[0], wish.cycle?.1) {
        case (.monthly(let day), .month?):
            wish.dates = []
            wish.days.monthDays.append("\(day)")
        case (.yearly(let month, let day), .year?):
            wish.dates = []
            wish.months = [month]
            wish.days.monthDays.append("\(day)")
        case (.monthly(let day), nil):
            let isOfRule =
                wish.isOnly || wish.days.mask != 0 || !wish.days.monthDays.isEmpty || !wish.days.ordinals.isEmpty
                || wish.months != nil
            let isMonthly = currentFields.map { $0.dayOfMonth != "*" && $0.dayOfWeek == "*" } ?? false
            if isOfRule {
                wish.dates = []
                wish.days.monthDays.append("\(day)")
            } else if isMonthly, wish.times.isEmpty, wish.part == nil, !wish.isRun, !isOneShot {
                wish.dates = []
                wish.days.monthDays.append("\(day)")
                assumptions.append("The \(day). was read as that day of each month.")
            }
        default: break
        }
    }

    /// "move the 8am run to 10am", "drop the 8pm run": one of the rule's times.
    mutating func settleNamedTime() {
        guard let named = wish.runTime, wish.scopes.isEmpty, !isHeartbeat, !isOneShot, !wish.isSkip, !wish.isCancel
        else { return }
        let isSingle = currentFields?.timesPerDay == 1
        if wish.isRemove || wish.isNegatedRun && wish.dates.isEmpty {
            wish.removedTimes.append(named)
        } else if wish.isMove || wish.isChange, wish.times.count == 1, wish.dates.isEmpty {
            if isSingle { return }
            wish.removedTimes.append(named)
            wish.addedTimes += wish.times
            wish.times = []
        } else if wish.times.isEmpty, wish.shift == nil {
            wish.times.append(named)
        }
    }

    /// "change it from 9am to 5pm": not a stretch of hours where the rule runs at the first of them.
    mutating func settleReplacedTime() throws(Objection) {
        guard wish.isMove || wish.isChange, let (first, second) = wish.window, !wish.isWindowNegated, !isHeartbeat,
            wish.interval == nil,
            wish.rate == nil, wish.times.isEmpty, let fields = currentFields, !fields.hasFreeHours,
            let hours = fields.hours,
            let minutes = fields.minutes
        else { return }
        let (old, new) = try window(first, second)
        guard minutes == [old.minute], hours.contains(old.hour) else { return }
        func wished(_ time: LocalTime) -> WishedTime {
            WishedTime(clock: ClockPhrase(hour: time.hour, minute: time.minute, half: .known))
        }
        wish.window = nil
        if hours.count == 1 {
            wish.times = [wished(new)]
        } else {
            wish.removedTimes = [wished(old)]
            wish.addedTimes = [wished(new)]
        }
    }

    /// "weekdays at 9, weekends at 10" is two rules.
    mutating func settleTwoSchedules() throws(Objection) {
        guard wish.hasSeparateTimes else { return }
        throw Objection("Different times on different days need two schedules.")
    }
}

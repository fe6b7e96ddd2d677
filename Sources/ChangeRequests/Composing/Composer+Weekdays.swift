extension Composer {
    /// Decides of each named weekday whether it is the rule's or one day.
    mutating func settleWeekdays() throws(Objection) {
        for weekday in wish.weekdays {
            if weekday.phrase.form == .open, weekday.phrase.weekdays.count == 1 {
                try settleOpen(weekday)
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
            let isBesideRule = !wish.days.isEmpty || wish.weekdays.contains { $0.mode == .set && $0.phrase.form == .rule }
            if weekday.isOfRule && !weekday.namesRun || isBesideRule {
                settleRule(mask, .remove)
                if wish.isRemove { assumptions.append("The day was read as each such day.") }
            } else {
                if !wish.isSkip, !wish.isCancel, !wish.isNegatedRun { assumptions.append("Only the coming day was taken, not each one.") }
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

    /// "weekdays at 9, weekends at 10" is two rules.
    mutating func settleTwoSchedules() throws(Objection) {
        guard wish.hasSeparateTimes else { return }
        throw Objection("Different times on different days need two schedules.")
    }
}

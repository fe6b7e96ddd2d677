extension WishReader {
    mutating func sensed(_ sense: Sense, _ placed: PlacedItem) {
        switch sense {
        case .filler: break
        case .refuse(let reason): refused(reason, placed)
        case .harmless: harmless(placed)
        case .not: negation(placed)
        case .only:
            wish.isOnly = true
            setMode(.set)
        case .add, .addRun:
            wish.isAlso = true
            addTrailing()
            setMode(.add)
        case .extra:
            if wish.isChange, text(placed).lowercased().hasSuffix("off"), peekSense() != .run {
                wish.isOneTime = true
            } else {
                wish.isExtra = true
            }
        case .except: setMode(.remove, ofRule: true)
        case .excluded:
            for index in wish.weekdays.indices where wish.weekdays[index].mode == .set {
                wish.weekdays[index].mode = .remove
            }
        case .but: but()
        case .instead: if isNegatedInstead(placed) { skipNegated() }
        case .remove:
            wish.isRemove = true
            setMode(.remove, ofRule: true)
        case .skip:
            wish.isSkip = true
            setMode(.remove)
        case .cancel:
            wish.isCancel = true
            setMode(.remove)
        case .keep: skipNegated()
        case .leaveAlone:
            wish.isNegated = true
            wish.isNegatedRun = true
            setMode(.remove)
        case .and, .or, .to, .at, .about, .on, .once, .every, .runNoun, .time, .days, .timezone, .since, .from, .by,
            .inside,
            .forLength, .after, .before, .until, .through:
            preposition(sense, placed)
        default: verb(sense, placed)
        }
    }

    /// "weekends too", "at 3pm as well": what stands before is added.
    mutating func addTrailing() {
        switch peek() {
        case nil, .comma?, .stop?: break
        default: return
        }
        wish.addedTimes += wish.times
        wish.times = []
        for index in wish.weekdays.indices where wish.weekdays[index].mode == .set { wish.weekdays[index].mode = .add }
        wish.addedDays.monthDays += wish.days.monthDays
        wish.addedDays.ordinals += wish.days.ordinals
        wish.days.monthDays = []
        wish.days.ordinals = []
    }

    mutating func verb(_ sense: Sense, _ placed: PlacedItem) {
        switch sense {
        case .change:
            wish.isChange = true
            setMode(.set)
        case .move:
            wish.isMove = true
            setMode(.set)
        case .shiftLater:
            wish.hasShiftVerb = wish.hasShiftVerb ?? 1
            setMode(.set)
            wish.isMove = true
        case .shiftEarlier:
            wish.hasShiftVerb = wish.hasShiftVerb ?? -1
            wish.isMove = true
        case .later: wish.isDirectionNamed = true
        case .earlier: wish.isDirectionNamed = true
        case .run:
            wish.isRun = true
            if mode == .remove, !wish.isNegatedRun { setMode(.set) }
        case .runNow:
            wish.isRunNow = true
            wish.isRun = wish.isRun || ["run", "do "].contains { text(placed).lowercased().hasPrefix($0) }
        case .pause, .hold: wish.state.append(.pause)
        case .disable: wish.state.append(.disable)
        case .stop: wish.state.append(.stop)
        case .resume: wish.state.append(.resume)
        case .start: wish.state.append(.start)
        case .finish: wish.isFinish = true
        case .extendPause: wish.isExtendPause = true
        case .indefinitely: wish.bound = .never
        case .restOfDay: wish.bound = .tomorrow
        case .restOfWeek: wish.bound = .nextWeekStart
        case .restOfMonth, .endOfMonth: endOfMonth(sense)
        case .endOfWeek:
            wish.bound = .nextWeekStart
            wish.assumptions.append("The end of the week was read as Saturday's.")
        case .endOfYear: wish.bound = .nextYear
        case .overWeekend: overWeekend()
        case .nextMonth, .nextYear: wish.isLaterPeriod = true
        case .thisRun: wish.scopes.append(.clicked)
        case .justOnce: wish.scopes.append(.clicked)
        case .nextRun: wish.scopes.append(.next(1))
        case .lastRun: wish.refuse("A run that is over can't be changed.")
        case .oneTime: wish.isOneTime = true
        case .onlyToday: wish.scopes.append(.date(.today))
        case .weekendNoun
        where wish.state.isEmpty && !wish.isSkip && !wish.isCancel && !wish.isNegatedRun && mode != .remove:
            wish.weekdays.append(WishedWeekday(phrase: WeekdayPhrase(mask: 0b1000001, form: .rule), mode: mode))
        case .thisWeekend, .weekendNoun: wish.scopes.append(.weekend)
        case .nextWeek: wish.scopes.append(.nextWeek)
        case .thisWeek: wish.scopes.append(.thisWeek)
        case .businessHours: named(.business)
        case .nightHours: named(.night)
        case .dayHours: wish.refuse("The hours of \"\(text(placed))\" are not known.")
        case .roundTheClock, .removeHours: wish.removesHours = true
        case .activeHours: wish.activeHoursNamed = true
        case .critical: category(.critical)
        case .normal: category(.normal)
        case .low: category(.low)
        case .mute: category(.muted)
        case .priority: wish.isPriorityNamed = true
        case .noTimeout: wish.noTimeout = true
        case .timeout, .killAfter: wish.isTimeoutNamed = true
        case .killWord: wish.isTimeoutNamed = true
        case .overlapSkip: overlap(.skip)
        case .overlapQueue: overlap(.queue)
        case .overlapAllow: overlap(.allow)
        case .intervalNoun: wish.isIntervalNamed = true
        case .onTheHour: wish.minutes = (wish.minutes ?? []) + [0]
        case .twiceAsOften: wish.factor = (2, 1)
        case .halfAsOften: wish.factor = (1, 2)
        case .asOften: wish.refuse(Refused.noValue.rawValue)
        case .localTime: wish.isLocalTime = true
        default: break
        }
    }

    mutating func named(_ hours: Wish.NamedHours) {
        wish.namedHours = hours
        wish.isWindowNegated = mode == .remove
    }

    mutating func category(_ category: Wish.CategoryWish) {
        if index >= 2, self.sense(at: index - 2) == .not {
            wish.refuse("It says which priority it shall not have, and not which it shall.")
            return
        }
        if let before = wish.category, before != category { wish.refuse("It names two priorities.") }
        wish.category = category
    }

    mutating func overlap(_ overlap: Wish.OverlapWish) {
        if let before = wish.overlap, before != overlap { wish.refuse("It names two ways to treat runs that overlap.") }
        wish.overlap = overlap
    }

    mutating func endOfMonth(_ sense: Sense) {
        if sense == .restOfMonth || index >= 2 && [.until, .through].contains(self.sense(at: index - 2))
            || !wish.state.isEmpty || wish.isNegatedRun
        {
            wish.bound = .nextMonth
        } else {
            wish.days.monthDays.append("L")
        }
    }

    mutating func overWeekend() {
        if wish.isRun || wish.isMove || wish.isChange, wish.state.isEmpty, !wish.isNegatedRun {
            wish.scopes.append(.weekend)
        } else {
            wish.bound = .monday(isAssumed: false)
            wish.isOverWeekend = true
        }
    }
}

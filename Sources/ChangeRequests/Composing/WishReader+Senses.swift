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
    private mutating func addTrailing() {
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

    private mutating func verb(_ sense: Sense, _ placed: PlacedItem) {
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
        case .keepGoing: wish.isKeepGoing = true
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
        case .untilNextWeek: wish.bound = .monday(isAssumed: true)
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
        case .thisWeekend, .weekendNoun, .nextWeekend: wish.scopes.append(.weekend)
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
        case .onTheHour: wish.minutes = (wish.minutes ?? []) + [0]
        case .twiceAsOften: wish.factor = (2, 1)
        case .halfAsOften: wish.factor = (1, 2)
        case .asOften: wish.refuse(Refused.noValue.rawValue)
        case .localTime: wish.isLocalTime = true
        case .rename: wish.unknown.append(text(placed))
        default: break
        }
    }

    private mutating func named(_ hours: Wish.NamedHours) {
        wish.namedHours = hours
        wish.isWindowNegated = mode == .remove
    }

    private mutating func category(_ category: Wish.CategoryWish) {
        if index >= 2, self.sense(at: index - 2) == .not {
            wish.refuse("It says which priority it shall not have, and not which it shall.")
            return
        }
        if let before = wish.category, before != category { wish.refuse("It names two priorities.") }
        wish.category = category
    }

    private mutating func overlap(_ overlap: Wish.OverlapWish) {
        if let before = wish.overlap, before != overlap { wish.refuse("It names two ways to treat runs that overlap.") }
        wish.overlap = overlap
    }

    private mutating func endOfMonth(_ sense: Sense) {
        if sense == .restOfMonth || index >= 2 && [.until, .through].contains(self.sense(at: index - 2))
            || !wish.state.isEmpty || wish.isNegatedRun
        {
            wish.bound = .nextMonth
        } else {
            wish.days.monthDays.append("L")
        }
    }

    private mutating func overWeekend() {
        if wish.isRun || wish.isMove || wish.isChange, wish.state.isEmpty, !wish.isNegatedRun {
            wish.scopes.append(.weekend)
        } else {
            wish.bound = .monday(isAssumed: false)
            wish.isOverWeekend = true
        }
    }

    // MARK: What is not done

    private mutating func refused(_ reason: Refused, _ placed: PlacedItem) {
        switch reason {
        case .event where wish.isTimeoutNamed && peekSense() == .run: break
        case .event where text(placed).lowercased() == "if" && (peekSense() == .timeout || peekSense(1) == .timeout):
            wish.isTimeoutNamed = true
        case .otherJobs where text(placed).lowercased() == "everything":
            wish.isEverything = true
        default: wish.refuse("I did not act on \"\(phrase(from: placed))\": \(reason.rawValue).")
        }
    }

    /// The words from an item to the end of its clause.
    func phrase(from placed: PlacedItem) -> String {
        var end = placed.range.upperBound
        for item in items[index...] {
            if item.item == .comma || item.item == .stop { break }
            end = item.range.upperBound
        }
        return String(decoding: source[placed.range.lowerBound..<end], as: UTF8.self)
    }

    private mutating func harmless(_ placed: PlacedItem) {
        let text = phrase(from: placed)
        // "tell me about it", "email me the report": everything up to the next wish belongs to it.
        while index < items.count {
            let item = items[index].item
            if item == .comma || item == .stop || item == .sense(.and) && isWish(after: index + 1) { break }
            if case .sense(.refuse(let reason)) = item, reason != .event, reason != .work {
                refused(reason, items[index])
            }
            if case .sense(.refuse(.event)) = item {}
            index += 1
        }
        wish.assumptions.append("I left out \"\(text)\": it can't be done here.")
        wish.hasHarmless = true
    }

    private func isWish(after place: Int) -> Bool {
        guard place < items.count else { return false }
        switch items[place].item {
        case .sense(let sense):
            switch sense {
            case .change, .move, .run, .pause, .hold, .disable, .skip, .resume, .start, .shiftLater, .shiftEarlier,
                .critical, .normal, .low, .remove, .cancel, .stop, .only, .add:
                return true
            default: return false
            }
        case .interval, .weekdays, .clock: return true
        default: return false
        }
    }

    // MARK: Negation

    private mutating func negation(_ placed: PlacedItem) {
        wish.isNegated = true
        switch peek() {
        case .sense(.run)?, .sense(.runNoun)?:
            index += 1
            wish.isNegatedRun = true
            setMode(.remove)
        case .sense(.start)? where isHeartbeat || isBoundary(1):
            index += 1
            if isHeartbeat || sense(at: index) == .before {
                setMode(.remove)
            } else {
                wish.isNegatedRun = true
                setMode(.remove)
            }
        case .sense(.keepGoing)?:
            index += 1
            wish.isNegatedRun = true
            setMode(.remove)
        case .sense(let sense)?:
            switch sense {
            case .before, .after, .until, .through, .on, .at, .inside, .businessHours, .nightHours, .from, .to,
                .thisWeekend, .weekendNoun,
                .nextWeek, .thisWeek, .nextRun, .thisRun, .overWeekend, .restOfDay, .restOfWeek, .forLength, .by,
                .dayHours, .indefinitely, .onlyToday, .restOfMonth, .every:
                if case .nextRun = sense { wish.isSkip = true }
                if case .thisRun = sense { wish.isSkip = true }
                switch sense {
                case .thisWeekend, .weekendNoun, .nextWeek, .thisWeek: wish.isSkip = true
                case .overWeekend, .restOfDay, .restOfWeek, .until, .through, .forLength, .indefinitely, .restOfMonth:
                    wish.isNegatedRun = true
                default: break
                }
                setMode(.remove)
            case .only: setMode(.set)
            case .extra, .add, .refuse, .harmless: break
            default: skipNegated()
            }
        case .nextRuns?:
            wish.isSkip = true
            setMode(.remove)
        case .clock?, .weekdays?, .date?, .window?, .monthDays?, .months?, .part?, .cycle?, .interval?, .rate?:
            setMode(.remove)
        case .duration?: skipNegated()
        default:
            wish.isNegated = true
            if wish.isRun { wish.refuse("It only says what shall not be done.") }
        }
    }

    private func isBoundary(_ distance: Int) -> Bool {
        let sense = peekSense(distance)
        return sense == .before || sense == .after || sense == .until
    }

    private func isNegatedInstead(_ placed: PlacedItem) -> Bool {
        text(placed).lowercased().hasSuffix("of") || text(placed).lowercased().hasSuffix("than")
    }

    /// Steps over what stays as it is: up to a comma, "but", "just", "instead" or the like.
    mutating func skipNegated() {
        wish.isNegated = true
        while index < items.count {
            switch items[index].item {
            case .comma, .stop, .sense(.but), .sense(.only), .sense(.instead): return
            case .sense(.and) where isWish(after: index + 1) && !isOr(index): return
            case .unknown: wish.unknown.append(text(items[index]))
            case .date, .sense(.nextRun), .sense(.thisRun), .weekdays:
                wish.isSkippedRunNamed = true
            case .sense(.harmless), .sense(.refuse):
                if case .sense(.refuse(let reason)) = items[index].item, reason != .event {
                    refused(reason, items[index])
                }
            default: break
            }
            index += 1
        }
    }

    private func isOr(_ place: Int) -> Bool { text(items[place]).lowercased() == "or" }

    private mutating func but() {
        switch peek() {
        case .weekdays?, .monthDays?, .date?, .months?:
            setMode(.remove, ofRule: true)
        case .sense(.not)?:
            // "but not on Fridays": of the rule, where a rule is named.
            index += 1
            switch peek() {
            case .sense(.on)?, .sense(.at)?, .weekdays?, .clock?, .window?, .sense(.inside)?, .months?, .monthDays?,
                .cycle?, .part?, .sense(.nightHours)?, .sense(.businessHours)?, .sense(.before)?, .sense(.after)?:
                setMode(.remove, ofRule: true)
                wish.isNegated = true
            default:
                index -= 1
                setMode(.set)
            }
        case .sense(.on)?:
            if case .weekdays? = peek(1) { setMode(.set) }
        default: setMode(.set)
        }
    }
}

/// Walks through a request's items and gathers what they ask for.
struct WishReader {
    let items: [PlacedItem]
    let source: [UInt8]
    let isHeartbeat: Bool
    let resolveZone: (String) -> String?
    var wish = Wish()
    var index = 0
    var mode = Mode.set
    /// The mode came from "except", "without", "drop": of the rule, not of one day.
    var isRuleMode = false
    /// The kind of what the mode was last used for.
    var modeKind: Int?

    init(_ items: [PlacedItem], source: [UInt8], isHeartbeat: Bool, resolveZone: @escaping (String) -> String?) {
        self.items = items
        self.source = source
        self.isHeartbeat = isHeartbeat
        self.resolveZone = resolveZone
    }

    func text(_ item: PlacedItem) -> String { String(decoding: source[item.range], as: UTF8.self) }

    func peek(_ distance: Int = 0) -> RequestItem? {
        let place = index + distance
        return place >= 0 && place < items.count ? items[place].item : nil
    }

    func peekSense(_ distance: Int = 0) -> Sense? {
        if case .sense(let sense)? = peek(distance) { sense } else { nil }
    }

    mutating func read() -> Wish {
        while index < items.count {
            let placed = items[index]
            index += 1
            if case .unknown = placed.item {} else { wish.understood += 1 }
            step(placed)
        }
        return wish
    }

    /// Uses the mode for a kind of thing; a mode that was used for another kind is over.
    mutating func takeMode(_ kind: Int) -> Mode {
        if let used = modeKind, used != kind, mode != .set {
            mode = .set
            isRuleMode = false
        }
        modeKind = kind
        return mode
    }

    mutating func setMode(_ new: Mode, ofRule: Bool = false) {
        mode = new
        isRuleMode = ofRule
        modeKind = nil
    }

    mutating func step(_ placed: PlacedItem) {
        switch placed.item {
        case .comma: break
        case .stop: setMode(.set)
        case .unknown: wish.unknown.append(text(placed))
        case .impossible(let reason): wish.refuse("\"\(text(placed))\" is impossible: \(reason).")
        case .sense(let sense): sensed(sense, placed)
        case .clock(let clock, let part): time(WishedTime(clock: clock, part: part), placed)
        case .part(let part, let isEach): self.part(part, isEach: isEach, placed)
        case .minutes(let minutes): wish.minutes = (wish.minutes ?? []) + minutes
        case .window(let first, let firstPart, let second, let secondPart):
            if wish.window != nil { wish.refuse("Two stretches of hours need two schedules.") }
            wish.window = (WishedTime(clock: first, part: firstPart), WishedTime(clock: second, part: secondPart))
            wish.isWindowNegated = takeMode(3) == .remove
        case .weekdays(let phrase): weekdays(phrase, placed)
        case .date(let date): self.date(date, placed)
        case .monthDays(let phrase): monthDays(phrase)
        case .months(let months):
            if takeMode(4) == .remove { wish.isMonthsRemoved = true }
            wish.months = (wish.months ?? []) + months
        case .yearStart:
            wish.months = [1]
            wish.days.monthDays = ["1"]
        case .interval(let seconds): interval(seconds)
        case .cycle(let count, let unit): cycle(count, unit)
        case .rate(let count, let unit): rate(count, unit)
        case .factor(let thousandths): wish.factor = (thousandths, 1000)
        case .duration(let elapsed): duration(elapsed, placed)
        case .cycleLength(let months):
            if index >= 2, case .sense(.forLength) = items[index - 2].item {
                wish.bound = .months(months)
            } else {
                wish.unknown.append(text(placed))
            }
        case .after(let elapsed): wish.inDuration = elapsed
        case .signedShift(let elapsed): wish.shift = elapsed
        case .number: number(placed)
        case .zone(let zone): wish.zone = zone
        case .unknownZone(let name): wish.refuse("There is no time zone \"\(name)\".")
        case .slashed(let range):
            let name = String(decoding: source[range], as: UTF8.self)
            if let zone = resolveZone(name) {
                wish.zone = zone
            } else {
                wish.refuse("There is no time zone \"\(name)\".")
            }
        case .nextRuns(let count):
            if (1...100).contains(count) {
                wish.scopes.append(.next(count))
            } else {
                wish.refuse("\(count) runs are no number to skip.")
            }
        }
    }

    mutating func number(_ placed: PlacedItem) {
        if index >= 2, case .sense(.timeout) = items[index - 2].item {
            wish.timeout = Elapsed(seconds: Int64(text(placed)) ?? 0)
            wish.assumptions.append("\"\(text(placed))\" was read as seconds.")
        } else {
            wish.unknown.append(text(placed))
        }
    }

    // MARK: Times

    mutating func time(_ time: WishedTime, _ placed: PlacedItem) {
        if time.part == .tonight { wish.dates.append(.today) }
        if placed.namesRun, mode == .remove, !wish.isSkip, !wish.isCancel {
            wish.removedTimes.append(time)
            return
        }
        if placed.namesRun {
            wish.runTime = time
            return
        }
        switch takeMode(1) {
        case .set: wish.times.append(time)
        case .add: wish.addedTimes.append(time)
        case .remove: wish.removedTimes.append(time)
        }
    }

    mutating func part(_ part: DayPart, isEach: Bool, _ placed: PlacedItem) {
        if part == .tonight {
            if placed.namesRun || wish.isSkip || wish.isCancel || wish.isNegatedRun {
                wish.scopes.append(.date(.today))
                return
            }
            wish.dates.append(.today)
        }
        if placed.namesRun, !wish.dates.isEmpty {
            wish.scopes.append(.date(wish.dates.removeLast()))
            return
        }
        if takeMode(1) == .remove {
            if part == .night {
                wish.namedHours = .night
                wish.isWindowNegated = true
            } else {
                wish.refuse("The hours of \"\(text(placed))\" are not known.")
            }
            return
        }
        if wish.part != nil, wish.part != part { wish.refuse("\"\(text(placed))\" is a second part of the day.") }
        wish.part = part
        wish.isEachPart = wish.isEachPart || isEach
    }

    mutating func interval(_ seconds: Int64) {
        if mode == .remove {
            wish.refuse("It says how often not to run, and not how often to.")
            return
        }
        if wish.interval != nil, wish.interval != seconds { wish.refuse("Two intervals need two schedules.") }
        wish.interval = seconds
    }

    mutating func cycle(_ count: Int, _ unit: TimeUnit) {
        if mode == .remove {
            if unit == .day, count == 1 {
                wish.removedDays.isDaily = true
            } else {
                wish.refuse("It can't be left out.")
            }
            return
        }
        if unit == .day {
            if count == 1 {
                wish.days.isDaily = true
                wish.isOnceADay = true
            } else {
                wish.days.step = count
            }
        } else if wish.cycle != nil {
            wish.refuse("Two intervals need two schedules.")
        } else {
            wish.cycle = (count, unit)
        }
    }

    mutating func rate(_ count: Int, _ unit: TimeUnit) {
        if mode == .remove {
            wish.refuse("It says how often not to run, and not how often to.")
            return
        }
        if unit == .day, count == 1 {
            wish.isOnceADay = true
        } else if count == 1, unit == .week || unit == .month || unit == .year {
            cycle(1, unit)
        } else if wish.rate != nil {
            wish.refuse("Two rates need two schedules.")
        } else {
            wish.rate = (count, unit)
        }
    }

    // MARK: Days

    mutating func weekdays(_ phrase: WeekdayPhrase, _ placed: PlacedItem) {
        if phrase.form == .single, phrase.weekdays.count == 1 || phrase.mask == 0b1000001 {
            if phrase.mask == 0b1000001 {
                wish.scopes.append(.weekend)
                return
            }
            date(.weekday(phrase.weekdays[0], isNext: phrase.isNext), placed)
            return
        }
        var isBehindTo = false
        if index >= 2, case .sense(.to) = items[index - 2].item { isBehindTo = true }
        let isSource = !isBehindTo && peekSense() == .to && (wish.isMove || wish.isChange) && phrase.form == .open
        let mode = takeMode(2)
        wish.weekdays.append(
            WishedWeekday(
                phrase: phrase, mode: mode, isOfRule: isRuleMode, namesRun: placed.namesRun || isSource,
                isBehindTo: isBehindTo))
    }

    mutating func monthDays(_ phrase: MonthDayPhrase) {
        switch takeMode(2) {
        case .set:
            wish.days.monthDays += phrase.days
            wish.days.ordinals += phrase.weekdays
        case .add:
            wish.addedDays.monthDays += phrase.days
            wish.addedDays.ordinals += phrase.weekdays
        case .remove:
            wish.removedDays.monthDays += phrase.days
            wish.removedDays.ordinals += phrase.weekdays
        }
    }

    mutating func date(_ date: DayPhrase, _ placed: PlacedItem) {
        if takeRuleDate(date, isEach: placed.isEach) { return }
        let isSource =
            placed.namesRun
            || peekSense() == .to && (wish.isMove || wish.isChange) && wish.dates.isEmpty && wish.times.isEmpty
                && index >= 2 && isVerbBefore(index - 2)
        if isSource, wish.isRemove { wish.isSkip = true }
        if isSource || wish.isSkip || wish.isCancel || wish.isNegatedRun && mode == .remove {
            wish.scopes.append(.date(date))
            return
        }
        if mode == .remove, !isRuleMode || wish.isRemove {
            if !wish.isSkip, case .monthly = date {
                wish.assumptions.append("Only the coming day was taken, not each one.")
            }
            wish.isSkip = true
            wish.scopes.append(.date(date))
            return
        }
        if mode == .remove {
            wish.refuse("\"\(text(placed))\" is one day; a rule can't leave it out.")
            return
        }
        wish.dates.append(date)
    }

    /// "every March 10", "also on the 15th": days of the rule.
    mutating func takeRuleDate(_ date: DayPhrase, isEach: Bool) -> Bool {
        switch date {
        case .yearly(let month, let day) where isEach:
            wish.months = [month]
            wish.days.monthDays.append("\(day)")
        case .monthly(let day) where isEach:
            wish.days.monthDays.append("\(day)")
        case .monthly(let day)
        where mode == .add && !isHeartbeat && !items.contains { if case .clock = $0.item { true } else { false } }:
            wish.addedDays.monthDays.append("\(day)")
        case .monthly(let day) where mode == .remove && isRuleMode && !wish.isSkip:
            wish.removedDays.monthDays.append("\(day)")
        default: return false
        }
        return true
    }

    func isVerbBefore(_ place: Int) -> Bool {
        if case .sense(.move) = items[place].item { return true }
        if case .sense(.change) = items[place].item { return true }
        if case .sense(.shiftLater) = items[place].item { return true }
        return false
    }
}

extension Elapsed {
    func signed(_ sign: Int) -> Elapsed { Elapsed(seconds: seconds * Int64(sign), days: days * sign) }
}

extension WishReader {
    /// Words that stand before something: only those that end or begin a stretch mean anything here.
    mutating func preposition(_ sense: Sense, _ placed: PlacedItem) {
        switch sense {
        case .until: until(isThrough: false, placed)
        case .through: until(isThrough: true, placed)
        case .before: edge(isEnd: mode != .remove, placed)
        case .after: edge(isEnd: mode == .remove, placed)
        case .from, .since: from(placed)
        case .once: wish.isOnce = true
        case .about:
            if case .clock? = peek() {
                wish.assumptions.append("\"\(phrase(from: placed))\" was read as exactly then.")
            }
        case .to where wish.isExtendPause:
            let moment = takeMoment()
            if !moment.isEmpty {
                wish.bound = .until(moment)
            } else if peekSense() == .nextWeek {
                index += 1
                wish.bound = .monday(isAssumed: true)
            } else if peekSense() == .endOfMonth {
                index += 1
                wish.bound = .nextMonth
            }
        case .by:
            if case .clock? = peek() { wish.assumptions.append("\"\(text(placed))\" a time was read as at that time.") }
        case .or:
            if wish.times.count + wish.weekdays.count > 0, hasMoreOptions {
                wish.refuse("It offers a choice: \(Refused.unclear.rawValue).")
            }
        default: break
        }
    }

    var hasMoreOptions: Bool {
        switch peek() {
        case .clock?, .interval?, .sense(.at)?, .weekdays?, .date?: true
        default: false
        }
    }

    /// "until Monday", "until 5pm", "till March 10 at 9am", "through Friday".
    mutating func until(isThrough: Bool, _ placed: PlacedItem) {
        switch peekSense() {
        case .endOfMonth?, .restOfMonth?:
            index += 1
            wish.bound = .nextMonth
            return
        case .nextMonth?:
            index += 1
            wish.bound = .nextMonth
            return
        case .nextYear?, .endOfYear?:
            index += 1
            wish.bound = .nextYear
            return
        case .endOfWeek?, .restOfWeek?:
            index += 1
            wish.bound = .nextWeekStart
            wish.assumptions.append("The week was taken to end with Saturday.")
            return
        case .nextWeek?:
            index += 1
            wish.bound = .monday(isAssumed: true)
            return
        case .thisWeekend?, .weekendNoun?, .overWeekend?:
            index += 1
            if isThrough || sense(at: index - 1) == .overWeekend {
                wish.bound = .monday(isAssumed: false)
                wish.isOverWeekend = true
            } else {
                wish.bound = .until(Moment(date: .weekday(6, isNext: false)))
                wish.assumptions.append("The weekend was taken to begin with Saturday.")
            }
            return
        case .restOfDay?:
            index += 1
            wish.bound = .tomorrow
            return
        case .after?:
            index += 1
            return until(isThrough: true, placed)
        default: break
        }
        let moment = takeMoment()
        if moment.isEmpty {
            wish.refuse("I did not understand \"\(phrase(from: placed))\".")
            return
        }
        if wish.bound != nil { wish.refuse("It names two ends.") }
        wish.bound = isThrough ? .through(moment) : .until(moment)
    }

    /// Takes the day and time that follow.
    mutating func takeMoment() -> Moment {
        var moment = Moment()
        loop: while index < items.count {
            switch items[index].item {
            case .date(let date):
                guard moment.date == nil else { break loop }
                moment.date = date
            case .weekdays(let phrase):
                guard moment.date == nil, phrase.weekdays.count == 1 || phrase.mask == 0b1000001 else { break loop }
                if phrase.mask == 0b1000001 {
                    moment.date = .weekday(6, isNext: false)
                    wish.assumptions.append("The weekend was taken to begin with Saturday.")
                } else {
                    moment.date = .weekday(phrase.weekdays[0], isNext: phrase.isNext)
                }
            case .clock(let clock, let part):
                guard moment.clock == nil else { break loop }
                moment.clock = clock
                if let part { moment.part = part }
                if part == .tonight { moment.date = moment.date ?? .today }
            case .part(let part, _):
                guard moment.part == nil else { break loop }
                moment.part = part
                if part == .tonight { moment.date = moment.date ?? .today }
            case .months(let months):
                guard moment.isEmpty, months.count == 1 else { break loop }
                moment.date = .yearly(month: months[0], day: 1)
            case .monthDays(let phrase):
                guard moment.date == nil, phrase.days.count == 1, let day = Int(phrase.days[0]) else { break loop }
                moment.date = .monthly(day: day)
            case .zone(let zone):
                wish.zone = zone
            case .sense(.at), .sense(.on), .sense(.inside), .sense(.by):
                guard index + 1 < items.count, isMomentPart(items[index + 1].item, moment) else { break loop }
            case .comma:
                guard index + 1 < items.count, isMomentPart(items[index + 1].item, moment) else { break loop }
            default: break loop
            }
            wish.understood += 1
            index += 1
        }
        return moment
    }

    func isMomentPart(_ item: RequestItem, _ moment: Moment) -> Bool {
        switch item {
        case .date: moment.date == nil
        case .weekdays(let phrase): moment.date == nil && phrase.weekdays.count == 1
        case .clock: moment.clock == nil
        case .part: moment.part == nil
        case .zone: true
        default: false
        }
    }

    /// "not before 10am", "nothing after 4:30pm", "only after 6pm", "before 9".
    mutating func edge(isEnd: Bool, _ placed: PlacedItem) {
        switch peek() {
        case .clock(let clock, let part)?:
            index += 1
            if isEnd {
                wish.closes = WishedTime(clock: clock, part: part)
            } else {
                wish.opens = WishedTime(clock: clock, part: part)
            }
            wish.isEdgeNamed = true
        case .duration?:
            // "kill after 10 minutes" is taken by the duration itself.
            if sense(at: index - 1) == .after, !wish.state.contains(.stop), !wish.isTimeoutNamed {
                wish.refuse("I did not understand \"\(phrase(from: placed))\".")
            }
        case .part(let part, _)?:
            index += 1
            wish.refuse("The hours of \"\(part.rawValue)\" have no exact edge.")
        default:
            wish.refuse("I did not act on \"\(phrase(from: placed))\": \(Refused.event.rawValue).")
        }
    }

    /// "from 8am", "starting at 9", "starting Monday", "from Monday on".
    mutating func from(_ placed: PlacedItem) {
        switch peek() {
        case .sense(.at)?:
            index += 1
            return from(placed)
        case .clock(let clock, let part)?:
            if isHeartbeat {
                index += 1
                wish.opens = WishedTime(clock: clock, part: part)
                wish.isEdgeNamed = true
            } else if wish.interval != nil || wish.rate != nil || hasInterval {
                wish.refuse("\"\(phrase(from: placed))\": an interval can't begin at a time here.")
            }
        case .weekdays?, .date?, .sense(.nextWeek)?, .sense(.nextMonth)?:
            if !wish.isMove { wish.refuse("\"\(phrase(from: placed))\": a change can't be set to begin later.") }
        case .sense(.now)?, .sense(.runNow)?: index += 1
        case .zone?, .slashed?: break
        default: break
        }
    }

    var hasInterval: Bool {
        items.contains {
            switch $0.item {
            case .interval, .rate: true
            default: false
            }
        }
    }
}

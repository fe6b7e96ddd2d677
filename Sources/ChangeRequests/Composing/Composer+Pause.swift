import CivilTime

extension Composer {
    var isOff: Bool {
        wish.state.contains(.pause) || wish.state.contains(.disable) || wish.state.contains(.stop) || wish.isNegatedRun
    }

    /// A named end belongs to a pause, to a heartbeat's hours, to a move, or to nothing that can be done.
    mutating func settleBound() throws(Objection) {
        guard let bound = wish.bound else { return }
        if isHeartbeat, !isOff, !wish.isSkip, !wish.isCancel, !wish.isExtendPause, case .until(let moment) = bound,
            moment.date == nil,
            let clock = moment.clock
        {
            wish.closes = WishedTime(clock: clock, part: moment.part)
            wish.isEdgeNamed = true
            wish.bound = nil
            return
        }
        if isOff || wish.isSkip || wish.isCancel || wish.isExtendPause {
            guard wish.interval == nil, wish.rate == nil, wish.cycle == nil else {
                throw Objection(Refused.series.rawValue)
            }
            return try pause(until: bound)
        }
        if wish.state.contains(.resume) || wish.state.contains(.start) {
            throw Objection("I can't tell what shall hold until then.")
        }
        if wish.isMove, case .until(let moment) = bound {
            if let date = moment.date { wish.dates.append(date) }
            if let clock = moment.clock {
                wish.times.append(WishedTime(clock: clock, part: moment.part))
            } else if let part = moment.part {
                wish.part = part
            }
            wish.bound = nil
            return
        }
        if wish.isOverWeekend, !isHeartbeat, wish.interval == nil, wish.times.isEmpty, wish.isRun || wish.isNegated {
            throw Objection(Refused.unclear.rawValue)
        }
        let isAlone =
            wish.understood <= 3 && wish.interval == nil && wish.times.isEmpty && wish.days.isEmpty && wish.rate == nil
            && wish.cycle == nil
        if schedule.state == .paused, isAlone {
            assumptions.append("It was read as a new end of the pause.")
            return try pause(until: bound)
        }
        throw Objection("It sets an end to a rule: \(Refused.series.rawValue).")
    }

    mutating func pause(until bound: Bound) throws(Objection) {
        if wish.isRun, wish.isRunNow {
            throw Objection("Running it and changing its state can't be proposed together.")
        }
        guard schedule.state != .disabled else {
            throw Objection("It is disabled, and a disabled schedule can't be paused.")
        }
        if wish.isExtendPause, schedule.state != .paused { throw Objection("It is not paused.") }
        guard wish.inDuration == nil, wish.dates.isEmpty, wish.opens == nil, wish.window == nil, wish.shift == nil
        else {
            throw Objection("A pause starts now; it can't be set to start later.")
        }
        if !wish.scopes.isEmpty, wish.scopes != [.clicked] { throw Objection(Refused.unclear.rawValue) }
        guard wish.times.isEmpty, wish.days.isEmpty else {
            throw Objection("A pause starts now; it can't be set to start later.")
        }
        let until: Instant?
        switch bound {
        case .never: until = nil
        case .until(let moment): until = try instant(of: moment)
        case .through(let moment):
            guard let phrase = moment.date, moment.clock == nil else {
                until = try instant(of: moment)
                break
            }
            let day = try date(phrase, time: nil, in: namedZone)
            until = instant(day.adding(days: 1), .midnight, in: namedZone)
        case .duration(let elapsed): until = instant(request.now, plus: elapsed, in: namedZone)
        case .months(let months):
            let local = namedZone.local(request.now)
            let position = local.date.month - 1 + months
            let day = min(
                local.date.day, CivilDays.length(ofMonth: position % 12 + 1, year: local.date.year + position / 12))
            guard let date = LocalDate(year: local.date.year + position / 12, month: position % 12 + 1, day: day) else {
                throw Objection("That is too long.")
            }
            until = instant(date, local.time, in: namedZone)
        case .tomorrow:
            usesToday = true
            until = instant(today(in: namedZone).adding(days: 1), .midnight, in: namedZone)
        case .nextWeekStart:
            usesToday = true
            let today = today(in: namedZone)
            until = instant(today.adding(days: 7 - today.weekday), .midnight, in: namedZone)
            if !assumptions.contains(where: { $0.contains("week") }) {
                assumptions.append("The week was taken to end with Saturday.")
            }
        case .nextMonth:
            usesToday = true
            let today = today(in: namedZone)
            until = instant(first(ofMonth: today.month + 1, year: today.year), .midnight, in: namedZone)
        case .nextYear:
            usesToday = true
            until = instant(first(ofMonth: 13, year: today(in: namedZone).year), .midnight, in: namedZone)
        case .monday(let isAssumed): until = nextMonday(isAssumed: isAssumed)
        }
        if let until, until <= request.now { throw Objection("\(until) is not in the future.") }
        patch.state = .paused(until: until)
        // A zone beside an instant only places it.
        if until != nil { wish.zone = nil }
        clearStateWords()
    }

    func first(ofMonth month: Int, year: Int) -> LocalDate {
        LocalDate(dayNumber: CivilDays.number(year: year + (month - 1) / 12, month: (month - 1) % 12 + 1, day: 1))
    }

    mutating func nextMonday(isAssumed: Bool) -> Instant {
        usesToday = true
        let today = today(in: namedZone)
        let ahead = (1 - today.weekday + 6) % 7 + 1
        if isAssumed { assumptions.append("Next week was taken to begin with Monday.") }
        if wish.isOverWeekend, ![5, 6, 0].contains(today.weekday) {
            assumptions.append("A pause starts now, and not only with the weekend.")
        }
        return instant(today.adding(days: ahead), .midnight, in: namedZone)
    }

    mutating func clearStateWords() {
        wish.state = []
        wish.bound = nil
        wish.isNegatedRun = false
        wish.isSkip = false
        wish.isCancel = false
        wish.isExtendPause = false
        wish.isRunNow = false
        wish.scopes = []
        wish.isRun = false
    }
}

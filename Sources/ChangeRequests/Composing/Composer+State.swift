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

    private mutating func pause(until bound: Bound) throws(Objection) {
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

    private func first(ofMonth month: Int, year: Int) -> LocalDate {
        LocalDate(dayNumber: CivilDays.number(year: year + (month - 1) / 12, month: (month - 1) % 12 + 1, day: 1))
    }

    private mutating func nextMonday(isAssumed: Bool) -> Instant {
        usesToday = true
        let today = today(in: namedZone)
        let ahead = (1 - today.weekday + 6) % 7 + 1
        if isAssumed { assumptions.append("Next week was taken to begin with Monday.") }
        if wish.isOverWeekend, ![5, 6, 0].contains(today.weekday) {
            assumptions.append("A pause starts now, and not only with the weekend.")
        }
        return instant(today.adding(days: ahead), .midnight, in: namedZone)
    }

    private mutating func clearStateWords() {
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

    // MARK: Words of state without an end

    mutating func settleState() throws(Objection) {
        if isHeartbeat, wish.isFinish, wish.state.isEmpty {
            if wish.shift != nil {
                wish.shiftsEnd = true
            } else if wish.times.count == 1 {
                wish.closes = wish.times[0]
                wish.times = []
                wish.isEdgeNamed = true
            }
        }
        if !wish.state.isEmpty, wish.isRun, wish.isRunNow {
            throw Objection("Running it and changing its state can't be proposed together.")
        }
        if wish.isExtendPause { throw Objection("It does not say until when.") }
        guard let last = wish.state.last else { return }
        guard Set(wish.state.map(\.kind)).count == 1 else { throw Objection("It asks for two states at once.") }
        switch last {
        case .pause, .disable, .stop: try turnOff(wish.state.contains(.disable) ? .disable : last)
        case .resume, .start: try turnOn(last)
        }
    }

    private var hasRuleDays: Bool { !wish.days.isEmpty && wish.days.mask != 0 }

    private mutating func turnOff(_ state: StateWish) throws(Objection) {
        let hasHours = wish.namedHours != nil || wish.window != nil
        if hasRuleDays || hasHours {
            // "off on weekends", "stop running at night": days and hours of the rule.
            wish.removedDays.mask |= wish.days.mask
            wish.days.mask = 0
            if hasHours { wish.isWindowNegated = true }
            if state != .stop { assumptions.append("It was read as a change of the rule, and not of the state.") }
            clearStateWords()
            return
        }
        if !wish.removedDays.isEmpty {
            clearStateWords()
            return
        }
        if isHeartbeat, state == .stop, wish.times.count == 1, wish.dates.isEmpty, wish.scopes.isEmpty {
            wish.closes = wish.times[0]
            wish.times = []
            wish.isEdgeNamed = true
            clearStateWords()
            return
        }
        if isHeartbeat, state == .stop, wish.shift != nil {
            wish.shiftsEnd = true
            clearStateWords()
            return
        }
        if state == .stop, wish.closes != nil || wish.opens != nil, isHeartbeat {
            clearStateWords()
            return
        }
        if wish.dates == [.today] || wish.scopes == [.date(.today)], wish.times.isEmpty, wish.part == nil {
            wish.dates = []
            wish.scopes = []
            assumptions.append("It was read as a pause for the rest of the day.")
            return try pause(until: .tomorrow)
        }
        if wish.scopes == [.thisWeek] {
            wish.scopes = []
            assumptions.append("It was read as a pause for the rest of the week, which ends with Saturday.")
            return try pause(until: .nextWeekStart)
        }
        let isThisRun = wish.scopes == [.clicked] || wish.scopes == [.next(1)]
        if isThisRun, state != .disable, wish.times.isEmpty, wish.dates.isEmpty {
            wish.state = []
            wish.isCancel = true
            assumptions.append("It was read as leaving out one run.")
            return
        }
        guard wish.dates.isEmpty, wish.times.isEmpty, wish.scopes.isEmpty, wish.part == nil, wish.inDuration == nil,
            wish.opens == nil,
            wish.closes == nil, wish.shift == nil, !wish.isLaterPeriod, wish.months == nil, wish.interval == nil
        else { throw Objection("A change of state starts now; it can't be set to start later.") }
        switch state {
        case .pause:
            guard schedule.state == .active else {
                throw Objection(
                    schedule.state == .paused
                        ? "It is paused already." : "It is disabled, and a disabled schedule can't be paused.")
            }
            patch.state = .paused(until: nil)
        default:
            guard schedule.state != .disabled else { throw Objection("It is disabled already.") }
            patch.state = .disabled
            if state == .stop {
                assumptions.append("To stop it was read as disabling the schedule; a run that is alive goes on.")
            }
        }
        clearStateWords()
    }

    private mutating func turnOn(_ state: StateWish) throws(Objection) {
        let isTimed =
            !wish.times.isEmpty || !wish.dates.isEmpty || wish.part != nil || wish.inDuration != nil
            || wish.isLaterPeriod || !wish.scopes.isEmpty
        if state == .start, schedule.state == .active || isHeartbeat && !isTimed || isHeartbeat && wish.dates.isEmpty {
            if isHeartbeat, wish.times.count == 1, wish.dates.isEmpty {
                wish.opens = wish.times[0]
                wish.times = []
                wish.isEdgeNamed = true
                wish.state = []
                return
            }
            if wish.shift != nil {
                wish.shiftsStart = true
                wish.state = []
                return
            }
            if wish.isEdgeNamed {
                wish.state = []
                return
            }
            if isTimed {
                wish.state = []
                wish.isRun = true
                return
            }
            if schedule.state == .active {
                if hasOtherWish {
                    wish.state = []
                    wish.isRun = true
                    return
                }
                assumptions.append("It is active; to start it was read as running it now.")
                wish.state = []
                wish.isRunNow = true
                wish.isRun = true
                return
            }
        }
        if wish.state.contains(.resume), schedule.state == .active, wish.isExtra || state == .start {
            throw Objection("It is active already.")
        }
        if isTimed, schedule.state == .paused {
            let moment = try resumption()
            wish.dates = []
            wish.times = []
            wish.part = nil
            wish.inDuration = nil
            wish.scopes = []
            if moment <= request.now { throw Objection("\(moment) is not in the future.") }
            patch.state = .paused(until: moment)
            wish.zone = nil
            clearStateWords()
            return
        }
        switch schedule.state {
        case .active: throw Objection("It is active already.")
        case .paused, .disabled:
            if isTimed,
                !(hasOtherWish && wish.dates.isEmpty) || state == .resume && isTimed && !wish.isMove && !wish.isChange
            {
                throw Objection("It can't be set to be enabled later.")
            }
            patch.state = .active
        }
        let isRunKept = wish.isRun && wish.state.contains(.resume) && false
        clearStateWords()
        wish.isRun = isRunKept
    }

    private var hasOtherWish: Bool {
        wish.interval != nil || wish.rate != nil || wish.cycle != nil || !wish.days.isEmpty || wish.window != nil
            || wish.isMove || wish.isChange || wish.minutes != nil || !wish.removedDays.isEmpty
    }

    /// When a pause ends that is to be resumed at a named time.
    private mutating func resumption() throws(Objection) -> Instant {
        if let elapsed = wish.inDuration { return instant(request.now, plus: elapsed, in: namedZone) }
        if wish.scopes == [.nextWeek] { return nextMonday(isAssumed: true) }
        if wish.isLaterPeriod {
            let today = today(in: namedZone)
            return instant(first(ofMonth: today.month + 1, year: today.year), .midnight, in: namedZone)
        }
        guard wish.dates.count <= 1, wish.times.count <= 1, wish.scopes.isEmpty else {
            throw Objection(Refused.unclear.rawValue)
        }
        let time = wish.times.first
        return try instant(of: Moment(date: wish.dates.first, clock: time?.clock, part: time?.part ?? wish.part))
    }
}

extension StateWish {
    /// Off, or on again.
    fileprivate var kind: Int {
        switch self {
        case .pause, .disable, .stop: 0
        case .resume, .start: 1
        }
    }
}

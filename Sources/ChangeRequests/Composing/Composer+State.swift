import CivilTime

extension Composer {
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

    var hasRuleDays: Bool { !wish.days.isEmpty && wish.days.mask != 0 }

    mutating func turnOff(_ state: StateWish) throws(Objection) {
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

    mutating func turnOn(_ state: StateWish) throws(Objection) {
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
        clearStateWords()
    }

    var hasOtherWish: Bool {
        wish.interval != nil || wish.rate != nil || wish.cycle != nil || !wish.days.isEmpty || wish.window != nil
            || wish.isMove || wish.isChange || wish.minutes != nil || !wish.removedDays.isEmpty
    }

    /// When a pause ends that is to be resumed at a named time.
    mutating func resumption() throws(Objection) -> Instant {
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

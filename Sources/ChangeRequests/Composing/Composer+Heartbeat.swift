import CivilTime
import Recurrence

extension Composer {
    /// A heartbeat takes an interval and active hours, and nothing else of a rule.
    mutating func settleHeartbeat() throws(Objection) {
        guard !hasDays, wish.minutes == nil, wish.addedTimes.isEmpty, wish.dates.isEmpty, !wish.isOneTime else {
            throw Objection("A heartbeat has no days and no times of day; it has an interval and active hours.")
        }
        if let seconds = try heartbeatInterval() { patch.timing = .every(seconds) }
        try settleHours()
        if let name = wish.zone, patch.timing != nil || patch.activeHours != nil || patch.isEmpty || hasTimezoneWish {
            patch.timezone = try checked(name)
        }
    }

    private var hasTimezoneWish: Bool { wish.zone != nil }

    private mutating func heartbeatInterval() throws(Objection) -> Int64? {
        guard case .every(let present) = schedule.timing else { return nil }
        if let seconds = wish.interval {
            guard wish.rate == nil, wish.factor == nil, wish.cycle == nil else {
                throw Objection("It names two rates.")
            }
            return seconds
        }
        if let (count, unit) = wish.rate {
            let length: Int64
            switch unit {
            case .second: length = 1
            case .minute: length = 60
            case .hour: length = 3600
            case .day: length = 86_400
            case .week: length = 604_800
            case .month, .year: throw Objection("A month has no fixed length.")
            }
            guard length % Int64(count) == 0 else { throw Objection("That leaves no whole number of seconds between.") }
            return length / Int64(count)
        }
        if let (by, of) = wish.factor {
            guard present * Int64(of) % Int64(by) == 0 else { throw Objection("That is no whole number of seconds.") }
            return present * Int64(of) / Int64(by)
        }
        if wish.isOnceADay || wish.days.isDaily { return wish.times.isEmpty ? 86_400 : nil }
        if let step = wish.days.step { return Int64(step) * 86_400 }
        if let (count, unit) = wish.cycle {
            guard unit == .week else { throw Objection("A month has no fixed length.") }
            return Int64(count) * 604_800
        }
        return nil
    }

    // MARK: Active hours

    private mutating func settleHours() throws(Objection) {
        if wish.removesHours {
            guard !hasWindow else { throw Objection("It asks for active hours and for none.") }
            patch.activeHours = SchedulePatch.Setting.none
            return
        }
        if let elapsed = wish.shift { return try shiftHours(elapsed) }
        if wish.part == .night, wish.interval != nil || wish.isOnly {
            wish.part = nil
            wish.namedHours = .night
        }
        if wish.isDirectionNamed, wish.shift == nil { throw Objection("It does not say by how much.") }
        guard wish.times.isEmpty, wish.part == nil, wish.removedTimes.isEmpty else {
            throw Objection("A heartbeat has no times of day; it has an interval and active hours.")
        }
        switch wish.namedHours {
        case .business?:
            notes.append("Working hours were read as 09:00 to 17:00.")
            return try setHours(hour(9), hour(17), isNegated: wish.isWindowNegated)
        case .night?:
            assumptions.append("Night was read as 22:00 to 06:00.")
            return try setHours(hour(22), hour(6), isNegated: wish.isWindowNegated)
        case nil: break
        }
        if let (first, second) = wish.window {
            let (start, end) = try window(first, second)
            return try setHours(start, end, isNegated: wish.isWindowNegated)
        }
        guard wish.opens != nil || wish.closes != nil else { return }
        let start = try wish.opens.map { wished throws(Objection) in try time(wished) }
        let end = try wish.closes.map { wished throws(Objection) in try time(wished) }
        try setHours(
            start ?? schedule.activeHours?.start ?? .midnight, end ?? schedule.activeHours?.end ?? .midnight,
            isNegated: false)
    }

    private func hour(_ hour: Int) -> LocalTime { LocalTime(secondOfDay: hour * 3600) ?? .midnight }

    private mutating func setHours(_ start: LocalTime, _ end: LocalTime, isNegated: Bool) throws(Objection) {
        let (start, end) = isNegated ? (end, start) : (start, end)
        guard start != end else { throw Objection("The active hours would begin and end at the same time.") }
        patch.activeHours = .value(ActiveHours(start: start, end: end == .endOfDay ? .midnight : end))
    }

    /// "start an hour earlier", "finish 30 minutes later", "shift the active hours by an hour".
    private mutating func shiftHours(_ elapsed: Elapsed) throws(Objection) {
        guard elapsed.days == 0 else { throw Objection("Active hours are the same on all days.") }
        guard let hours = schedule.activeHours else { throw Objection("It has no active hours to be shifted.") }
        guard !hasWindow, wish.namedHours == nil else { throw Objection("It asks for a shift and for hours.") }
        let isBoth = !wish.shiftsStart && !wish.shiftsEnd
        let start = wish.shiftsStart || isBoth ? shifted(hours.start, elapsed) : hours.start
        let end = wish.shiftsEnd || isBoth ? shifted(hours.end, elapsed) : hours.end
        try setHours(start, end, isNegated: false)
    }

    private func shifted(_ time: LocalTime, _ elapsed: Elapsed) -> LocalTime {
        let second = (time.secondOfDay + Int(elapsed.seconds) % 86_400 + 86_400) % 86_400
        return LocalTime(secondOfDay: second) ?? .midnight
    }
}

import CivilTime
import Recurrence

extension Composer {
    /// Puts the words for times, days, minutes, hours and intervals into one rule.
    mutating func settleCron() throws(Objection) {
        if wish.isOnly, wish.part == .night, wish.times.isEmpty, isRate {
            wish.part = nil
            wish.namedHours = .night
        }
        let seconds = try wishedInterval()
        if let elapsed = wish.shift {
            guard seconds == nil, !wish.hasTimeWords, wish.days.isEmpty, wish.minutes == nil else {
                throw Objection("It asks for a shift and for times.")
            }
            return try shiftRule(elapsed)
        }
        guard var base = try baseFields(seconds) else {
            // An interval that stays one.
            guard let seconds else { throw Objection("It would change nothing.") }
            patch.timing = .every(seconds)
            return
        }
        if wish.removesHours { try openHours(&base) }
        if let seconds {
            guard try setInterval(seconds, &base) else { return }
        } else {
            try setTimes(&base)
            try setMinutes(&base)
            try filterHours(&base)
        }
        try setDays(&base)
        try setMonths(&base)
        if let name = wish.zone { patch.timezone = try checked(name) }
        patch.timing = .cron(base.text)
        try verify()
    }

    /// It runs at a rate, and not once a day.
    private var isRate: Bool {
        if case .every = schedule.timing { return true }
        return currentFields.map { $0.timesPerDay != 1 } ?? false
    }

    var hasDays: Bool {
        !wish.days.isEmpty || !wish.removedDays.isEmpty || !wish.addedDays.isEmpty || wish.months != nil
    }
    var hasWindow: Bool { wish.window != nil || wish.namedHours != nil || wish.opens != nil || wish.closes != nil }

    /// The interval that the words ask for, in seconds.
    private mutating func wishedInterval() throws(Objection) -> Int64? {
        if let seconds = wish.interval {
            guard wish.rate == nil, wish.factor == nil, wish.cycle == nil, wish.days.step == nil else {
                throw Objection("It names two rates.")
            }
            guard wish.times.isEmpty, wish.part == nil || hasWindow || wish.part == .night else {
                throw Objection("It names an interval and a time of day.")
            }
            return seconds
        }
        if let (count, unit) = wish.rate { return try rateSeconds(count, unit) }
        if let (by, of) = wish.factor { return try factorSeconds(by, of) }
        if let (count, unit) = wish.cycle { try settleCycle(count, unit) }
        if let weeks = wish.cycle, weeks.1 == .week, weeks.0 > 1 {
            guard !hasDays, wish.times.isEmpty else {
                throw Objection("Every \(weeks.0) weeks on a named day or time is no rule of cron.")
            }
            assumptions.append("Every \(weeks.0) weeks is kept as an interval, and no longer as a time of day.")
            return Int64(weeks.0) * 604_800
        }
        return nil
    }

    private mutating func rateSeconds(_ count: Int, _ unit: TimeUnit) throws(Objection) -> Int64? {
        switch unit {
        case .second: throw Objection("That is too often.")
        case .minute, .hour:
            let length = unit == .hour ? 3600 : 60
            guard length % count == 0 else {
                throw Objection("\(count) times an \(unit) leaves no whole number of seconds between.")
            }
            return Int64(length / count)
        case .day: return try dailyRate(count)
        case .week, .month, .year: throw Objection("It does not say on which days.")
        }
    }

    /// "twice a day": listed times, or steps from the clicked occurrence's time.
    private mutating func dailyRate(_ count: Int) throws(Objection) -> Int64? {
        if wish.times.count == count { return nil }
        guard wish.times.count <= 1 else { throw Objection("It names \(wish.times.count) times and says \(count).") }
        if count > 24 {
            guard wish.times.isEmpty, 86_400 % count == 0 else {
                throw Objection("\(count) times a day is no even rate.")
            }
            assumptions.append("\(count) times a day was read as an even rate.")
            return Int64(86_400 / count)
        }
        guard 24 % count == 0 else {
            throw Objection("\(count) times a day needs times that differ in their minutes; name the times.")
        }
        var first = clicked.time
        if let wished = wish.times.first { first = try time(wished) }
        assumptions.append("\(count) times a day was read as every \(24 / count) hours, counted from \(first).")
        wish.times = (0..<count).map { step in
            WishedTime(
                clock: ClockPhrase(hour: (first.hour + step * 24 / count) % 24, minute: first.minute, half: .known))
        }
        return nil
    }

    private mutating func factorSeconds(_ by: Int, _ of: Int) throws(Objection) -> Int64? {
        guard let present = presentInterval else { throw Objection("It has no even rate that could be multiplied.") }
        if present == 86_400, case .cron = schedule.timing {
            if by > of, by % of == 0 {
                return try dailyRate(by / of)
            }
            guard of % by == 0 else { throw Objection("That is no whole number of days.") }
            wish.days.step = of / by
            assumptions.append("It was read as every \(of / by) days.")
            return nil
        }
        guard present * Int64(of) % Int64(by) == 0 else { throw Objection("That is no whole number of seconds.") }
        return present * Int64(of) / Int64(by)
    }

    /// The seconds between two runs of an even rate.
    private var presentInterval: Int64? {
        if case .every(let seconds) = schedule.timing { return seconds }
        guard let fields = currentFields, let minutes = fields.minutes, let hours = fields.hours else { return nil }
        if hours.count == 24 || fields.hasHourRange && !fields.hour.contains("/") {
            if minutes.count == 1 { return 3600 }
            let step = 60 / minutes.count
            return 60 % minutes.count == 0 && minutes.enumerated().allSatisfy { $1 == minutes[0] + $0 * step }
                ? Int64(step) * 60 : nil
        }
        guard minutes.count == 1 else { return nil }
        if fields.hasFreeHours {
            let step = 24 / hours.count
            return 24 % hours.count == 0 ? Int64(step) * 3600 : nil
        }
        return hours.count == 1 && fields.hasFreeDays ? 86_400 : nil
    }

    /// What the words for days are laid over; nil for an interval that stays an interval.
    private mutating func baseFields(_ seconds: Int64?) throws(Objection) -> RuleFields? {
        switch schedule.timing {
        case .cron:
            guard let fields = currentFields else {
                throw Objection("Words don't change expressions of another dialect.")
            }
            return fields
        case .at(let instant):
            let time = zone.local(instant).time
            return RuleFields(
                minute: "\(time.minute)", hour: "\(time.hour)", dayOfMonth: "*", month: "*", dayOfWeek: "*")
        case .every(let present):
            let isDaily = wish.days.isDaily && wish.days.mask == 0 || wish.isOnceADay || wish.cycle != nil
            if !wish.times.isEmpty || wish.part != nil || isDaily || wish.days.step != nil
                || !wish.days.monthDays.isEmpty || !wish.days.ordinals.isEmpty
            {
                if let seconds, wish.times.isEmpty, !hasDays { return seconds == present ? nil : nil }
                let time = clicked.time
                return RuleFields(
                    minute: "\(time.minute)", hour: "\(time.hour)", dayOfMonth: "*", month: "*", dayOfWeek: "*")
            }
            guard hasDays || hasWindow || wish.minutes != nil else { return nil }
            if !wish.addedDays.isEmpty, wish.days.isEmpty, wish.removedDays.isEmpty {
                throw Objection("It runs on all days already.")
            }
            // An interval with days, hours or a minute becomes times of the clock.
            if seconds == nil { wish.interval = present }
            var base = RuleFields(minute: "0", hour: "*", dayOfMonth: "*", month: "*", dayOfWeek: "*")
            if seconds == nil, wish.minutes == nil { _ = try setInterval(present, &base) }
            return base
        }
    }

    // MARK: Intervals

    /// Writes an interval into minute and hour; false where it became an interval that no field can say.
    private mutating func setInterval(_ seconds: Int64, _ base: inout RuleFields) throws(Objection) -> Bool {
        guard seconds > 0 else { throw Objection("An interval is at least a second.") }
        let hours = try windowHours()
        let range = base.hasHourRange && base.hours.map { $0.count > 1 } == true ? base.hour : nil
        base.second = nil
        if seconds % 60 == 0, seconds < 3600, 3600 % seconds == 0 {
            let step = seconds / 60
            base.minute = step == 1 ? "*" : "*/\(step)"
            if let minutes = wish.minutes {
                guard minutes.count == 1, Int64(minutes[0]) < step else {
                    throw Objection("It names an interval and other minutes.")
                }
                base.minute = "\(minutes[0])-59/\(step)"
            }
            base.hour = hours.map { RuleFields.list($0.set, all: 0...23) } ?? range.map(Self.withoutStep) ?? "*"
            return true
        }
        if seconds % 3600 == 0, seconds <= 86_400, 86_400 % seconds == 0 {
            let step = Int(seconds / 3600)
            guard (wish.minutes ?? [0]).count == 1 || step == 1 else {
                throw Objection("It names an interval and several minutes.")
            }
            base.minute = RuleFields.list(wish.minutes ?? [0], all: 0...59)
            if let hours {
                base.hour = RuleFields.list(hours.stepped(by: step), all: 0...23)
            } else if let range {
                base.hour = step == 1 ? Self.withoutStep(range) : Self.withoutStep(range) + "/\(step)"
                guard base.hours != nil else { throw Objection("The hours are fewer than the interval.") }
            } else {
                base.hour = step == 1 ? "*" : step == 24 ? "0" : "*/\(step)"
                if step == 24 { assumptions.append("Every 24 hours was read as each midnight.") }
            }
            return true
        }
        guard hours == nil, wish.minutes == nil, !hasDays else {
            throw Objection("An interval that does not divide the hour or the day can't be kept to days or hours.")
        }
        if !base.hasFreeDays || range != nil {
            assumptions.append("The days and hours of the present rule are lost by an interval that no clock can say.")
        }
        patch.timing = .every(seconds)
        if let name = wish.zone { patch.timezone = try checked(name) }
        return false
    }

    private static func withoutStep(_ range: String) -> String { String(range.prefix { $0 != "/" }) }

    // MARK: Shifts

    private mutating func shiftRule(_ elapsed: Elapsed) throws(Objection) {
        guard elapsed.days == 0 || elapsed.seconds == 0, let fields = currentFields else {
            throw Objection("Such a shift is no rule.")
        }
        guard !hasDays, !hasWindow, wish.addedTimes.isEmpty, wish.removedTimes.isEmpty else {
            throw Objection("It asks for a shift and for days.")
        }
        do {
            let shifted: RuleFields
            if elapsed.days != 0 {
                shifted = try fields.shifted(byDays: elapsed.days)
            } else {
                guard elapsed.seconds % 60 == 0 else { throw RuleRefusal.notPlain }
                shifted = try fields.shifted(byMinutes: Int(elapsed.seconds / 60))
            }
            patch.timing = .cron(shifted.text)
        } catch let error as RuleRefusal {
            throw Objection(error.sentence)
        } catch {
            throw Objection("Such a shift is no rule.")
        }
        if let name = wish.zone { patch.timezone = try checked(name) }
        try verify()
    }
}

extension RuleRefusal {
    var sentence: String {
        switch self {
        case .cannotRollOver: "One rule can't say where the runs that pass midnight would go."
        case .differentMinutes: "Times with different minutes need two schedules."
        case .notPlain: "Its times can't be shifted by that."
        }
    }
}

/// The hours of a window, in the order they follow.
struct WindowHours: Hashable, Sendable {
    /// From the first hour on; past midnight where it wraps.
    var order: [Int]

    var set: Set<Int> { Set(order) }

    /// Each n-th hour, beginning with the first.
    func stepped(by step: Int) -> [Int] { stride(from: 0, to: order.count, by: step).map { order[$0] } }
}

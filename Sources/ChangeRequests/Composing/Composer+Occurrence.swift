import CivilTime
import Recurrence

extension Composer {
    /// The most occurrences that one request may leave out.
    static let skippedMax = 2000

    /// The schedule's rule, an interval being counted from the clicked occurrence both ways.
    var rule: Rule? {
        switch schedule.timing {
        case .cron:
            guard let expression = present.expression else { return nil }
            return .cron(expression, zone, .dialect)
        case .every(let seconds):
            guard seconds > 0 else { return nil }
            let back = max(0, request.scheduledAt.epochSeconds - request.now.epochSeconds) / seconds + 2
            let anchor = request.scheduledAt.advanced(bySeconds: -back * seconds)
            if isHeartbeat {
                return .heartbeat(everySeconds: seconds, anchor: anchor, activeHours: schedule.activeHours, zone: zone)
            }
            return .every(seconds: seconds, anchor: anchor)
        case .at(let instant): return .at(instant)
        }
    }

    /// Makes the change of single occurrences that the request asks for; false where it asks for none.
    mutating func settleOccurrence() throws(Objection) -> Bool {
        if try settleSkip() { return true }
        if try settleMove() { return true }
        return try settleRun()
    }

    // MARK: Skip

    private mutating func settleSkip() throws(Objection) -> Bool {
        guard wish.isSkip || wish.isCancel || wish.isNegatedRun && !wish.scopes.isEmpty else { return false }
        let hasRuleWords =
            !wish.removedDays.isEmpty || wish.isMonthsRemoved || wish.window != nil || wish.namedHours != nil
            || wish.isEdgeNamed
        if hasRuleWords, wish.scopes.isEmpty {
            if wish.isCancel, !wish.isSkip { assumptions.append("It was read as a change of the rule.") }
            return false
        }
        guard !hasRuleWords, wish.times.isEmpty || wish.isNegatedRun, wish.addedTimes.isEmpty, wish.interval == nil,
            wish.days.isEmpty, wish.shift == nil,
            wish.dates.isEmpty, wish.inDuration == nil, !wish.isRunNow || !wish.isRun, wish.rate == nil,
            wish.cycle == nil, !wish.isMove
        else { throw Objection("It asks to leave out a run and for something else.") }
        var instants: [Instant] = []
        let isBare = wish.scopes.isEmpty && wish.runTime == nil && wish.removedTimes.isEmpty && wish.times.isEmpty
        if isBare || wish.scopes.contains(.clicked) {
            if isBare, wish.isCancel, !wish.isSkip {
                assumptions.append("To cancel it was read as leaving out this run.")
            }
            instants.append(try clickedAhead())
        }
        for scope in wish.scopes where scope != .clicked { instants += try occurrences(scope) }
        if let time = wish.runTime ?? wish.removedTimes.first ?? wish.times.first {
            instants = try timed(instants, time)
        }
        guard !instants.isEmpty else { throw Objection("No run falls there, so nothing would change.") }
        occurrence = .skip(Array(Set(instants)).sorted())
        return true
    }

    /// Of the occurrences those at a time of day; of all to come the first one.
    private mutating func timed(_ instants: [Instant], _ wished: WishedTime) throws(Objection) -> [Instant] {
        let time = try time(wished)
        if !instants.isEmpty { return instants.filter { zone.local($0).time == time } }
        assumptions.append("Only the next run at \(time) was taken, not each one.")
        guard let rule else { return [] }
        var found: [Instant] = []
        rule.forEachOccurrence(in: Span(from: afterNow, to: request.now.advanced(bySeconds: 40 * 86_400))) {
            occurrence in
            if zone.local(occurrence.at).time == time { found.append(occurrence.at) }
            return found.isEmpty
        }
        return found
    }

    private func clickedAhead() throws(Objection) -> Instant {
        guard request.scheduledAt > request.now else { throw Objection("That run is over.") }
        return request.scheduledAt
    }

    private var afterNow: Instant { Instant(epochMilliseconds: request.now.epochMilliseconds + 1) }

    private mutating func occurrences(_ scope: Scope) throws(Objection) -> [Instant] {
        guard let rule else { throw Objection("Its rule can't be read.") }
        switch scope {
        case .clicked: return [try clickedAhead()]
        case .next(let count):
            var found: [Instant] = []
            var last = request.now
            while found.count < count, let next = rule.next(after: last) {
                found.append(next)
                last = next
            }
            return found
        case .date(let phrase):
            let day = try date(phrase, time: nil, in: namedZone)
            return try occurrences(from: day, days: 1, rule)
        case .weekend:
            usesToday = true
            let today = today(in: namedZone)
            let saturday = today.weekday == 0 ? today.adding(days: -1) : today.adding(days: 6 - today.weekday)
            return try occurrences(from: saturday, days: 2, rule)
        case .nextWeek:
            usesToday = true
            let today = today(in: namedZone)
            return try occurrences(from: today.adding(days: 7 - today.weekday), days: 7, rule)
        case .thisWeek:
            usesToday = true
            let today = today(in: namedZone)
            return try occurrences(from: today, days: 7 - today.weekday, rule)
        }
    }

    private func occurrences(from day: LocalDate, days: Int, _ rule: Rule) throws(Objection) -> [Instant] {
        let zone = namedZone
        let span = Span(from: max(zone.startOfDay(day), afterNow), to: zone.startOfDay(day.adding(days: days)))
        let found = rule.occurrences(in: span, limit: Self.skippedMax + 1)
        guard found.count <= Self.skippedMax else {
            throw Objection("That is more than \(Self.skippedMax) runs; pause it instead.")
        }
        return found.map(\.at)
    }

    // MARK: Move

    private mutating func settleMove() throws(Objection) -> Bool {
        let isDated = !wish.dates.isEmpty
        let hasTarget =
            !wish.times.isEmpty || isDated || wish.shift != nil || wish.part != nil || wish.inDuration != nil
        guard !isOneShot else { return false }
        let isNamed = !wish.scopes.isEmpty
        let isIntervalShift =
            wish.shift != nil && !isNamed && !wish.shiftsStart && !wish.shiftsEnd && isInterval
            && !wish.activeHoursNamed
        guard hasTarget || isNamed && (wish.isMove || wish.isChange) else { return false }
        guard
            isNamed || isDated && wish.isMove && !wish.isExtra && !wish.isOneTime || isIntervalShift
                || wish.inDuration != nil && wish.isMove
        else { return false }
        if isNamed, !hasTarget { throw Objection("It does not say when that run shall be.") }
        guard wish.days.isEmpty, wish.interval == nil, wish.cycle == nil, wish.rate == nil, wish.window == nil,
            wish.addedTimes.isEmpty, wish.addedDays.isEmpty, wish.removedDays.isEmpty, wish.times.count <= 1,
            wish.dates.count <= 1,
            wish.scopes.count <= 1 || Set(wish.scopes).subtracting([.clicked]).count <= 1, !wish.isRunNow,
            wish.minutes == nil
        else { throw Objection("Moving one run and changing the schedule can't be proposed together.") }
        if wish.isExtra { throw Objection(Refused.unclear.rawValue) }
        let from = try source(isNamed: isNamed)
        if !isNamed { assumptions.append("Only the run that was chosen moves, and not the rule.") }
        guard from > request.now else { throw Objection("That run is over.") }
        let to = try target(from)
        guard to > request.now else { throw Objection("\(to) is not in the future.") }
        guard to != from else { throw Objection("It is due then already, so nothing would change.") }
        occurrence = .move(from: from, to: to)
        return true
    }

    private var isInterval: Bool { if case .every = schedule.timing { true } else { false } }

    private mutating func source(isNamed: Bool) throws(Objection) -> Instant {
        guard isNamed, let scope = wish.scopes.first(where: { $0 != .clicked }) else { return request.scheduledAt }
        if case .next(let count) = scope, count != 1 { throw Objection("Several runs can't be moved at once.") }
        var found = try occurrences(scope)
        if let time = wish.runTime {
            let time = try self.time(time)
            found = found.filter { zone.local($0).time == time }
        }
        guard found.count == 1 else {
            throw Objection(found.isEmpty ? "No run falls on that day." : "Several runs fall on that day.")
        }
        return found[0]
    }

    private mutating func target(_ from: Instant) throws(Objection) -> Instant {
        if let elapsed = wish.shift {
            guard wish.times.isEmpty, wish.dates.isEmpty else { throw Objection(Refused.unclear.rawValue) }
            return instant(from, plus: elapsed, in: zone)
        }
        if let elapsed = wish.inDuration { return instant(request.now, plus: elapsed, in: zone) }
        return try wishedInstant(near: from)
    }

    // MARK: Run

    private mutating func settleRun() throws(Objection) -> Bool {
        if isOneShot, !wish.isAlso, !wish.isExtra, !(wish.isRunNow && !isDatedOrTimed), isDatedOrTimed { return false }
        let hasRule = hasRuleWish
        if wish.isOneTime, !wish.dates.isEmpty, !wish.isExtra { return false }
        if wish.inDuration != nil, !wish.isMove {
            guard !hasRule, wish.times.isEmpty, wish.dates.isEmpty else { throw Objection(Refused.series.rawValue) }
            return try runOnce(
                at: instant(request.now, plus: wish.inDuration ?? Elapsed(), in: namedZone), isAssumed: false)
        }
        if !wish.dates.isEmpty {
            guard !hasRule, !wish.isMonthlyOnly else {
                throw Objection("A date and a rule can't be proposed together.")
            }
            return try runOnDate()
        }
        let times = wish.times + wish.addedTimes
        if wish.isExtra, times.count == 1, !hasRule {
            wish.times = []
            return try runOnce(at: nextInstant(at: try time(times[0]), in: namedZone), isAssumed: false)
        }
        if wish.isOnce, times.count == 1, !hasRule, wish.scopes.isEmpty, !wish.isMove, !isOneShot {
            wish.isOnly = false
            return try runOnce(at: nextInstant(at: try time(times[0]), in: namedZone), isAssumed: true)
        }
        let isAlone =
            !wish.isLaterPeriod && !hasRule && times.isEmpty && wish.part == nil && wish.shift == nil
            && wish.zone == nil
            && wish.scopes.allSatisfy { $0 == .clicked || $0 == .next(1) }
        guard isAlone, !wish.isNegatedRun,
            wish.isRunNow && (wish.isRun || !hasVerb) || wish.isRun && !wish.isChange && !wish.isMove
                || wish.isExtra && !hasVerb
        else { return false }
        if patch.isEmpty || wish.isRunNow || wish.isRun && !wish.isFieldsOnly { return try runNow() }
        return false
    }

    private var hasVerb: Bool { wish.isChange || wish.isMove || !patch.isEmpty || wish.isRemove }
    var isDatedOrTimed: Bool {
        !wish.dates.isEmpty || !wish.times.isEmpty || wish.shift != nil || wish.inDuration != nil || wish.part != nil
    }

    private mutating func runNow() throws(Objection) -> Bool {
        guard schedule.state != .disabled else {
            throw Objection("It is disabled, and a disabled schedule can't be run.")
        }
        isRunNow = true
        return true
    }

    private mutating func runOnDate() throws(Objection) -> Bool {
        guard wish.dates.count == 1 || Set(wish.dates).count == 1, let phrase = wish.dates.first else {
            throw Objection("It names several dates.")
        }
        let times = wish.times + wish.addedTimes
        guard times.count <= 1 else { throw Objection("It names several times.") }
        guard wish.shift == nil else { throw Objection(Refused.unclear.rawValue) }
        let isCertain = wish.isExtra || wish.isAlso
        return try runOnce(at: wishedInstant(on: phrase, at: times.first), isAssumed: !isCertain)
    }

    private mutating func runOnce(at instant: Instant, isAssumed: Bool) throws(Objection) -> Bool {
        guard schedule.state != .disabled else {
            throw Objection("It is disabled, and a disabled schedule can't be run.")
        }
        guard instant > request.now else { throw Objection("\(instant) is not in the future.") }
        if wish.isOnly { throw Objection(Refused.unclear.rawValue) }
        if rule?.matches(instant) == true { throw Objection("It runs then already, so nothing would change.") }
        if isAssumed { assumptions.append("It was read as one extra run; the rule stays.") }
        occurrence = .run(at: instant)
        return true
    }
}

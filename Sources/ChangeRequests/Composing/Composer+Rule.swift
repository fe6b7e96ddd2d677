import CivilTime
import Recurrence

extension Composer {
    var hasRuleWish: Bool {
        wish.interval != nil || wish.cycle != nil || wish.rate != nil || wish.factor != nil || wish.minutes != nil
            || wish.window != nil
            || wish.namedHours != nil || wish.removesHours || wish.isEdgeNamed || !wish.days.isEmpty
            || !wish.addedDays.isEmpty
            || !wish.removedDays.isEmpty || wish.isOnceADay || wish.cron != nil
            || wish.months != nil && wish.dates.isEmpty
    }

    /// The fields of the present rule; nil for an interval, one instant, or a rule that words don't change.
    var currentFields: RuleFields? { present.fields }

    /// Makes the change of the rule, the hours or the zone that the request asks for.
    mutating func settleRule() throws(Objection) {
        if wish.isSkip || wish.isCancel || wish.isNegatedRun {
            guard hasRuleWish || !wish.removedTimes.isEmpty || wish.opens != nil || wish.closes != nil else {
                throw Objection("I can't tell which runs shall be left out.")
            }
        }
        if isOneShot, wish.scopes.allSatisfy({ $0 == .clicked || $0 == .next(1) }) { wish.scopes = [] }
        guard wish.scopes.isEmpty || wish.scopes == [.clicked] && !wish.hasTimeWords && !hasRuleWish else {
            throw Objection(Refused.unclear.rawValue)
        }
        if wish.isLaterPeriod { throw Objection("A change can't be set to begin later.") }
        if let cron = wish.cron { return try takeCron(cron) }
        if isHeartbeat { return try settleHeartbeat() }
        if isOneShot { return try settleOneShot() }
        if wish.isOneTime { return try makeOneTime() }
        if !wish.dates.isEmpty { throw Objection("A date can't change the rule.") }
        if wish.isDirectionNamed, wish.shift == nil { throw Objection("It does not say by how much.") }
        if hasRuleWish || wish.hasTimeWords || wish.shift != nil {
            try settleCron()
        } else if let zone = wish.zone {
            patch.timezone = try checked(zone)
        } else if patch.isEmpty, wish.isMove || wish.isChange {
            throw Objection("It does not say what it shall be changed to.")
        }
    }

    func checked(_ name: String) throws(Objection) -> String {
        guard let canonical = zones.canonicalName(name) else { throw Objection("There is no time zone \"\(name)\".") }
        return canonical == "Etc/UTC" ? "UTC" : canonical
    }

    /// A cron expression that was typed.
    private mutating func takeCron(_ text: String) throws(Objection) {
        guard !isHeartbeat else { throw Objection("A heartbeat takes no cron expression.") }
        guard !wish.hasTimeWords, wish.interval == nil, wish.days.isEmpty, wish.window == nil, wish.shift == nil else {
            throw Objection("It gives a cron expression and words for a rule.")
        }
        let expression: CronExpression
        do { expression = try CronExpression(text) } catch { throw Objection(error.description) }
        if expression.isReboot { throw Objection("@reboot names no instant.") }
        if let zone = expression.zonePrefix {
            patch.timezone = try checked(zone)
        } else if let zone = wish.zone {
            patch.timezone = try checked(zone)
        }
        if let seconds = expression.everySeconds {
            patch.timing = .every(Int64(seconds))
        } else {
            let canonical = expression.canonical
            patch.timing = .cron(
                expression.zonePrefix == nil ? canonical : String(canonical.drop { $0 != " " }.dropFirst()))
        }
        try verify()
    }

    // MARK: One instant

    private mutating func settleOneShot() throws(Objection) {
        guard case .at(let present) = schedule.timing else { return }
        let hasRecurrence =
            wish.interval != nil || wish.cycle != nil || wish.rate != nil || wish.minutes != nil || !wish.days.isEmpty
            || wish.isOnceADay
        if hasRecurrence {
            if !wish.dates.isEmpty { throw Objection(Refused.unclear.rawValue) }
            return try settleCron()
        }
        guard wish.addedDays.isEmpty, wish.removedDays.isEmpty, wish.window == nil, wish.namedHours == nil,
            wish.factor == nil, wish.addedTimes.isEmpty
        else {
            throw Objection("It runs once, and has no rule to change.")
        }
        if let elapsed = wish.shift {
            guard wish.times.isEmpty, wish.dates.isEmpty else { throw Objection(Refused.unclear.rawValue) }
            return try setRunAt(instant(present, plus: elapsed, in: zone))
        }
        if let elapsed = wish.inDuration { return try setRunAt(instant(request.now, plus: elapsed, in: zone)) }
        guard isDatedOrTimed else {
            if wish.isDirectionNamed { throw Objection("It does not say by how much.") }
            if let name = wish.zone {
                patch.timezone = try checked(name)
                let local = zone.local(present)
                return try setRunAt(instant(local.date, local.time, in: namedZone))
            }
            return
        }
        guard wish.times.count <= 1, Set(wish.dates).count <= 1 else {
            throw Objection("It runs once, and can't have two times.")
        }
        try setRunAt(wishedInstant(near: present))
    }

    private mutating func setRunAt(_ instant: Instant) throws(Objection) {
        guard instant > request.now else { throw Objection("\(instant) is not in the future.") }
        patch.timing = .at(instant)
    }

    /// "make this a one-time job on March 20 at 9am".
    private mutating func makeOneTime() throws(Objection) {
        guard !hasRuleWish, wish.times.count <= 1, wish.dates.count <= 1 else {
            throw Objection(Refused.unclear.rawValue)
        }
        if let elapsed = wish.inDuration { return try setRunAt(instant(request.now, plus: elapsed, in: namedZone)) }
        guard let phrase = wish.dates.first else {
            guard let wished = wish.times.first else { throw Objection("It does not say when the one run shall be.") }
            assumptions.append("It names no date; the next such time was taken.")
            return try setRunAt(nextInstant(at: try time(wished), in: namedZone))
        }
        try setRunAt(wishedInstant(on: phrase, at: wish.times.first))
    }

    // MARK: Checks

    /// Asks the project's own reader of cron expressions whether the rule can be and is ever due.
    mutating func verify() throws(Objection) {
        guard case .cron(let text)? = patch.timing else { return }
        let expression: CronExpression
        do { expression = try CronExpression(text) } catch { throw Objection(error.description) }
        made = expression
        guard let zone = try? zones.zone(named: patch.timezone ?? schedule.timezone) else {
            throw Objection("There is no such zone.")
        }
        let rule = Rule.cron(expression, zone, .dialect)
        guard rule.next(after: request.now) != nil else { throw Objection("It would never be due.") }
        warnOfClockChanges(expression, rule, zone)
        warnOfShortMonths(expression)
    }

    private mutating func warnOfClockChanges(_ expression: CronExpression, _ rule: Rule, _ zone: Zone) {
        guard let fields = RuleFields(expression), !fields.hasFreeHours else { return }
        for transition in zone.transitions(
            in: Span(from: request.now, to: request.now.advanced(bySeconds: Self.clockChangesSeconds)))
        {
            let span = Span(
                from: transition.at.advanced(bySeconds: -10_800), to: transition.at.advanced(bySeconds: 10_801))
            for occurrence in rule.occurrences(in: span, limit: 400) {
                guard let note = occurrence.dst else { continue }
                notes.append(
                    "The clocks of \(zone.identifier) change on \(zone.local(transition.at).date): the run of"
                        + " \(zone.local(occurrence.at).time) is one that \(note.text).")
                return
            }
        }
    }

    /// How far ahead changes of the clock are looked for: three years.
    private static let clockChangesSeconds: Int64 = 3 * 366 * 86_400

    private mutating func warnOfShortMonths(_ expression: CronExpression) {
        for warning in expression.warnings where warning.kind == .shortMonths { notes.append(warning.text) }
        if let fields = RuleFields(expression), fields.dayOfMonth.hasPrefix("*/"), fields.dayOfMonth != "*/1" {
            notes.append("\(fields.dayOfMonth) counts days afresh from the 1st of each month.")
        }
    }
}

import CivilTime
import Operations
import Recurrence

/// Why a request comes to nothing, in a sentence.
struct Objection: Error, Hashable {
    var sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}

/// A schedule's cron expression and its fields, where it has one.
struct PresentRule {
    let expression: CronExpression?
    /// Nil for another dialect than `almanac`: words don't change those.
    let fields: RuleFields?

    init(_ schedule: ChangeSubject) {
        guard case .cron(let text) = schedule.timing,
            let expression = try? CronExpression(text, dialect: schedule.dialect)
        else {
            (expression, fields) = (nil, nil)
            return
        }
        self.expression = expression
        fields = schedule.dialect == .almanac ? RuleFields(expression) : nil
    }
}

/// Holds what a request says against the schedule, and makes the change of it.
struct Composer {
    let request: ChangeRequest
    let zones: ZoneDatabase
    /// The schedule's zone.
    let zone: Zone
    let displayZone: Zone
    /// The present cron expression, read once.
    let present: PresentRule
    var wish: Wish
    var patch = SchedulePatch()
    var occurrence: OccurrenceChange?
    /// The expression that the patch holds, as it was verified.
    var made: CronExpression?
    var isRunNow = false
    /// What was assumed: each keeps the confidence from being high.
    var assumptions: [String]
    /// What must be said, though nothing was assumed.
    var notes: [String]
    var usesToday = false

    var schedule: ChangeSubject { request.schedule }
    var isHeartbeat: Bool { schedule.source == .heartbeat }
    var isOneShot: Bool { if case .at = schedule.timing { true } else { false } }

    init(_ request: ChangeRequest, wish: Wish, zones: ZoneDatabase, zone: Zone, displayZone: Zone) {
        self.request = request
        self.wish = wish
        self.zones = zones
        self.zone = zone
        self.displayZone = displayZone
        present = PresentRule(request.schedule)
        assumptions = wish.assumptions
        notes = wish.notes
    }

    mutating func interpretation() -> Interpretation {
        do throws(Objection) {
            try compose()
            return try finished()
        } catch {
            return .nothing(error.sentence)
        }
    }

    /// The answer to a change that is made already.
    mutating func judged() -> Interpretation {
        do throws(Objection) {
            return try finished()
        } catch {
            return .nothing(error.sentence)
        }
    }

    private mutating func compose() throws(Objection) {
        if wish.isLocalTime { wish.zone = displayZone.identifier }
        try settleWeekdays()
        settleDatesOfRule()
        settleNamedTime()
        try settleReplacedTime()
        try settleTwoSchedules()
        applyPart()
        if wish.isSkip || wish.isCancel || wish.isNegatedRun, !wish.isMove, !wish.isExtra {
            // "tomorrow skip it"
            wish.scopes += wish.dates.map { Scope.date($0) }
            wish.dates = []
        }
        try settleNamedWeekday()
        // "tomorrow only, at 10am", "tomorrow an hour later": that day's run.
        if wish.dates.count == 1, wish.scopes.isEmpty, !isOneShot, !wish.isExtra, !wish.isOneTime, wish.state.isEmpty,
            wish.shift != nil || wish.isOnly && (!wish.times.isEmpty || wish.part != nil) && wish.days.isEmpty
        {
            wish.scopes = [.date(wish.dates[0])]
            wish.dates = []
        }
        // "in 3 days at 9pm": a date and a time.
        if let ahead = wish.inDuration, ahead.seconds == 0, ahead.days > 0, wish.times.count == 1, wish.dates.isEmpty {
            wish.dates = [.after(days: ahead.days)]
            wish.inDuration = nil
        }
        try settleFields()
        try settleBound()
        try settleState()
        if try settleOccurrence() { return }
        try settleRule()
    }

    /// "Friday, March 13": the weekday must be that of the date.
    private mutating func settleNamedWeekday() throws(Objection) {
        guard wish.dates.count == 2 else { return }
        for (index, phrase) in wish.dates.enumerated() {
            guard case .weekday(let weekday, _) = phrase else { continue }
            let other = wish.dates[1 - index]
            if case .weekday = other { return }
            guard try date(other, time: nil, in: namedZone).weekday == weekday else {
                throw Objection("The weekday and the date that it names are not the same day.")
            }
            wish.dates = [other]
            return
        }
    }

    /// A part of the day named apart from an open hour says which half is meant.
    private mutating func applyPart() {
        guard let part = wish.part else { return }
        let isOpen = { (time: WishedTime) in time.part == nil }
        guard wish.times.contains(where: isOpen) || wish.addedTimes.contains(where: isOpen) else { return }
        for index in wish.times.indices where isOpen(wish.times[index]) { wish.times[index].part = part }
        for index in wish.addedTimes.indices where isOpen(wish.addedTimes[index]) { wish.addedTimes[index].part = part }
        wish.part = nil
        if wish.isEachPart { wish.days.isDaily = wish.days.isEmpty || wish.days.isDaily }
    }

    // MARK: The answer

    private mutating func finished() throws(Objection) -> Interpretation {
        let hasOccurrence = occurrence != nil || isRunNow
        dropWhatIsSo()
        if hasOccurrence, !patch.isEmpty {
            throw Objection("An operation on one run and a change of the schedule can't be proposed together.")
        }
        guard hasOccurrence || !patch.isEmpty else { throw Objection(emptyReason) }
        warnOfDanger()
        if usesToday, zone.local(request.now).date != displayZone.local(request.now).date {
            notes.append(
                "Dates are those of \(zone.identifier), where it is \(zone.local(request.now).date), and not of"
                    + " \(displayZone.identifier).")
        }
        if wish.isSkippedRunNamed, patch.timing != nil {
            assumptions.append("The rule changes, and not only the day that was named.")
        }
        for phrase in wish.unknown { assumptions.append("I did not understand \"\(phrase)\".") }
        let operation = operation(hasOccurrence: hasOccurrence)
        return Interpretation(
            operation: operation, patch: patch, occurrence: occurrence, summary: summary(of: operation),
            warnings: saidOnce(assumptions + notes), confidence: assumptions.isEmpty ? .high : .medium)
    }

    /// Each sentence once: what holds for both ends of a stretch of hours is found twice.
    private func saidOnce(_ sentences: [String]) -> [String] {
        sentences.enumerated().filter { sentences.firstIndex(of: $0.element) == $0.offset }.map(\.element)
    }

    private var emptyReason: String {
        if let phrase = wish.unknown.first { return "I did not understand \"\(phrase)\"." }
        return wish.isNegated ? "It only says what shall not be done." : "It would change nothing."
    }

    private func operation(hasOccurrence: Bool) -> ChangeKind {
        if isRunNow { return .runNow }
        switch occurrence {
        case .run?: return .runOnce
        case .skip?: return .skipOccurrence
        case .move?: return .moveOccurrence
        case nil: break
        }
        if patch.timing != nil || patch.timezone != nil && patch.activeHours == nil { return .setSchedule }
        if patch.activeHours != nil { return .setActiveHours }
        switch patch.state {
        case .disabled?: return .disable
        case .paused?: return .pause
        case .active?: return schedule.state == .disabled ? .enable : .resume
        case nil: return .setFields
        }
    }

    /// A field set to the value that it has counts as not set.
    private mutating func dropWhatIsSo() {
        if let timing = patch.timing, isSame(timing) { patch.timing = nil }
        if let name = patch.timezone,
            zones.canonicalName(name) ?? name == zones.canonicalName(schedule.timezone) ?? schedule.timezone
        {
            patch.timezone = nil
        }
        if case .none? = patch.activeHours, schedule.activeHours == nil { patch.activeHours = nil }
        if case .value(let hours)? = patch.activeHours, hours == schedule.activeHours { patch.activeHours = nil }
        if patch.title == schedule.title { patch.title = nil }
        if patch.category == schedule.category { patch.category = nil }
        if patch.overlap == schedule.overlap { patch.overlap = nil }
        if case .none? = patch.timeoutSeconds, schedule.timeoutSeconds == nil { patch.timeoutSeconds = nil }
        if case .value(let seconds)? = patch.timeoutSeconds, seconds == schedule.timeoutSeconds {
            patch.timeoutSeconds = nil
        }
    }

    private func isSame(_ timing: ChangeSubject.Timing) -> Bool {
        if timing == schedule.timing { return true }
        guard case .cron = timing, case .cron = schedule.timing, let newFields = made.flatMap(RuleFields.init),
            let oldFields = present.fields
        else { return false }
        return newFields.isSame(as: oldFields)
    }
}

extension RuleFields {
    /// Whether both fire at the same times, as far as plain values tell.
    func isSame(as other: RuleFields) -> Bool {
        if self == other { return true }
        guard second == other.second, year == other.year, minutes == other.minutes, hours == other.hours,
            Self.values(month, 1...12) == Self.values(other.month, 1...12)
        else { return false }
        if dayOfMonth == other.dayOfMonth, let left = weekdays, left == other.weekdays {
            return dayOfMonth == "*"
                || dayOfWeek.hasPrefix("+") == other.dayOfWeek.hasPrefix("+")
                    && (dayOfWeek == "*") == (other.dayOfWeek == "*")
        }
        return dayOfWeek == other.dayOfWeek && monthDays != nil && monthDays == other.monthDays
            && (dayOfMonth == "*") == (other.dayOfMonth == "*")
    }
}

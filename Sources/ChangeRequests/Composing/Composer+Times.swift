import CivilTime

extension Composer {
    /// Replaces, adds and takes away times of day.
    mutating func setTimes(_ base: inout RuleFields) throws(Objection) {
        if wish.times.isEmpty, let part = wish.part, !hasWindow {
            let time = time(of: part)
            wish.times = [WishedTime(clock: ClockPhrase(hour: time.hour, minute: time.minute, half: .known))]
            wish.part = nil
        }
        let perDay = isOneShot ? 1 : base.timesPerDay
        let isRate = if case .every = schedule.timing { true } else { base.hasFreeHours || perDay != 1 }
        if !wish.times.isEmpty {
            var times: Set<LocalTime> = []
            for wished in wish.times { times.insert(try time(wished)) }
            for wished in wish.addedTimes { times.insert(try time(wished)) }
            if times.count == 1, isRate, !isOneShot, !(wish.isOnceADay) {
                assumptions.append("It ran several times a day, and would run once a day.")
            }
            return try replace(times, &base)
        }
        if !wish.addedTimes.isEmpty || !wish.removedTimes.isEmpty { return try editTimes(&base, isRate: isRate) }
        if wish.isOnceADay || wish.cycle != nil, wish.minutes == nil, !hasWindow, isRate,
            base.hasFreeHours || wish.isOnceADay && isOnceADayNeeded
        {
            let time = clicked.time
            assumptions.append("It names no time of day; \(time), that of the run that was chosen, was taken.")
            try replace([time], &base)
        }
    }

    /// "daily" on a rule of several times a day that runs on all days already.
    private var isOnceADayNeeded: Bool {
        if case .every = schedule.timing { return true }
        return wish.isOnceADay
            && currentFields.map { ($0.timesPerDay ?? 0) > 1 && ($0.hasFreeDays || wish.isRateNamed) } == true
    }

    private mutating func replace(_ times: Set<LocalTime>, _ base: inout RuleFields) throws(Objection) {
        let minutes = Set(times.map(\.minute))
        guard minutes.count == 1, let minute = minutes.first else {
            throw Objection("Times with different minutes need two schedules.")
        }
        let seconds = Set(times.map(\.second))
        guard seconds == [0] else { throw Objection("A time of day is to the minute.") }
        base.second = nil
        base.minute = "\(minute)"
        base.hour = times.map(\.hour).sorted().map(String.init).joined(separator: ",")
    }

    private mutating func editTimes(_ base: inout RuleFields, isRate: Bool) throws(Objection) {
        if case .every = schedule.timing { throw Objection("An interval has no times of day to add to.") }
        guard let minutes = base.minutes, var hours = base.hours.map({ Set($0) }),
            !base.hasFreeHours || base.timesPerDay.map({ $0 <= 24 }) == true
        else {
            throw Objection("Its times are no list.")
        }
        for wished in wish.addedTimes {
            let time = try time(wished)
            guard minutes == [time.minute] else { throw Objection("Times with different minutes need two schedules.") }
            hours.insert(time.hour)
        }
        for wished in wish.removedTimes {
            let time = try time(wished)
            guard minutes == [time.minute], hours.contains(time.hour) else {
                if wish.addedTimes.isEmpty { throw Objection("It does not run at \(time).") }
                continue
            }
            hours.remove(time.hour)
        }
        guard !hours.isEmpty else { throw Objection("There would be no time left at which it runs.") }
        base.hour = RuleFields.list(hours, all: 0...23)
    }

    /// The minutes of each hour.
    mutating func setMinutes(_ base: inout RuleFields) throws(Objection) {
        guard let minutes = wish.minutes else { return }
        guard wish.times.isEmpty else { throw Objection("It names minutes of each hour and a time of day.") }
        base.second = nil
        base.minute = RuleFields.list(minutes, all: 0...59)
        if !base.hasHourRange { base.hour = "*" }
    }

    // MARK: Hours

    /// Keeps of the rule's hours those of the window.
    mutating func filterHours(_ base: inout RuleFields) throws(Objection) {
        guard let window = try windowHours() else { return }
        guard let hours = base.hours else { throw Objection("Its hours are no plain list.") }
        if !wish.times.isEmpty { throw Objection("It names a time of day and a stretch of hours.") }
        guard base.timesPerDay != 1 else {
            throw Objection("It runs once a day, and a stretch of hours does not say how often.")
        }
        let kept = hours.filter { window.set.contains($0) }
        guard !kept.isEmpty else { throw Objection("No run of the rule falls into those hours.") }
        if base.hour.hasPrefix("*/"), case .every(let seconds) = schedule.timing {
            base.hour = RuleFields.list(window.stepped(by: Int(seconds / 3600)), all: 0...23)
        } else {
            base.hour = RuleFields.list(kept, all: 0...23)
        }
    }

    /// The whole hours of the window that the words name; nil where they name none.
    mutating func windowHours() throws(Objection) -> WindowHours? {
        var start = 0
        var end = 0
        var isNegated = wish.isWindowNegated
        switch wish.namedHours {
        case .business?:
            (start, end) = (9, 17)
            assumptions.append("Working hours were read as 09:00 to 17:00; the days stay.")
        case .night?:
            (start, end) = (22, 6)
            assumptions.append("Night was read as 22:00 to 06:00.")
        case nil:
            if let part = wish.part, part == .night, wish.interval != nil || wish.rate != nil {
                (start, end) = (22, 6)
                assumptions.append("Night was read as 22:00 to 06:00.")
                wish.part = nil
                break
            }
            guard let (first, last) = try wishedWindow() else { return nil }
            guard first.minute == 0, last.minute == 0 else {
                throw Objection("Hours of a rule are whole; a stretch with minutes can't be said.")
            }
            (start, end) = (first.hour, last.hour)
            if wish.window == nil { isNegated = false }
        }
        if start == end { throw Objection("The hours begin and end at the same time.") }
        if isNegated { swap(&start, &end) }
        let count = (end - start + 24) % 24
        return WindowHours(order: (0..<count).map { (start + $0) % 24 })
    }

    private mutating func wishedWindow() throws(Objection) -> (LocalTime, LocalTime)? {
        if let (first, second) = wish.window { return try window(first, second) }
        guard wish.opens != nil || wish.closes != nil else { return nil }
        let first = try wish.opens.map { time throws(Objection) in try self.time(time) }
        let last = try wish.closes.map { time throws(Objection) in try self.time(time) }
        return (first ?? .midnight, last ?? .midnight)
    }

    /// "around the clock": a range of hours becomes all of them.
    func openHours(_ base: inout RuleFields) throws(Objection) {
        guard base.hasHourRange || base.hours?.count == 24 || wish.interval != nil || wish.rate != nil else {
            throw Objection("It has no hours to be removed.")
        }
        base.hour = base.hour.contains("/") ? "*/" + (base.hour.split(separator: "/").last ?? "1") : "*"
    }
}

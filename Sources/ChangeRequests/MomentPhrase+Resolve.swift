import CivilTime

extension MomentPhrase {
    /// The instant that the phrase means at `now` in a zone, with a warning for all that was assumed.
    func resolved(now: Instant, zone: Zone) throws(InstantWordsError) -> InstantReading {
        var reading = MomentReading(now: now, zone: isUTC ? .utc : zone)
        let time = try reading.time(of: self)
        let date = try reading.date(of: self, time: time)
        let instant = reading.instant(LocalDateTime(date: date, time: time))
        if clock == nil, day == .today, instant <= now { throw InstantWordsError(.over, found: text) }
        return InstantReading(instant: instant, warnings: reading.warnings)
    }
}

/// An instant read from words, and what was assumed on the way.
struct InstantReading: Hashable, Sendable {
    var instant: Instant
    var warnings: [String] = []
}

/// The steps from a phrase to an instant.
struct MomentReading {
    let now: Instant
    let zone: Zone
    private(set) var warnings: [String] = []

    init(now: Instant, zone: Zone) {
        self.now = now
        self.zone = zone
    }

    private var today: LocalDate { zone.local(now).date }

    /// The hour that a day without a time stands for.
    private static let assumedHour = 9

    mutating func time(of phrase: MomentPhrase) throws(InstantWordsError) -> LocalTime {
        guard let clock = phrase.clock else { return try assumedTime(of: phrase) }
        guard let time = clock.time(in: phrase.part) else {
            throw InstantWordsError(.noSuchTime, found: phrase.text)
        }
        if clock.isAmbiguous(in: phrase.part), !phrase.isWrittenDate {
            warnings.append(
                time.hour == 12
                    ? "\"\(phrase.text)\" names neither am nor pm: noon was taken."
                    : "\"\(phrase.text)\" names neither am nor pm: \(time) on the 24-hour clock was taken.")
        }
        return time
    }

    private mutating func assumedTime(of phrase: MomentPhrase) throws(InstantWordsError) -> LocalTime {
        let hour = phrase.part?.assumedHour ?? (phrase.isWrittenDate ? 0 : Self.assumedHour)
        guard let time = LocalTime(hour: hour, minute: 0) else {
            throw InstantWordsError(.noSuchTime, found: phrase.text)
        }
        warnings.append("\"\(phrase.text)\" names no time of day: \(time) was taken.")
        return time
    }

    mutating func date(of phrase: MomentPhrase, time: LocalTime) throws(InstantWordsError) -> LocalDate {
        let date = try namedDate(of: phrase, time: time)
        guard phrase.clock != nil, isAfterMidnight(phrase, time: time) else { return date }
        let following = date.adding(days: 1)
        warnings.append("\"\(phrase.text)\" was read as \(time) at the start of \(following).")
        return following
    }

    /// A night's small hours, and today's midnight, lie on the following date.
    private func isAfterMidnight(_ phrase: MomentPhrase, time: LocalTime) -> Bool {
        if phrase.clock?.isMidnight == true, phrase.day == .today { return true }
        let isNight = phrase.part == .tonight || phrase.part == .night
        return isNight && phrase.day != nil && time.hour < 6
    }

    private mutating func namedDate(of phrase: MomentPhrase, time: LocalTime) throws(InstantWordsError) -> LocalDate {
        switch phrase.day {
        case nil: return isFuture(today, time) ? today : today.adding(days: 1)
        case .today: return today
        case .after(let days): return today.adding(days: days)
        case .date(let date): return date
        case .weekday(let weekday, let isNext): return self.weekday(weekday, isNext: isNext, text: phrase.text)
        case .yearly(let month, let day):
            // 29 February comes again within eight years.
            let years = today.year...today.year + 8
            return try firstFuture(of: years.map { LocalDate(year: $0, month: month, day: day) }, time, phrase)
        case .monthly(let day):
            // Of any two months in a row one has 31 days, but for the pair of the year's turn.
            let months = (0...3).map { today.month - 1 + $0 }
            let year = today.year
            return try firstFuture(
                of: months.map { LocalDate(year: year + $0 / 12, month: $0 % 12 + 1, day: day) }, time, phrase)
        }
    }

    /// The first such day after today.
    private mutating func weekday(_ weekday: Int, isNext: Bool, text: String) -> LocalDate {
        let ahead = (weekday - today.weekday + 6) % 7 + 1
        let date = today.adding(days: ahead)
        // Weeks run from Sunday to Saturday.
        if isNext, today.weekday + ahead < 7 {
            warnings.append("\"\(text)\" was read as \(date), in this week; some mean a week later.")
        }
        return date
    }

    private func firstFuture(
        of dates: some Sequence<LocalDate?>, _ time: LocalTime, _ phrase: MomentPhrase
    ) throws(InstantWordsError) -> LocalDate {
        for case let date? in dates where date >= today && isFuture(date, time) { return date }
        throw InstantWordsError(.noSuchDate, found: phrase.text)
    }

    private func isFuture(_ date: LocalDate, _ time: LocalTime) -> Bool {
        zone.resolve(LocalDateTime(date: date, time: time)).instant > now
    }

    mutating func instant(_ local: LocalDateTime) -> Instant {
        let resolution = zone.resolve(local)
        switch resolution {
        case .unique: break
        case .gap(_, _, let firstInstantAfter):
            warnings.append(
                "\(local) does not exist in \(zone.identifier), where the clocks go forward: "
                    + "\(zone.local(firstInstantAfter).time), the first instant after the gap, was taken.")
        case .overlap:
            warnings.append("\(local) occurs twice in \(zone.identifier): the first was taken.")
        }
        return resolution.instant
    }
}

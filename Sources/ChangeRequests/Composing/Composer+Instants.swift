import CivilTime

extension Composer {
    /// The zone that named times are in.
    var namedZone: Zone {
        guard let name = wish.zone, let named = try? zones.zone(named: name) else { return zone }
        return named
    }

    var clicked: LocalDateTime { zone.local(request.scheduledAt) }

    /// The time of day that words mean; hours of 1 to 12 without a half stay in the half of the clicked occurrence.
    mutating func time(_ wished: WishedTime) throws(Objection) -> LocalTime {
        let clock = wished.clock
        if clock.half == .open, wished.part == nil, !isOn24Hours {
            var hour = clock.hour % 12
            if clock.hour == 12 {
                hour = 12
                assumptions.append("12 was read as noon.")
            } else {
                if clicked.time.hour >= 12 { hour += 12 }
                assumptions.append(
                    "\(clock.hour):\(clock.minute < 10 ? "0" : "")\(clock.minute) names neither am nor pm; the half of the day"
                        + " was kept.")
            }
            guard let time = LocalTime(hour: hour, minute: clock.minute) else {
                throw Objection("There is no such time.")
            }
            return time
        }
        guard let time = clock.time(in: wished.part) else { throw Objection("There is no such time.") }
        if let part = wished.part, clock.half != .open, clock.half != .known, !part.fits(time) {
            throw Objection("\(time) is not in the \(part.rawValue).")
        }
        return time
    }

    /// A request in UTC is on the 24-hour clock.
    private var isOn24Hours: Bool { wish.zone == "UTC" || wish.zone == "Etc/UTC" || wish.zone == "GMT" }

    /// The time that a part of the day stands for.
    mutating func time(of part: DayPart) -> LocalTime {
        let time = LocalTime(hour: part.assumedHour, minute: 0) ?? .midnight
        assumptions.append("\"\(part.rawValue)\" was read as \(time).")
        return time
    }

    /// The time of day that is wished for, or that of the part of the day that is named.
    private mutating func namedTime(_ wished: WishedTime?) throws(Objection) -> LocalTime? {
        if let wished { return try time(wished) }
        if let part = wish.part { return time(of: part) }
        return nil
    }

    /// The date and the time that are named, in the zone that is named; what is not named stays as in `present`.
    mutating func wishedInstant(near present: Instant) throws(Objection) -> Instant {
        let zone = namedZone
        let local = zone.local(present)
        let time = try namedTime(wish.times.first) ?? local.time
        var day = local.date
        if let phrase = wish.dates.first { day = try date(phrase, time: time, in: zone) }
        return instant(day, time, in: zone)
    }

    /// `phrase` at the time that is named; where none is, at the occurrence's own, and that is said.
    mutating func wishedInstant(on phrase: DayPhrase, at wished: WishedTime?) throws(Objection) -> Instant {
        let zone = namedZone
        var time = zone.local(request.scheduledAt).time
        if let named = try namedTime(wished) {
            time = named
        } else {
            assumptions.append("It names no time of day; \(time) was taken.")
        }
        return instant(try date(phrase, time: time, in: zone), time, in: zone)
    }

    /// A stretch of hours: without am or pm an end that isn't later is in the afternoon; an end's half serves the start
    /// where that keeps it earlier.
    mutating func window(_ first: WishedTime, _ second: WishedTime) throws(Objection) -> (LocalTime, LocalTime) {
        let isFirstOpen = first.clock.half == .open && first.part == nil && !isOn24Hours
        let isSecondOpen = second.clock.half == .open && second.part == nil && !isOn24Hours
        if !isFirstOpen, !isSecondOpen { return (try time(first), try time(second)) }
        func minutes(_ clock: ClockPhrase) -> Int { clock.hour * 60 + clock.minute }
        if isFirstOpen, isSecondOpen {
            let start = minutes(first.clock)
            var end = minutes(second.clock)
            if end <= start { end += 720 }
            notes.append(
                "The hours name neither am nor pm; they were read as \(clockText(start)) to \(clockText(end)).")
            return (try minuteOfDay(start), try minuteOfDay(end))
        }
        if isFirstOpen {
            let end = try time(second)
            let base = first.clock.hour % 12 * 60 + first.clock.minute
            let endMinute = end.secondOfDay / 60
            let isSameHalfEarlier = endMinute >= 720 && base + 720 < endMinute
            if second.clock.half == .known, !second.clock.isMidnight {
                // "9 to 17:00": both on the 24-hour clock.
                return (try minuteOfDay(minutes(first.clock)), end)
            }
            return (try minuteOfDay(isSameHalfEarlier ? base + 720 : base), end)
        }
        let start = try time(first)
        let startMinute = start.secondOfDay / 60
        var end = minutes(second.clock)
        if end <= startMinute, end + 720 > startMinute, end + 720 < 1440, second.clock.hour < 12 { end += 720 }
        notes.append("The end names neither am nor pm; it was read as \(clockText(end)).")
        return (start, try minuteOfDay(end))
    }

    private func clockText(_ minute: Int) -> String {
        LocalTime(secondOfDay: minute % 1440 * 60)?.description ?? "24:00"
    }

    private func minuteOfDay(_ minute: Int) throws(Objection) -> LocalTime {
        guard let time = LocalTime(secondOfDay: minute % 1440 * 60) else { throw Objection("There is no such time.") }
        return time
    }

    // MARK: Dates

    func today(in zone: Zone) -> LocalDate { zone.local(request.now).date }

    /// The date that words mean; with a time, one whose instant has passed today is not taken for "the 20th".
    mutating func date(_ phrase: DayPhrase, time: LocalTime?, in zone: Zone) throws(Objection) -> LocalDate {
        let today = today(in: zone)
        switch phrase {
        case .today:
            usesToday = true
            return today
        case .after(let days):
            usesToday = true
            return today.adding(days: days)
        case .weekday(let weekday, let isNext):
            usesToday = true
            let ahead = (weekday - today.weekday + 6) % 7 + 1
            if isNext, today.weekday + ahead < 7 {
                assumptions.append(
                    "\"next\" was read as \(today.adding(days: ahead)), in this week; some mean a week later.")
            }
            return today.adding(days: ahead)
        case .date(let date): return date
        case .yearly(let month, let day):
            for year in today.year...today.year + 8 {
                if let date = LocalDate(year: year, month: month, day: day), isAhead(date, time, zone) { return date }
            }
        case .monthly(let day):
            for month in 0...4 {
                let position = today.month - 1 + month
                if let date = LocalDate(year: today.year + position / 12, month: position % 12 + 1, day: day),
                    isAhead(date, time, zone)
                {
                    return date
                }
            }
        }
        throw Objection("There is no such date.")
    }

    private func isAhead(_ date: LocalDate, _ time: LocalTime?, _ zone: Zone) -> Bool {
        guard date == today(in: zone) else { return date > today(in: zone) }
        guard let time else { return true }
        return zone.resolve(LocalDateTime(date: date, time: time)).instant > request.now
    }

    /// The instant of a local time, with a warning where the clocks change.
    mutating func instant(_ date: LocalDate, _ time: LocalTime, in zone: Zone) -> Instant {
        let local = LocalDateTime(date: date, time: time)
        let resolution = zone.resolve(local)
        switch resolution {
        case .unique: break
        case .gap:
            notes.append(
                "\(local) does not exist in \(zone.identifier), where the clocks go forward; the first instant after it was taken."
            )
        case .overlap:
            notes.append("\(local) occurs twice in \(zone.identifier), where the clocks go back; the first was taken.")
        }
        return resolution.instant
    }

    /// An instant later by a length of time: days keep the local time.
    mutating func instant(_ start: Instant, plus elapsed: Elapsed, in zone: Zone) -> Instant {
        guard elapsed.days != 0 else { return start.advanced(bySeconds: elapsed.seconds) }
        let local = zone.local(start)
        let day = instant(local.date.adding(days: elapsed.days), local.time, in: zone)
        return day.advanced(bySeconds: elapsed.seconds)
    }

    /// The instant of a moment that may lack the day or the time.
    mutating func instant(of moment: Moment) throws(Objection) -> Instant {
        let zone = namedZone
        var time: LocalTime?
        if let clock = moment.clock {
            time = try self.time(WishedTime(clock: clock, part: moment.part))
        } else if let part = moment.part {
            time = self.time(of: part)
        }
        guard let phrase = moment.date else {
            guard let time else { throw Objection("It names no time.") }
            return nextInstant(at: time, in: zone)
        }
        return instant(try date(phrase, time: time, in: zone), time ?? .midnight, in: zone)
    }

    /// The next time that the clock shows a time.
    mutating func nextInstant(at time: LocalTime, in zone: Zone) -> Instant {
        usesToday = true
        let today = today(in: zone)
        let now = zone.resolve(LocalDateTime(date: today, time: time)).instant
        return instant(now > request.now ? today : today.adding(days: 1), time, in: zone)
    }
}

extension DayPart {
    /// Whether a time lies in the part of the day.
    func fits(_ time: LocalTime) -> Bool {
        switch self {
        case .morning: time.hour < 12
        case .lunchtime: (10...15).contains(time.hour)
        case .afternoon, .endOfDay: time.hour >= 12
        case .evening: time.hour >= 15
        case .night, .tonight: time.hour >= 17 || time.hour < 8
        }
    }
}

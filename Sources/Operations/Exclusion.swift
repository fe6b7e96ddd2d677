package import CivilTime

/// Days on which a schedule does nothing, as its author named them.
package enum Exclusion: Hashable, Sendable, Codable {
    case date(LocalDate)
    /// A calendar that the configuration declares, with the dates it had when it was read last: what is on record does
    /// not change with a file.
    case calendar(name: String, dates: [LocalDate])

    /// As it is written: "2026-12-25", "holidays".
    package var text: String {
        switch self {
        case .date(let date): date.description
        case .calendar(let name, _): name
        }
    }

    package var dates: [LocalDate] {
        switch self {
        case .date(let date): [date]
        case .calendar(_, let dates): dates
        }
    }
}

/// A local day that is taken out of a schedule.
package struct ExcludedDay: Hashable, Sendable {
    package let date: LocalDate
    /// The day's own midnight to the next one's.
    package let span: Span
    /// The calendar that names the day; nil where the schedule does so itself.
    package let calendar: String?

    package init(_ date: LocalDate, calendar: String?, zone: Zone) {
        self.date = date
        self.calendar = calendar
        span = Span(from: zone.startOfDay(date), to: zone.startOfDay(date.adding(days: 1)))
    }

    /// "excluded on 2026-12-25 by the calendar holidays".
    package var words: String {
        "excluded on \(date)" + (calendar.map { " by the calendar \($0)" } ?? "")
    }
}

extension [Exclusion] {
    /// The days that are named, in order, each once; where several name one, the first counts.
    package func days(in zone: Zone) -> [ExcludedDay] {
        var calendars: [LocalDate: String?] = [:]
        for exclusion in self {
            var name: String?
            if case .calendar(let calendar, _) = exclusion { name = calendar }
            for date in exclusion.dates where calendars[date] == nil { calendars[date] = .some(name) }
        }
        return calendars.sorted { $0.key < $1.key }.map { ExcludedDay($0.key, calendar: $0.value, zone: zone) }
            .filter { !$0.span.isEmpty }
    }
}

extension Timetable {
    /// With the dates that the calendars have now; a calendar that is no longer declared keeps those it had.
    package func updating(_ calendars: [String: [LocalDate]]) -> Timetable {
        var updated = self
        updated.exclusions = exclusions.map { exclusion in
            guard case .calendar(let name, let dates) = exclusion else { return exclusion }
            return .calendar(name: name, dates: calendars[name] ?? dates)
        }
        return updated
    }
}

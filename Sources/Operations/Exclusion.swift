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

/// One occurrence that an operator took out: it is skipped, or runs at another time instead.
package struct RemovedOccurrence: Hashable, Sendable, Codable {
    package var at: Instant
    package var movedTo: Instant?

    package init(at: Instant, movedTo: Instant? = nil) {
        self.at = at
        self.movedTo = movedTo
    }
}

/// A stretch in which a schedule's rule counts for nothing: a local day, or one instant.
package struct ExcludedStretch: Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        /// `calendar` names the day; nil where the schedule does so itself.
        case day(LocalDate, calendar: String?)
        case removed(movedTo: Instant?)
    }

    package let span: Span
    package let cause: Cause

    /// A day's own midnight to the next one's.
    package init(_ date: LocalDate, calendar: String?, zone: Zone) {
        span = Span(from: zone.startOfDay(date), to: zone.startOfDay(date.adding(days: 1)))
        cause = .day(date, calendar: calendar)
    }

    package init(_ removed: RemovedOccurrence) {
        span = Span(from: removed.at, to: removed.at.advanced(bySeconds: 1))
        cause = .removed(movedTo: removed.movedTo)
    }

    /// "excluded on 2026-12-25 by the calendar holidays", "moved to 2026-03-04T15:20:00Z".
    package var words: String {
        switch cause {
        case .day(let date, let calendar): "excluded on \(date)" + (calendar.map { " by the calendar \($0)" } ?? "")
        case .removed(let to?): "moved to \(to.iso8601)"
        case .removed(nil): "skipped by an operator"
        }
    }
}

extension [Exclusion] {
    /// The days that are named, in order, each once; where several name one, the first counts.
    package func days(in zone: Zone) -> [ExcludedStretch] {
        var calendars: [LocalDate: String?] = [:]
        for exclusion in self {
            var name: String?
            if case .calendar(let calendar, _) = exclusion { name = calendar }
            for date in exclusion.dates where calendars[date] == nil { calendars[date] = .some(name) }
        }
        return calendars.sorted { $0.key < $1.key }.map { ExcludedStretch($0.key, calendar: $0.value, zone: zone) }
            .filter { !$0.span.isEmpty }
    }
}

extension [ExcludedStretch] {
    /// These days and the occurrences that were taken out one by one, in order; where a day holds one, the day counts.
    package func joined(by removed: [RemovedOccurrence]) -> [ExcludedStretch] {
        guard !removed.isEmpty else { return self }
        let single = removed.filter { occurrence in !contains { $0.span.contains(occurrence.at) } }
        return (self + single.map { ExcludedStretch($0) }).sorted { $0.span.from < $1.span.from }
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

package import CivilTime

/// One local day of a window, with what the clocks do on it.
package struct CalendarDay: Hashable, Sendable {
    package var date: LocalDate
    package var span: Span
    /// Length in whole hours, rounded up: 23, 24 or 25, with half-hour changes as the next full hour.
    package var hours: Int
    package var transitions: [Zone.Transition]

    package init(date: LocalDate, zone: Zone) {
        self.date = date
        self.span = Span(from: zone.startOfDay(date), to: zone.startOfDay(date.adding(days: 1)))
        self.hours = Int((span.durationSeconds / 3600).rounded(.up))
        self.transitions = zone.transitions(in: span)
    }
}

/// Which days a view shows, and the instants they cover.
package struct CalendarWindow: Hashable, Sendable {
    package enum View: String, Hashable, Sendable {
        case week
        case day
    }

    package var view: View
    package var span: Span
    package var days: [CalendarDay]
    package var zone: Zone

    /// The week (from `weekStart`, 0 = Sunday) or the day that holds `date`.
    package init(view: View, containing date: LocalDate, weekStart: Int, zone: Zone) {
        let first: LocalDate
        let count: Int
        switch view {
        case .day: (first, count) = (date, 1)
        case .week: (first, count) = (date.adding(days: -((date.weekday - weekStart + 7) % 7)), 7)
        }
        self.init(view: view, from: first, days: count, zone: zone)
    }

    private init(view: View, from first: LocalDate, days count: Int, zone: Zone) {
        self.view = view
        self.zone = zone
        self.days = (0..<count).map { CalendarDay(date: first.adding(days: $0), zone: zone) }
        self.span = Span(from: days[0].span.from, to: days[count - 1].span.to)
    }

    /// Bound on the days one answer shows.
    package static let daysMax = 366

    /// A window given by its ends; its days are all that it touches. nil if it is empty or longer than `daysMax`.
    package init?(view: View, span: Span, zone: Zone) {
        guard !span.isEmpty, span.durationSeconds <= Double(Self.daysMax) * 86_400 else { return nil }
        let first = zone.local(span.from).date
        let last = zone.local(Instant(epochMilliseconds: span.to.epochMilliseconds - 1)).date
        self.init(view: view, from: first, days: last.dayNumber - first.dayNumber + 1, zone: zone)
        self.span = span
    }
}

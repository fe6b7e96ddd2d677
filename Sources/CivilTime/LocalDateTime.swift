/// A date and a time of day as a wall clock shows them, without a zone.
package struct LocalDateTime: Hashable, Sendable, Codable {
    package let date: LocalDate
    package let time: LocalTime

    package init(date: LocalDate, time: LocalTime) {
        self.date = date
        self.time = time
    }

    /// Seconds from 1970-01-01T00:00:00 on the same wall clock.
    package var secondsAsUTC: Int64 { Int64(date.dayNumber) * 86_400 + Int64(time.secondOfDay) }

    package init(secondsAsUTC seconds: Int64) {
        let day = floorDivide(seconds, 86_400)
        date = LocalDate(dayNumber: Int(day))
        time = LocalTime(clampedSecondOfDay: Int(seconds - day * 86_400))
    }
}

extension LocalDateTime: Comparable {
    package static func < (left: LocalDateTime, right: LocalDateTime) -> Bool {
        (left.date, left.time) < (right.date, right.time)
    }
}

extension LocalDateTime: CustomStringConvertible {
    /// "2026-03-04 09:20", with the seconds where there are any.
    package var description: String { "\(date) \(time)" }
}

/// A date of the Gregorian calendar without a zone.
package struct LocalDate: Hashable, Sendable {
    package let year: Int
    package let month: Int
    package let day: Int

    /// Makes a date that exists; nil for 30 February and the like, and for years of more than six digits.
    package init?(year: Int, month: Int, day: Int) {
        guard abs(year) <= 999_999, (1...12).contains(month), day >= 1,
            day <= CivilDays.length(ofMonth: month, year: year)
        else {
            return nil
        }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date that lies `dayNumber` days after 1970-01-01.
    package init(dayNumber: Int) {
        let parts = CivilDays.date(of: dayNumber)
        year = parts.year
        month = parts.month
        day = parts.day
    }

    /// Days since 1970-01-01.
    package var dayNumber: Int { CivilDays.number(year: year, month: month, day: day) }

    /// 0 = Sunday … 6 = Saturday.
    package var weekday: Int { CivilDays.weekday(of: dayNumber) }

    package func adding(days: Int) -> LocalDate { LocalDate(dayNumber: dayNumber + days) }
}

extension LocalDate: Comparable {
    package static func < (left: LocalDate, right: LocalDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension LocalDate: CustomStringConvertible {
    /// "2026-03-04".
    package var description: String {
        var text = ISOText()
        text.append(self)
        return text.string
    }

    /// Reads "2026-03-04"; nil for anything else.
    package init?(_ text: some StringProtocol) {
        var reader = ISOReader(text)
        guard let date = reader.date(), reader.isAtEnd else { return nil }
        self = date
    }
}

extension LocalDate: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = LocalDate(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\"\(text)\" is not a date like 2026-03-04.")
        }
        self = date
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

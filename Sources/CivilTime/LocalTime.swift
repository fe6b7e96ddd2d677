/// A time of day without a zone, to the second.
package struct LocalTime: Hashable, Sendable {
    /// Seconds since local midnight, 0..<86,400; 86,400 only for `endOfDay`.
    package let secondOfDay: Int

    /// Nil outside 0..<86,400.
    package init?(secondOfDay: Int) {
        guard (0..<86_400).contains(secondOfDay) else { return nil }
        self.secondOfDay = secondOfDay
    }

    package init?(hour: Int, minute: Int, second: Int = 0) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
        secondOfDay = hour * 3600 + minute * 60 + second
    }

    init(clampedSecondOfDay seconds: Int) {
        secondOfDay = min(max(seconds, 0), 86_400)
    }

    package static let midnight = LocalTime(clampedSecondOfDay: 0)
    /// 24:00, the end of a range that reaches to midnight; not a time anything happens at.
    package static let endOfDay = LocalTime(clampedSecondOfDay: 86_400)

    package var hour: Int { secondOfDay / 3600 }
    package var minute: Int { secondOfDay / 60 % 60 }
    package var second: Int { secondOfDay % 60 }
}

extension LocalTime: Comparable {
    package static func < (left: LocalTime, right: LocalTime) -> Bool { left.secondOfDay < right.secondOfDay }
}

extension LocalTime: CustomStringConvertible {
    /// "09:05", or "09:05:30" where there are seconds.
    package var description: String {
        var text = ISOText()
        text.append(self, seconds: second != 0)
        return text.string
    }

    /// Reads "HH:MM" or "HH:MM:SS"; nil for anything else, 24:00 included.
    package init?(_ text: some StringProtocol) {
        var reader = ISOReader(text)
        guard let time = reader.time(), reader.isAtEnd else { return nil }
        self = time
    }

    /// Reads the end of a range, where 24:00 means the end of the day.
    package init?(rangeEnd text: some StringProtocol) {
        var reader = ISOReader(text)
        guard let time = reader.time(allowing24: true), reader.isAtEnd else { return nil }
        self = time
    }
}

extension LocalTime: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = LocalTime(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\"\(text)\" is not a time like 09:30.")
        }
        self = time
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

package import CivilTime

/// The local hours in which a heartbeat beats: from `start` up to `end`, past midnight where `end` is not after
/// `start`. Equal ends mean the whole day.
package struct ActiveHours: Hashable, Sendable {
    package let start: LocalTime
    /// 24:00 stands for the end of the day.
    package let end: LocalTime

    package init(start: LocalTime, end: LocalTime) {
        self.start = start
        self.end = end
    }

    /// Reads "09:00" and "17:00", the end up to "24:00"; nil for anything else.
    package init?(start: some StringProtocol, end: some StringProtocol) {
        guard let first = LocalTime(start), let last = LocalTime(rangeEnd: end) else { return nil }
        self.init(start: first, end: last)
    }

    package func contains(_ time: LocalTime) -> Bool { contains(secondOfDay: time.secondOfDay) }

    func contains(secondOfDay second: Int) -> Bool {
        if start.secondOfDay < end.secondOfDay { return second >= start.secondOfDay && second < end.secondOfDay }
        return second >= start.secondOfDay || second < end.secondOfDay
    }

    /// The length in seconds, 1...86,400.
    package var seconds: Int {
        let length = end.secondOfDay - start.secondOfDay
        return length > 0 ? length : length + 86_400
    }

    /// "from 09:00 to 17:00", "from 9:00 am to 12:00 am".
    package func words(hour12: Bool = false) -> String {
        guard hour12 else { return "from \(start) to \(end)" }
        return "from \(Self.clock12(start)) to \(Self.clock12(end))"
    }

    private static func clock12(_ time: LocalTime) -> String {
        let hour = time.hour % 24
        let rest = time.description.dropFirst(2)
        return "\(hour % 12 == 0 ? 12 : hour % 12)\(rest) \(hour < 12 ? "am" : "pm")"
    }
}

extension ActiveHours: Codable {
    private enum CodingKeys: String, CodingKey {
        case start, end
    }

    /// Reads {"start": "09:00", "end": "24:00"}.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let endText = try container.decode(String.self, forKey: .end)
        guard let end = LocalTime(rangeEnd: endText) else {
            throw DecodingError.dataCorruptedError(
                forKey: .end, in: container, debugDescription: "\"\(endText)\" is not a time from 00:00 to 24:00.")
        }
        self.init(start: try container.decode(LocalTime.self, forKey: .start), end: end)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(start, forKey: .start)
        try container.encode("\(end)", forKey: .end)
    }
}

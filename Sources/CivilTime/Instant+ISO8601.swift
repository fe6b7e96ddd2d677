extension Instant: CustomStringConvertible {
    /// ISO 8601 in UTC: "2026-03-04T15:20:00Z", with ".123" only where the milliseconds are not zero.
    package var iso8601: String {
        var text = ISOText()
        text.append(dateTimeOf: epochSeconds)
        text.append(milliseconds: Int(epochMilliseconds - epochSeconds * 1000))
        text.bytes.append(UInt8(ascii: "Z"))
        return text.string
    }

    package var description: String { iso8601 }

    /// Reads a date-time with `Z` or a numeric offset ("2026-03-04T15:20:00.5-06:00"; 'T' or a space between).
    /// Seconds may be absent; fractions beyond milliseconds are cut. Nil for anything else, a leap second included.
    package init?(iso8601 text: some StringProtocol) {
        var reader = ISOReader(text)
        guard let local = reader.dateTime(), let milliseconds = reader.fraction(), let offset = reader.offset(),
            reader.isAtEnd
        else { return nil }
        self.init(epochMilliseconds: (local.secondsAsUTC - Int64(offset)) * 1000 + Int64(milliseconds))
    }
}

extension Instant: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(iso8601: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\"\(text)\" is not a date-time with an offset.")
        }
        self = instant
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso8601)
    }
}

/// A reader of ISO 8601 text; each part answers nil where the text is not what the part expects.
struct ISOReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position == bytes.count }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func number(digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + digits] {
            guard byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        position += digits
        return value
    }

    mutating func date() -> LocalDate? {
        guard let year = number(digits: 4), accept("-"), let month = number(digits: 2), accept("-"),
            let day = number(digits: 2)
        else { return nil }
        return LocalDate(year: year, month: month, day: day)
    }

    /// "HH:MM" or "HH:MM:SS"; 24:00 only where `allowing24` says so.
    mutating func time(allowing24: Bool = false) -> LocalTime? {
        guard let hour = number(digits: 2), accept(":"), let minute = number(digits: 2) else { return nil }
        var second = 0
        if accept(":") {
            guard let value = number(digits: 2) else { return nil }
            second = value
        }
        if allowing24, hour == 24, minute == 0, second == 0 { return .endOfDay }
        return LocalTime(hour: hour, minute: minute, second: second)
    }

    mutating func dateTime() -> LocalDateTime? {
        guard let date = date(), accept("T") || accept("t") || accept(" "), let time = time() else { return nil }
        return LocalDateTime(date: date, time: time)
    }

    /// An optional fraction of a second in milliseconds; 0 where there is none, nil for a bare point.
    mutating func fraction() -> Int? {
        guard accept(".") || accept(",") else { return 0 }
        var value = 0
        var digits = 0
        while let byte = peek, byte >= 48, byte <= 57 {
            if digits < 3 { value = value * 10 + Int(byte - 48) }
            digits += 1
            position += 1
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 3)..<3 { value *= 10 }
        return value
    }

    /// `Z`, "±hh:mm" or "±hhmm", in seconds.
    mutating func offset() -> Int? {
        if accept("Z") || accept("z") { return 0 }
        let sign: Int
        if accept("+") { sign = 1 } else if accept("-") { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), hours < 24 else { return nil }
        _ = accept(":")
        guard let minutes = number(digits: 2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}

/// A writer of ISO 8601 text, digit by digit.
struct ISOText {
    var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(32) }

    var string: String { String(decoding: bytes, as: UTF8.self) }

    mutating func append(_ value: Int, digits: Int) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(48 + value / divisor % 10))
            divisor /= 10
        }
    }

    mutating func append(_ date: LocalDate) {
        if date.year < 0 { bytes.append(UInt8(ascii: "-")) }
        append(abs(date.year), digits: abs(date.year) > 9999 ? 6 : 4)
        bytes.append(UInt8(ascii: "-"))
        append(date.month, digits: 2)
        bytes.append(UInt8(ascii: "-"))
        append(date.day, digits: 2)
    }

    mutating func append(_ time: LocalTime, seconds: Bool) {
        append(time.hour, digits: 2)
        bytes.append(UInt8(ascii: ":"))
        append(time.minute, digits: 2)
        guard seconds else { return }
        bytes.append(UInt8(ascii: ":"))
        append(time.second, digits: 2)
    }

    /// Appends date and time of a count of seconds since 1970, read as local time.
    mutating func append(dateTimeOf seconds: Int64) {
        let local = LocalDateTime(secondsAsUTC: seconds)
        append(local.date)
        bytes.append(UInt8(ascii: "T"))
        append(local.time, seconds: true)
    }

    mutating func append(milliseconds: Int) {
        guard milliseconds != 0 else { return }
        bytes.append(UInt8(ascii: "."))
        append(milliseconds, digits: 3)
    }

    /// Appends "+05:45", and the seconds too where an old offset has them.
    mutating func append(offset: Int) {
        bytes.append(UInt8(ascii: offset < 0 ? "-" : "+"))
        append(LocalTime(clampedSecondOfDay: abs(offset)), seconds: abs(offset) % 60 != 0)
    }
}

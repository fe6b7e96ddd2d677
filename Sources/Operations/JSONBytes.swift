package import CivilTime

// How texts, numbers and instants become bytes of JSON.
extension [UInt8] {
    /// Appends a text in quotes, with escapes where JSON asks for them.
    package mutating func append(quoted text: String) {
        append(UInt8(ascii: "\""))
        let isAppended: Void? = text.utf8.withContiguousStorageIfAvailable { append(escaping: $0) }
        if isAppended == nil { Array(text.utf8).withUnsafeBufferPointer { append(escaping: $0) } }
        append(UInt8(ascii: "\""))
    }

    /// Copies stretches that need no escape whole.
    private mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for position in 0..<text.count {
            let byte = text[position]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
                continue
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<position]))
            append(escape: byte)
            start = position + 1
        }
        append(contentsOf: start == 0 ? text : UnsafeBufferPointer(rebasing: text[start...]))
    }

    private mutating func append(escape byte: UInt8) {
        append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0D: append(UInt8(ascii: "r"))
        case 0x09: append(UInt8(ascii: "t"))
        default:
            append(contentsOf: "u00".utf8)
            append(Self.hexadecimal[Int(byte >> 4)])
            append(Self.hexadecimal[Int(byte & 15)])
        }
    }

    private static let hexadecimal = [UInt8]("0123456789abcdef".utf8)

    package mutating func append(decimal value: Int64) {
        var rest = value.magnitude
        if value < 0 { append(UInt8(ascii: "-")) }
        let start = count
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }

    /// "2026-03-04T15:20:00Z", with ".123" only where the milliseconds are not zero.
    package mutating func append(iso8601 instant: Instant) {
        let seconds = instant.epochSeconds
        let local = LocalDateTime(secondsAsUTC: seconds)
        guard (0...9999).contains(local.date.year) else { return append(contentsOf: instant.iso8601.utf8) }
        append(local, milliseconds: Int(instant.epochMilliseconds - seconds * 1000))
        append(UInt8(ascii: "Z"))
    }

    /// "2026-03-04T09:20:00-06:00": local time with its offset, for the years 0 to 9999.
    package mutating func append(local: LocalDateTime, milliseconds: Int, offsetSeconds: Int) {
        append(local, milliseconds: milliseconds)
        append(UInt8(ascii: offsetSeconds < 0 ? "-" : "+"))
        let offset = abs(offsetSeconds)
        append(offset / 3600, digits: 2)
        append(UInt8(ascii: ":"))
        append(offset / 60 % 60, digits: 2)
        guard offset % 60 != 0 else { return }
        append(UInt8(ascii: ":"))
        append(offset % 60, digits: 2)
    }

    /// "2026-03-04", for the years 0 to 9999.
    package mutating func append(_ date: LocalDate) {
        append(date.year, digits: 4)
        append(UInt8(ascii: "-"))
        append(date.month, digits: 2)
        append(UInt8(ascii: "-"))
        append(date.day, digits: 2)
    }

    private mutating func append(_ local: LocalDateTime, milliseconds: Int) {
        append(local.date)
        append(UInt8(ascii: "T"))
        append(local.time.hour, digits: 2)
        append(UInt8(ascii: ":"))
        append(local.time.minute, digits: 2)
        append(UInt8(ascii: ":"))
        append(local.time.second, digits: 2)
        guard milliseconds > 0 else { return }
        append(UInt8(ascii: "."))
        append(milliseconds, digits: 3)
    }

    private mutating func append(_ value: Int, digits: Int) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }
}

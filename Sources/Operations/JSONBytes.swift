package import CivilTime

// How texts, numbers and instants become bytes of JSON. A feed is made of a hundred thousand of them: each is put together
// on the stack and appended at once, as every append looks for room anew.
extension [UInt8] {
    /// Appends a text in quotes, with escapes where JSON asks for them.
    package mutating func append(quoted text: String) {
        append(quoted: text, before: nil, after: nil)
    }

    /// Appends a field's name with its colon, after a comma where it follows another.
    package mutating func append(name: String, isFollowing: Bool) {
        append(quoted: name, before: isFollowing ? UInt8(ascii: ",") : nil, after: UInt8(ascii: ":"))
    }

    private mutating func append(quoted text: String, before: UInt8?, after: UInt8?) {
        let isAppended: Void? = text.utf8.withContiguousStorageIfAvailable {
            append(quoted: $0, before: before, after: after)
        }
        guard isAppended == nil else { return }
        Array(text.utf8).withUnsafeBufferPointer { append(quoted: $0, before: before, after: after) }
    }

    /// Texts of at most so many bytes are appended at once with their quotes.
    private static var shortBytes: Int { 60 }

    private mutating func append(quoted text: UnsafeBufferPointer<UInt8>, before: UInt8?, after: UInt8?) {
        guard text.count <= Self.shortBytes, !needsEscape(text) else {
            if let before { append(before) }
            append(UInt8(ascii: "\""))
            append(escaping: text)
            append(UInt8(ascii: "\""))
            if let after { append(after) }
            return
        }
        append(atMost: Self.shortBytes + 4) { room in
            var end = 0
            if let before { room.put(before, at: &end) }
            room.put(UInt8(ascii: "\""), at: &end)
            if let start = text.baseAddress { (room + end).update(from: start, count: text.count) }
            end += text.count
            room.put(UInt8(ascii: "\""), at: &end)
            if let after { room.put(after, at: &end) }
            return end
        }
    }

    /// Appends as many bytes as `write` says that it put down.
    @inline(__always)
    private mutating func append(atMost count: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { room in
            guard let start = room.baseAddress else { return }
            append(contentsOf: UnsafeBufferPointer(start: start, count: write(start)))
        }
    }

    /// Copies stretches that need no escape whole.
    private mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
        guard needsEscape(text) else { return append(contentsOf: text) }
        var start = 0
        for position in 0..<text.count where text[position].needsEscape {
            append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<position]))
            append(escape: text[position])
            start = position + 1
        }
        append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
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
        // 19 digits and a sign.
        append(atMost: 20) { room in
            var rest = value.magnitude
            var digits = 1
            var bound: UInt64 = 10
            while digits < 19, rest >= bound {
                digits += 1
                bound *= 10
            }
            let sign = value < 0 ? 1 : 0
            if sign == 1 { room[0] = UInt8(ascii: "-") }
            for place in stride(from: sign + digits - 1, through: sign, by: -1) {
                room[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
            return sign + digits
        }
    }

    /// "2026-03-04T15:20:00Z", with ".123" only where the milliseconds are not zero.
    package mutating func append(iso8601 instant: Instant) {
        let seconds = instant.epochSeconds
        let local = LocalDateTime(secondsAsUTC: seconds)
        guard (0...9999).contains(local.date.year) else { return append(contentsOf: instant.iso8601.utf8) }
        append(atMost: 24) { room in
            var end = 0
            room.put(local, milliseconds: Int(instant.epochMilliseconds - seconds * 1000), at: &end)
            room.put(UInt8(ascii: "Z"), at: &end)
            return end
        }
    }

    /// "2026-03-04T09:20:00-06:00": local time with its offset, for the years 0 to 9999.
    package mutating func append(local: LocalDateTime, milliseconds: Int, offsetSeconds: Int) {
        append(atMost: 32) { room in
            var end = 0
            room.put(local, milliseconds: milliseconds, at: &end)
            room.put(UInt8(ascii: offsetSeconds < 0 ? "-" : "+"), at: &end)
            let offset = abs(offsetSeconds)
            room.put(offset / 3600, digits: 2, at: &end)
            room.put(UInt8(ascii: ":"), at: &end)
            room.put(offset / 60 % 60, digits: 2, at: &end)
            guard offset % 60 != 0 else { return end }
            room.put(UInt8(ascii: ":"), at: &end)
            room.put(offset % 60, digits: 2, at: &end)
            return end
        }
    }

    /// "2026-03-04", for the years 0 to 9999.
    package mutating func append(_ date: LocalDate) {
        append(atMost: 10) { room in
            var end = 0
            room.put(date, at: &end)
            return end
        }
    }
}

extension UInt8 {
    fileprivate var needsEscape: Bool { self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") }
}

/// Whether any byte needs an escape; eight at once.
private func needsEscape(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let bytes = UnsafeRawBufferPointer(text)
    var place = 0
    while place + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        // A byte's highest bit stays where it is below the bound, and was not set before; XOR makes the mark sought zero.
        let control = (word &- 0x2020_2020_2020_2020) & ~word
        let quote = word ^ 0x2222_2222_2222_2222
        let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
        let marks =
            (quote &- 0x0101_0101_0101_0101) & ~quote | (backslash &- 0x0101_0101_0101_0101) & ~backslash
        guard (control | marks) & 0x8080_8080_8080_8080 == 0 else { return true }
        place += 8
    }
    while place < bytes.count {
        if bytes[place].needsEscape { return true }
        place += 1
    }
    return false
}

extension UnsafeMutablePointer<UInt8> {
    @inline(__always)
    fileprivate func put(_ byte: UInt8, at end: inout Int) {
        self[end] = byte
        end += 1
    }

    @inline(__always)
    fileprivate func put(_ value: Int, digits: Int, at end: inout Int) {
        var rest = UInt32(truncatingIfNeeded: value)
        for place in stride(from: end + digits - 1, through: end, by: -1) {
            self[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        end += digits
    }

    fileprivate func put(_ date: LocalDate, at end: inout Int) {
        put(date.year, digits: 4, at: &end)
        put(UInt8(ascii: "-"), at: &end)
        put(date.month, digits: 2, at: &end)
        put(UInt8(ascii: "-"), at: &end)
        put(date.day, digits: 2, at: &end)
    }

    fileprivate func put(_ local: LocalDateTime, milliseconds: Int, at end: inout Int) {
        put(local.date, at: &end)
        put(UInt8(ascii: "T"), at: &end)
        put(local.time.hour, digits: 2, at: &end)
        put(UInt8(ascii: ":"), at: &end)
        put(local.time.minute, digits: 2, at: &end)
        put(UInt8(ascii: ":"), at: &end)
        put(local.time.second, digits: 2, at: &end)
        guard milliseconds > 0 else { return }
        put(UInt8(ascii: "."), at: &end)
        put(milliseconds, digits: 3, at: &end)
    }
}

extension PosixRule {
    /// Reads a footer such as "CST6CDT,M3.2.0,M11.1.0" or "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"; nil where it is
    /// malformed.
    init?(_ bytes: some Collection<UInt8>) {
        var reader = PosixReader(bytes: Array(bytes))
        guard let name = reader.name(), let west = reader.time() else { return nil }
        standard = LocalType(offset: -west, name: name)
        guard !reader.isAtEnd else { return }
        guard let daylightName = reader.name() else { return nil }
        var offset = standard.offset + 3600
        if reader.peek != UInt8(ascii: ",") {
            guard let west = reader.time() else { return nil }
            offset = -west
        }
        guard reader.accept(","), let start = reader.day(), reader.accept(","), let end = reader.day(),
            reader.isAtEnd
        else { return nil }
        daylight = Daylight(type: LocalType(offset: offset, name: daylightName), start: start, end: end)
    }
}

private struct PosixReader {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position >= bytes.count }
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func name() -> String? {
        let quoted = accept("<")
        let start = position
        while let byte = peek, quoted ? byte != UInt8(ascii: ">") : isLetter(byte) { position += 1 }
        let name = bytes[start..<position]
        if quoted, !accept(">") { return nil }
        return name.count >= 3 ? String(decoding: name, as: UTF8.self) : nil
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
    }

    mutating func number(max: Int) -> Int? {
        var value: Int?
        while let byte = peek, byte >= 48, byte <= 57 {
            let next = (value ?? 0) * 10 + Int(byte - 48)
            guard next <= max else { return nil }
            value = next
            position += 1
        }
        return value
    }

    /// "[+-]h[h[h]][:mm[:ss]]" in seconds.
    mutating func time() -> Int? {
        let sign = accept("-") ? -1 : 1
        if sign == 1 { _ = accept("+") }
        guard let hours = number(max: 167) else { return nil }
        var seconds = hours * 3600
        if accept(":") {
            guard let minutes = number(max: 59) else { return nil }
            seconds += minutes * 60
            if accept(":") {
                guard let rest = number(max: 59) else { return nil }
                seconds += rest
            }
        }
        return sign * seconds
    }

    mutating func day() -> PosixRule.Day? {
        guard let form = form() else { return nil }
        guard accept("/") else { return PosixRule.Day(form: form, time: 7200) }
        return time().map { PosixRule.Day(form: form, time: $0) }
    }

    private mutating func form() -> PosixRule.Day.Form? {
        if accept("J") { return number(max: 365).flatMap { $0 >= 1 ? .julian($0) : nil } }
        guard accept("M") else { return number(max: 365).map { .ordinal($0) } }
        guard let month = number(max: 12), month >= 1, accept("."), let week = number(max: 5), week >= 1, accept("."),
            let weekday = number(max: 6)
        else { return nil }
        return .weekday(month: month, week: week, weekday: weekday)
    }
}

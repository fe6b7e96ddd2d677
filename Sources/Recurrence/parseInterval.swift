/// Reads "30m", "90s", "1h30m", "1h 30m", "2w", "1d" or bare digits (seconds) as seconds, at least 1 and at most 100
/// years. Units may be written out ("90 minutes").
package func parseInterval(_ text: String) throws(IntervalSyntaxError) -> Int64 {
    let characters = Array(text.lowercased())
    var position = 0
    var total: Int64 = 0
    var lastUnit = Int64.max
    func skipBlanks() {
        while position < characters.count, characters[position] == " " { position += 1 }
    }
    skipBlanks()
    guard position < characters.count else { throw IntervalSyntaxError(column: 1, found: text, reason: .empty) }
    while position < characters.count {
        let start = position
        var value: Int64 = 0
        while position < characters.count, let digit = characters[position].wholeNumberValue,
            characters[position].isASCII
        {
            value = min(value * 10 + Int64(digit), intervalSecondsMax + 1)
            position += 1
        }
        guard position > start else {
            throw IntervalSyntaxError(column: start + 1, found: String(characters[start...]), reason: .missingNumber)
        }
        skipBlanks()
        let unitStart = position
        while position < characters.count, characters[position].isLetter { position += 1 }
        let name = String(characters[unitStart..<position])
        guard let unit = name.isEmpty && start == 0 && position == characters.count ? 1 : intervalUnits[name] else {
            let found = name.isEmpty ? String(characters[start...]) : name
            throw IntervalSyntaxError(
                column: unitStart + 1, found: found, reason: .unknownUnit)
        }
        guard unit < lastUnit else {
            throw IntervalSyntaxError(
                column: start + 1, found: String(characters[start..<position]), reason: .repeatedUnit)
        }
        lastUnit = unit
        total += min(value, intervalSecondsMax / unit + 1) * unit
        skipBlanks()
    }
    guard total > 0 else { throw IntervalSyntaxError(column: 1, found: text, reason: .zero) }
    guard total <= intervalSecondsMax else { throw IntervalSyntaxError(column: 1, found: text, reason: .tooLong) }
    return total
}

/// 100 years of 365.25 days.
private let intervalSecondsMax: Int64 = 3_155_760_000

private let intervalUnits: [String: Int64] = [
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600,
    "d": 86_400, "day": 86_400, "days": 86_400,
    "w": 604_800, "week": 604_800, "weeks": 604_800,
]

/// The short written form of a length of time: "30m", "1h 30m", "2w"; `parseInterval` reads it back.
package func intervalWords(_ seconds: Int64) -> String {
    var rest = max(seconds, 0)
    var parts: [String] = []
    for (unit, name) in [(604_800, "w"), (86_400, "d"), (3600, "h"), (60, "m"), (1, "s")] as [(Int64, String)] {
        // Weeks only where nothing is left over: 10 days are "10d".
        guard rest >= unit, unit < 604_800 || rest % unit == 0 else { continue }
        parts.append("\(rest / unit)\(name)")
        rest %= unit
    }
    return parts.isEmpty ? "0s" : parts.joined(separator: " ")
}

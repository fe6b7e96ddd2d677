extension ItemReader {
    /// "America/Chicago", "UTC", "New York time", "Eastern", "in London".
    mutating func zone() -> RequestItem? {
        if let item = attempt({ $0.slashedZone() }) { return item }
        if let item = attempt({ $0.namedZone() }) { return item }
        if let (zone, count) = places.zone(startingWith: lexemes[position...].lazy.map(\.text)) {
            guard count > 1 || current?.isKnown == false || isZoneContext(after: 1) else { return nil }
            position += count
            zoneTail()
            return .zone(zone)
        }
        // "Mars time" names no zone of this world.
        if let lexeme = current, lexeme.kind == .word, !lexeme.isKnown, peek(1)?.text == "time", peek(2)?.text != "to" {
            position += 2
            return .unknownZone(lexeme.text)
        }
        return nil
    }

    mutating func zoneTail() {
        _ = accept("local", "standard", "daylight")
        _ = accept("time", "timezone", "tz")
        if current?.text == "zone" { position += 1 }
    }

    func isZoneContext(after count: Int) -> Bool {
        if peek(count)?.text == "time" || peek(count)?.text == "timezone" || peek(count)?.text == "tz" { return true }
        guard let previous = peek(-1) else { return lexemes.count <= 2 }
        return [
            "in", "to", "use", "on", "am", "pm", "noon", "midnight", "timezone", "tz", "zone", "a", "p", "oclock", "m",
            "switch", "time",
        ]
        .contains(previous.text) || previous.kind == .digits
    }

    mutating func namedZone() -> RequestItem? {
        guard let lexeme = current, lexeme.kind == .word else { return nil }
        let zone: String
        switch lexeme.text {
        case "utc", "gmt", "zulu":
            position += 1
            if let mark = current, mark.isMark("+") || mark.isMark("-"), let digits = peek(1), digits.kind == .digits,
                digits.isAttached
            {
                position += 2
                return .unknownZone("an offset from UTC")
            }
            zoneTail()
            return .zone("UTC")
        case "z":
            guard lexeme.isAttached, peek(-1)?.kind == .digits else { return nil }
            position += 1
            return .zone("UTC")
        case "eastern", "est", "edt": zone = "America/New_York"
        case "central", "cst", "cdt": zone = "America/Chicago"
        case "mountain", "mst", "mdt": zone = "America/Denver"
        case "pacific", "pst", "pdt": zone = "America/Los_Angeles"
        case "et", "ct", "mt", "pt":
            guard isZoneContext(after: 1) else { return nil }
            zone =
                lexeme.text == "et"
                ? "America/New_York"
                : lexeme.text == "ct"
                    ? "America/Chicago" : lexeme.text == "mt" ? "America/Denver" : "America/Los_Angeles"
        default: return nil
        }
        position += 1
        zoneTail()
        return .zone(zone)
    }

    /// A name with a slash; it is looked up by the caller, as it was written.
    mutating func slashedZone() -> RequestItem? {
        guard let first = current, first.kind == .word, peek(1)?.isMark("/") == true, peek(1)?.isAttached == true,
            let second = peek(2), second.kind == .word, second.isAttached
        else { return nil }
        let start = position
        position += 3
        while let next = current, next.isAttached, next.kind != .mark || ["_", "/", "-", "+"].contains(next.text) {
            position += 1
        }
        let raw = lexemes[start].range.lowerBound..<lexemes[position - 1].range.upperBound
        zoneTail()
        return .slashed(raw)
    }
}

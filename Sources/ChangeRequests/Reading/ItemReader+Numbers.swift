extension ItemReader {
    /// A whole number as digits or words: "20", "twenty five", "forty-five", "a hundred".
    mutating func wholeNumber() -> Int? {
        guard let lexeme = current, let value = lexeme.number else { return nil }
        if lexeme.kind == .digits {
            position += 1
            return value
        }
        position += 1
        guard value >= 20 else { return value }
        let hyphen = current?.isMark("-") == true ? 1 : 0
        if let next = peek(hyphen), next.kind == .word, let ones = next.number, (1...9).contains(ones) {
            position += hyphen + 1
            return value + ones
        }
        return value
    }

    /// An amount in thousandths: "1.5", "a", "half a", "two and a half", "a couple of", "half an".
    mutating func amount() -> Int? {
        let start = position
        if accept("half") {
            _ = accept("a", "an")
            if case .unit? = current?.role { return 500 }
            position = start
            return nil
        }
        if accept(sequence: "quarter", "of", "an") || accept(sequence: "a", "quarter", "of", "an") { return 250 }
        if accept(sequence: "three", "quarter", "of", "an") { return 750 }
        if accept(sequence: "a", "couple", "of") || accept(sequence: "couple", "of") || accept(sequence: "a", "couple")
        {
            return 2000
        }
        if accept("a", "an") {
            if accept("half") { return 500 }
            return 1000
        }
        guard let whole = wholeNumber(), whole < 100_000_000 else { return nil }
        var amount = whole * 1000
        if current?.isMark(".") == true, let fraction = peek(1), fraction.kind == .digits, fraction.isAttached,
            current?.isAttached == true, fraction.text.utf8.count <= 3, let value = Int(fraction.text)
        {
            position += 2
            var scale = 1000
            for _ in 0..<fraction.text.utf8.count { scale /= 10 }
            amount += value * scale
        } else if accept(sequence: "and", "a", "half") {
            amount += 500
        }
        return amount
    }

    /// A unit of time: "minutes", "m" where it is attached to digits.
    mutating func unit() -> (unit: TimeUnit, factor: Int)? {
        if current?.isMark("-") == true, case .unit? = peek(1)?.role { position += 1 }
        guard let lexeme = current else { return nil }
        if case .unit(let unit) = lexeme.role {
            position += 1
            return (unit, 1)
        }
        if lexeme.text == "fortnight" || lexeme.text == "fortnights" {
            position += 1
            return (.week, 2)
        }
        if case .part(.night) = lexeme.role, lexeme.isPlural {
            position += 1
            return (.day, 1)
        }
        guard let previous = peek(-1), previous.kind == .digits else { return nil }
        let found: TimeUnit
        switch lexeme.text {
        case "m": found = .minute
        case "h": found = .hour
        case "s": found = .second
        case "d": found = .day
        case "w": found = .week
        default: return nil
        }
        position += 1
        return (found, 1)
    }

    /// "20 minutes", "1h30m", "an hour and a half", "2 days".
    mutating func elapsed() -> Elapsed? {
        var total = Elapsed()
        var isEmpty = true
        while let part = attempt({ $0.elapsedPart(isFirst: isEmpty) }) {
            isEmpty = false
            total.seconds += part.seconds
            total.days += part.days
            guard total.totalSeconds <= Elapsed.secondsMax else { return nil }
        }
        return isEmpty ? nil : total
    }

    mutating func elapsedPart(isFirst: Bool) -> Elapsed? {
        if !isFirst { _ = accept("and", "plus") }
        guard let amount = amount(), let (unit, factor) = unit() else { return nil }
        var thousandths = amount * factor
        if accept(sequence: "and", "a", "half") { thousandths += 500 }
        if accept(sequence: "and", "a", "quarter") { thousandths += 250 }
        if let seconds = unit.seconds { return Elapsed(seconds: Int64(thousandths) * Int64(seconds) / 1000) }
        switch unit {
        case .day:
            if thousandths % 1000 != 0 { return Elapsed(seconds: Int64(thousandths) * 86_400 / 1000) }
            return Elapsed(days: thousandths / 1000)
        case .week: return thousandths * 7 % 1000 == 0 ? Elapsed(days: thousandths * 7 / 1000) : nil
        case .month, .year, .second, .minute, .hour: return nil
        }
    }

    mutating func durationItem() -> RequestItem? {
        if accept(sequence: "half", "hour") { return .duration(Elapsed(seconds: 1800)) }
        if let months = attempt({ reader -> Int? in
            guard let amount = reader.amount(), amount % 1000 == 0, let (unit, _) = reader.unit(),
                unit == .month || unit == .year
            else { return nil }
            return amount / 1000 * (unit == .year ? 12 : 1)
        }) {
            return months > 0 ? .cycleLength(months) : .impossible("0 months")
        }
        guard let elapsed = elapsed() else { return nil }
        if accept(sequence: "from", "now") { return .after(elapsed) }
        if accept("interval", "intervals"), elapsed.days == 0 { return .interval(seconds: elapsed.seconds) }
        return .duration(elapsed)
    }

    /// "+30m", "-1h".
    mutating func signedShift() -> RequestItem? {
        guard let mark = current, mark.kind == .mark, !mark.isAttached || position == 0 else { return nil }
        position += 1
        guard current?.isAttached == true || position == 1, let elapsed = elapsed() else { return nil }
        let sign: Int64 = mark.text == "-" ? -1 : 1
        return .signedShift(Elapsed(seconds: elapsed.seconds * sign, days: elapsed.days * Int(sign)))
    }
}

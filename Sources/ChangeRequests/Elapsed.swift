/// A length of time: what a clock counts, and calendar days that keep the local time.
struct Elapsed: Hashable, Sendable {
    var seconds: Int64 = 0
    var days: Int = 0

    /// The longest that is taken: about ten years.
    static let secondsMax: Int64 = 3660 * 86_400

    var totalSeconds: Int64 { seconds + Int64(days) * 86_400 }
}

extension PhraseReader {
    /// "20m", "90 minutes", "an hour and a half", "1h30m", "2 days".
    mutating func elapsed() throws(InstantWordsError) -> Elapsed? {
        let start = position
        var total = Elapsed()
        var isEmpty = true
        while let part = try attempt({ (reader) throws(InstantWordsError) in try reader.elapsedPart(isFirst: isEmpty) })
        {
            isEmpty = false
            total.seconds += part.seconds
            total.days += part.days
            guard total.totalSeconds <= Elapsed.secondsMax else { throw error(.outOfRange, from: start) }
        }
        return isEmpty ? nil : total
    }

    private mutating func elapsedPart(isFirst: Bool) throws(InstantWordsError) -> Elapsed? {
        if !isFirst { _ = accept("and", "+") }
        if accept(phrase: "half an hour") || accept(phrase: "half hour") { return Elapsed(seconds: 1800) }
        if accept(phrase: "a quarter of an hour") || accept(phrase: "quarter of an hour") {
            return Elapsed(seconds: 900)
        }
        guard let amount = amount(), let unit = unit() else { return nil }
        var thousandths = amount
        if accept(phrase: "and a half") { thousandths += 500 }
        return Self.length(thousandths: thousandths, of: unit)
    }

    /// A count in thousandths: "90", "1.5", "a", "two and a half".
    private mutating func amount() -> Int64? {
        if accept("a", "an") != nil { return 1000 }
        // "1700h" is a time of day.
        if let token = current, token.text.utf8.count == 4, let next = peek(1), next.isAttached, next.text == "h" {
            return nil
        }
        guard let whole = number(), whole <= 1_000_000_000 else { return nil }
        var thousandths = Int64(whole) * 1000
        if acceptJoint(".", ","), let token = current {
            let digits = (token.text + "00").prefix(3)
            guard let fraction = Int64(digits) else { return nil }
            thousandths += fraction
            advance()
        } else if accept(phrase: "and a half") {
            thousandths += 500
        }
        return thousandths
    }

    private enum Unit {
        case seconds(Int64)
        case days(Int)
    }

    private mutating func unit() -> Unit? {
        guard let token = current, token.kind == .word else { return nil }
        let unit: Unit
        switch token.text {
        case "s", "sec", "secs", "second", "seconds": unit = .seconds(1)
        case "m", "min", "mins", "minute", "minutes": unit = .seconds(60)
        case "h", "hr", "hrs", "hour", "hours": unit = .seconds(3600)
        case "d", "day", "days": unit = .days(1)
        case "w", "wk", "wks", "week", "weeks": unit = .days(7)
        default: return nil
        }
        advance()
        return unit
    }

    /// Half a day counts as hours: only whole days keep the local time.
    private static func length(thousandths: Int64, of unit: Unit) -> Elapsed? {
        switch unit {
        case .seconds(let seconds):
            let (product, overflow) = thousandths.multipliedReportingOverflow(by: seconds)
            return overflow ? nil : Elapsed(seconds: product / 1000)
        case .days(let days):
            let whole = thousandths / 1000 * Int64(days)
            guard whole < 1_000_000 else { return Elapsed(seconds: Elapsed.secondsMax + 1) }
            return Elapsed(seconds: thousandths % 1000 * 86_400 * Int64(days) / 1000, days: Int(whole))
        }
    }
}

/// One item of a field's list, in crontab numbering (Sunday is 0, or 7 at the end of a range).
enum CronTerm: Hashable, Sendable {
    /// `*`, or `*/n` with a step above 1 or written out.
    case all(step: Int?)
    /// `?`
    case blank
    case value(Int)
    case range(Int, Int, step: Int?)
    /// `5/10` where a dialect reads it as "from 5 on".
    case open(Int, step: Int)
    /// A value, or the first of a stepped row, that the schedule's hash chose.
    indirect case chosen(Chosen)
    /// `L`, `L-3`: days before the last.
    case last(before: Int)
    /// `LW`, `L-3W`
    case lastNearestWeekday(before: Int)
    /// `15W`
    case nearestWeekday(Int)
    /// `MON#2`
    case nth(weekday: Int, Int)
    /// `5L`, `FRI#L`
    case lastOf(weekday: Int)
    /// Days counted from the end, 1 being the last: systemd's `~`.
    case fromEnd(Int, Int, step: Int)

    struct Chosen: Hashable, Sendable {
        enum Mark: Hashable, Sendable {
            case hashed
            case random
        }
        var mark: Mark
        /// The range as written; nil ends are the field's own.
        var low: Int?
        var high: Int?
        var step: Int?
        /// What the hash chose: the value, or the first of the row.
        var value: Int
        /// The last value the row may reach.
        var end: Int
    }
}

/// A field with its items.
struct CronFieldPattern: Hashable, Sendable {
    var terms: [CronTerm]
    /// `+` before the day of the week.
    var plus = false

    static let every = CronFieldPattern(terms: [.all(step: nil)])
    static let zero = CronFieldPattern(terms: [.value(0)])

    /// A literal `*` or `?`, alone.
    var isUnrestricted: Bool { terms == [.all(step: nil)] || terms == [.blank] }
    var isBlank: Bool { terms == [.blank] }
    /// Whether the text starts with `*`.
    var startsWithStar: Bool {
        if case .all = terms.first { return true }
        return false
    }

    /// The values that are meant, as often as they are named.
    func bits(_ field: CronField) -> [Int] {
        var found: [Int] = []
        forEachValue(field) { found.append($0) }
        return found
    }

    /// Bit n is set where the value n is meant; not for years.
    func mask(_ field: CronField) -> UInt64 {
        var mask: UInt64 = 0
        forEachValue(field) { mask |= 1 << UInt64($0) }
        return mask
    }

    @inline(__always)
    private func forEachValue(_ field: CronField, _ body: (Int) -> Void) {
        let limits = field.limits
        for term in terms {
            switch term {
            case .all(let step): Self.row(limits.lowerBound, limits.upperBound, step ?? 1, limits, body)
            case .blank: Self.row(limits.lowerBound, limits.upperBound, 1, limits, body)
            case .value(let value): body(value)
            case .range(let low, let high, let step): Self.row(low, high, step ?? 1, limits, body)
            case .open(let low, let step): Self.row(low, limits.upperBound, step, limits, body)
            case .chosen(let chosen):
                Self.row(chosen.value, chosen.step == nil ? chosen.value : chosen.end, chosen.step ?? 1, limits, body)
            case .last, .lastNearestWeekday, .nearestWeekday, .nth, .lastOf, .fromEnd: break
            }
        }
    }

    /// A row of values; where the end lies before the start it goes on from the field's first value.
    @inline(__always)
    private static func row(_ low: Int, _ high: Int, _ step: Int, _ limits: ClosedRange<Int>, _ body: (Int) -> Void) {
        let size = limits.upperBound - limits.lowerBound + 1
        let end = high < low ? high + size : high
        var value = low
        while value <= end {
            body(value > limits.upperBound ? value - size : value)
            value += step
        }
    }
}

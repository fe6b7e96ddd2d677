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
    case chosen(Chosen)
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

    /// Bit n is set where the value n is meant; offsets such as 1970 for years are taken off by `base`.
    func bits(_ field: CronField, base: Int = 0) -> [Int] {
        terms.flatMap { term -> [Int] in
            let limits = field.limits
            switch term {
            case .all(let step):
                return Array(stride(from: limits.lowerBound, through: limits.upperBound, by: step ?? 1))
            case .blank: return Array(limits)
            case .value(let value): return [value]
            case .range(let low, let high, let step):
                return Self.row(low, high, step ?? 1, limits)
            case .open(let low, let step): return Self.row(low, limits.upperBound, step, limits)
            case .chosen(let chosen):
                return chosen.step.map { Self.row(chosen.value, chosen.end, $0, limits) } ?? [chosen.value]
            case .last, .lastNearestWeekday, .nearestWeekday, .nth, .lastOf, .fromEnd: return []
            }
        }
    }

    /// A row of values; where the end lies before the start it goes on from the field's first value.
    private static func row(_ low: Int, _ high: Int, _ step: Int, _ limits: ClosedRange<Int>) -> [Int] {
        let size = limits.count
        let end = high < low ? high + size : high
        return stride(from: low, through: end, by: step).map { value in
            value > limits.upperBound ? value - size : value
        }
    }

    func mask(_ field: CronField) -> UInt64 {
        bits(field).reduce(0) { $0 | 1 << UInt64($1) }
    }
}

/// An expression's fields put into English: the times, then the days, the months and the years.
struct CronWords {
    let fields: CronFields
    let hour12: Bool

    var sentence: String {
        let days = dayPhrase
        let time = timePhrase
        let years = yearPhrase
        // "Every day at 09:00" reads better than "At 09:00, every day".
        if days.isEmpty, years.isEmpty, time.hasPrefix("At "), !time.contains(" past ") {
            return "Every day at " + time.dropFirst(3)
        }
        return time + days + years
    }

    // MARK: Years

    private var yearPhrase: String {
        guard !fields.year.isUnrestricted else { return "" }
        let years = Array(Set(fields.year.bits(.year))).sorted()
        switch ValueShape(years, CronField.year.limits) {
        case .all: return ""
        case .single(let year): return " in \(year)"
        case .run(let first, let last): return " from \(first) to \(last)"
        case .every(let step, _): return " in every \(ordinal(step)) year from \(CronField.year.limits.lowerBound)"
        case .progression(let first, let last, let step):
            return " in every \(ordinal(step)) year from \(first) to \(last)"
        case .list(let list):
            return " in "
                + joined(runs(list).map { $0.count > 1 ? "\($0.lowerBound) to \($0.upperBound)" : "\($0.lowerBound)" })
        }
    }

    // MARK: Clock readings

    /// "09:00", "9:00 am"; with the seconds where there are any.
    func clock(_ hour: Int, _ minute: Int, _ second: Int = 0) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let rest = two(minute) + (second == 0 ? "" : ":" + two(second))
        guard hour12 else { return "\(two(hour)):\(rest)" }
        return "\(hour % 12 == 0 ? 12 : hour % 12):\(rest) \(hour < 12 ? "am" : "pm")"
    }
}

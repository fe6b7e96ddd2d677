import Recurrence

/// The fields of a cron expression as texts that words can replace one by one.
struct RuleFields: Hashable, Sendable {
    /// Kept in front where the expression names seconds.
    var second: String?
    var minute: String
    var hour: String
    var dayOfMonth: String
    var month: String
    var dayOfWeek: String
    /// Kept at the end where the expression names years.
    var year: String?

    static let daily = RuleFields(minute: "0", hour: "0", dayOfMonth: "*", month: "*", dayOfWeek: "*")

    init(minute: String, hour: String, dayOfMonth: String, month: String, dayOfWeek: String) {
        self.minute = minute
        self.hour = hour
        self.dayOfMonth = dayOfMonth
        self.month = month
        self.dayOfWeek = dayOfWeek
    }

    /// Takes an expression of fields apart; nil for one without.
    init?(_ expression: CronExpression) {
        guard !expression.isReboot, expression.everySeconds == nil else { return nil }
        var fields = expression.canonical.split(separator: " ").map(String.init)
        if fields.first?.hasPrefix("CRON_TZ=") == true { fields.removeFirst() }
        guard (5...7).contains(fields.count) else { return nil }
        let first = fields.count > 5 ? 1 : 0
        self.init(
            minute: fields[first], hour: fields[first + 1], dayOfMonth: fields[first + 2], month: fields[first + 3],
            dayOfWeek: fields[first + 4])
        if first == 1 { second = fields[0] }
        if fields.count == 7 { year = fields[6] }
    }

    var text: String {
        let five = "\(minute) \(hour) \(dayOfMonth) \(month) \(dayOfWeek)"
        guard second != nil || year != nil else { return five }
        return "\(second ?? "0") \(five)" + (year.map { " \($0)" } ?? "")
    }

    // MARK: What they say

    var minutes: [Int]? { Self.values(minute, 0...59) }
    var hours: [Int]? { Self.values(hour, 0...23) }
    /// 0 = Sunday; nil where the field names ordinals.
    var weekdays: [Int]? {
        let text = dayOfWeek.hasPrefix("+") ? String(dayOfWeek.dropFirst()) : dayOfWeek
        return Self.values(text, 0...7).map { Array(Set($0.map { $0 % 7 })).sorted() }
    }
    var monthDays: [Int]? { Self.values(dayOfMonth, 1...31) }

    /// The hour field starts with `*`: a rate rather than times of day.
    var hasFreeHours: Bool { hour.hasPrefix("*") }
    var hasFreeDays: Bool { dayOfMonth == "*" && dayOfWeek == "*" && month == "*" }
    /// "9-16": a stretch of hours, not a list.
    var hasHourRange: Bool { hour.contains("-") && !hour.contains(",") }
    /// How many times of a day it names; nil where a field is beyond plain values.
    var timesPerDay: Int? {
        guard let minutes, let hours else { return nil }
        return minutes.count * hours.count
    }

    /// The one weekday that a weekly rule names.
    var onlyWeekday: Int? {
        guard dayOfMonth == "*", dayOfWeek != "*", let weekdays, weekdays.count == 1 else { return nil }
        return weekdays[0]
    }

    /// The plain values of a field; nil for `L`, `#` and the like.
    static func values(_ text: String, _ limits: ClosedRange<Int>) -> [Int]? {
        var found: Set<Int> = []
        for item in text.split(separator: ",") {
            let parts = item.split(separator: "/", maxSplits: 1)
            var step = 1
            if parts.count == 2 {
                guard let value = Int(parts[1]), value > 0 else { return nil }
                step = value
            }
            let range: ClosedRange<Int>
            if parts[0] == "*" {
                range = limits.upperBound == 7 ? 0...6 : limits
            } else {
                let ends = parts[0].split(separator: "-", maxSplits: 1)
                guard let low = Int(ends[0]), let high = Int(ends.last ?? ""), low <= high else { return nil }
                range = low...high
            }
            for value in stride(from: range.lowerBound, through: range.upperBound, by: step) {
                guard limits.contains(value) else { return nil }
                found.insert(value)
            }
        }
        return found.isEmpty ? nil : found.sorted()
    }

    /// "1-5", "0,2-6", "*" for all of them.
    static func list(_ values: some Sequence<Int>, all: ClosedRange<Int>) -> String {
        let sorted = Set(values).sorted()
        if sorted.count == all.count { return "*" }
        var items: [String] = []
        var position = 0
        while position < sorted.count {
            var end = position
            while end + 1 < sorted.count, sorted[end + 1] == sorted[end] + 1 { end += 1 }
            if end - position >= 2 {
                items.append("\(sorted[position])-\(sorted[end])")
            } else {
                for place in position...end { items.append("\(sorted[place])") }
            }
            position = end + 1
        }
        return items.joined(separator: ",")
    }
}

/// Why one rule can't say what was asked.
enum RuleRefusal: Error, Hashable {
    /// Shifted times roll over midnight in part only, or by days that the rule can't follow.
    case cannotRollOver
    case differentMinutes
    case notPlain
}

extension RuleFields {
    /// All times of the rule later by minutes (earlier where negative), with the days that go over midnight.
    func shifted(byMinutes shift: Int) throws(RuleRefusal) -> RuleFields {
        guard let minutes, let hours else { throw .notPlain }
        var result = self
        if hours.count == 24 {
            result.minute = Self.list(minutes.map { (($0 + shift) % 60 + 60) % 60 }, all: 0...59)
            if minutes.count == 60 { result.minute = minute }
            guard hasFreeDays || shift % 60 == 0 && shift == 0 else {
                // Each hour of restricted days: the days would have to begin at another hour.
                if minutes.allSatisfy({ ($0 + shift) >= 0 && ($0 + shift) < 60 }) { return result }
                throw .cannotRollOver
            }
            if minute.hasPrefix("*/"), minutes.count > 1,
                Set(minutes) == Set(minutes.map { (($0 + shift) % 60 + 60) % 60 })
            {
                result.minute = minute
            }
            return result
        }
        var byHour: [Int: Set<Int>] = [:]
        var offsets: Set<Int> = []
        for hour in hours {
            for minute in minutes {
                let total = hour * 60 + minute + shift
                let day = total >= 0 ? total / 1440 : -((-total + 1439) / 1440)
                offsets.insert(day)
                let time = total - day * 1440
                byHour[time / 60, default: []].insert(time % 60)
            }
        }
        guard let first = byHour.first?.value, byHour.values.allSatisfy({ $0 == first }) else {
            throw .differentMinutes
        }
        result.minute = Self.list(first, all: 0...59)
        result.hour = Self.list(byHour.keys, all: 0...23)
        if hasFreeDays || offsets == [0] { return result }
        guard offsets.count == 1, let offset = offsets.first else { throw .cannotRollOver }
        return try result.shifted(byDays: offset)
    }

    /// The days of the rule later by days (earlier where negative).
    func shifted(byDays shift: Int) throws(RuleRefusal) -> RuleFields {
        guard shift != 0 else { return self }
        var result = self
        if dayOfWeek != "*" {
            guard let weekdays, dayOfMonth == "*", month == "*" else { throw .cannotRollOver }
            result.dayOfWeek = Self.list(weekdays.map { (($0 + shift) % 7 + 7) % 7 }, all: 0...6)
        }
        if dayOfMonth != "*" {
            guard dayOfWeek == "*" else { throw .cannotRollOver }
            try result.shiftMonthDays(by: shift, of: self)
        } else if month != "*" {
            throw .cannotRollOver
        }
        return result
    }

    private mutating func shiftMonthDays(by shift: Int, of old: RuleFields) throws(RuleRefusal) {
        var items: [String] = []
        var monthShift: Set<Int> = []
        for item in old.dayOfMonth.split(separator: ",").map(String.init) {
            if item == "L" || item.hasPrefix("L-") {
                let before = item == "L" ? 0 : Int(item.dropFirst(2)) ?? -1
                guard before >= 0 else { throw .cannotRollOver }
                let rest = before - shift
                if rest >= 0 {
                    items.append(rest == 0 ? "L" : "L-\(rest)")
                    monthShift.insert(0)
                } else {
                    items.append("\(-rest)")
                    monthShift.insert(1)
                }
            } else {
                guard let days = Self.values(item, 1...31), !item.contains("*") else { throw .cannotRollOver }
                for day in days {
                    let moved = day + shift
                    // Day 28 may be the last: only what stays in every month can be moved on.
                    if moved >= 1, moved <= 28 || moved <= 31 && day > 28 && shift < 0 {
                        items.append("\(moved)")
                        monthShift.insert(0)
                    } else if moved <= 0, moved > -28 {
                        items.append(moved == 0 ? "L" : "L-\(-moved)")
                        monthShift.insert(-1)
                    } else {
                        throw .cannotRollOver
                    }
                }
            }
        }
        dayOfMonth = items.joined(separator: ",")
        guard month != "*" else { return }
        guard monthShift.count == 1, let by = monthShift.first, let months = Self.values(month, 1...12) else {
            throw .cannotRollOver
        }
        month = Self.list(months.map { ($0 - 1 + by + 12) % 12 + 1 }, all: 1...12)
    }
}

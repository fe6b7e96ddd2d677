extension CronWords {
    private var seconds: [Int] { values(fields.second.mask(.second)) }
    private var minutes: [Int] { values(fields.minute.mask(.minute)) }
    private var hours: [Int] { values(fields.hour.mask(.hour)) }

    /// Lists of up to this many times are spelled out.
    private static let spelledTimesMax = 6

    /// "At 09:00", "Every 5 minutes between 09:00 and 16:59".
    var timePhrase: String {
        guard seconds.count > 1 else { return minuteLevelPhrase(second: seconds.first ?? 0) }
        let each: String
        switch ValueShape(seconds, 0...59) {
        case .all: each = "Every second"
        case .every(let step, even: true): each = "Every \(step) seconds"
        case .every(let step, even: false): each = "Every \(step) seconds past the minute, restarting each minute"
        case .run(let first, let last): each = "Every second from \(first) to \(last) past the minute"
        case .progression(let first, let last, let step):
            each = "Every \(step) seconds from \(first) to \(last) past the minute"
        case .single, .list: each = "At \(joined(seconds.map(String.init))) seconds past the minute"
        }
        if minutes.count == 60 { return each + hourScope }
        let rest = minuteLevelPhrase(second: 0)
        return "\(each) for a minute, \(rest.prefix(1).lowercased())\(rest.dropFirst())"
    }

    private func minuteLevelPhrase(second: Int) -> String {
        let isWritten = !fields.minute.hasSteps && !fields.hour.hasSteps && hours.count < 24
        let isLongRun = minutes.count == 1 && hours.count > 3 && runs(hours).count == 1
        if isWritten, !isLongRun, minutes.count * hours.count <= Self.spelledTimesMax {
            let times = hours.flatMap { hour in minutes.map { clock(hour, $0, second) } }
            return "At " + joined(times)
        }
        if minutes.count == 1 { return hourlyPhrase(minute: minutes[0], second: second) }
        let ending = second == 0 ? "" : ", \(second) seconds past the minute"
        let (phrase, scope) = (minutePhrase, hourScope)
        let needsComma = phrase.contains(",") && !scope.isEmpty && !scope.hasPrefix(",")
        return phrase + (needsComma ? "," : "") + scope + ending
    }

    /// One time an hour: "Every hour at 17 minutes past", "Every 2 hours", "Every hour from 08:30 to 18:30".
    private func hourlyPhrase(minute: Int, second: Int) -> String {
        let past = minute == 0 && second == 0 ? "" : pastTheHour(minute, second)
        switch ValueShape(hours, 0...23) {
        case .all: return past.isEmpty ? "Every hour" : "Every hour at \(past)"
        case .every(let step, even: true):
            return past.isEmpty ? "Every \(step) hours" : "Every \(step) hours at \(past)"
        case .every(let step, even: false):
            return "Every \(step) hours from \(clock(0, minute, second)), restarting each day"
        case .run(let first, let last):
            return "Every hour from \(clock(first, minute, second)) to \(clock(last, minute, second))"
        case .progression(let first, let last, let step):
            return "Every \(step) hours from \(clock(first, minute, second)) to \(clock(last, minute, second))"
        case .single, .list:
            return "At " + joined(hours.map { clock($0, minute, second) })
        }
    }

    private func pastTheHour(_ minute: Int, _ second: Int) -> String {
        let minutes = "\(minute) minute\(minute == 1 ? "" : "s")"
        return (second == 0 ? minutes : "\(minutes) and \(second) second\(second == 1 ? "" : "s")") + " past"
    }

    /// Several times an hour, without the hours.
    private var minutePhrase: String {
        let isEachHour = hours.count == 24
        switch ValueShape(minutes, 0...59) {
        case .all: return "Every minute"
        case .every(let step, even: true): return "Every \(step) minutes"
        case .every(let step, even: false):
            return "Every \(step) minutes past the hour, restarting each hour"
        case .run(let first, let last):
            return "Every minute from \(first) to \(last) past \(isEachHour ? "every" : "the") hour"
        case .progression(let first, let last, let step):
            return "Every \(step) minutes from \(first) to \(last) past \(isEachHour ? "every" : "the") hour"
        case .single, .list:
            return "At \(joined(minutes.map(String.init))) minutes past \(isEachHour ? "every" : "the") hour"
        }
    }

    /// " between 09:00 and 16:59"; nothing for all hours.
    private var hourScope: String {
        guard hours.count < 24 else { return "" }
        let stretches = runs(hours)
        if stretches.count > 3 {
            switch ValueShape(hours, 0...23) {
            case .every(let step, _): return ", in every \(ordinal(step)) hour from \(clock(0, 0))"
            case .progression(let first, let last, let step):
                return ", in every \(ordinal(step)) hour from \(clock(first, 0)) to \(clock(last, 59))"
            case .all, .single, .run, .list: break
            }
        }
        return " " + joined(stretches.map { "between \(clock($0.lowerBound, 0)) and \(clock($0.upperBound, 59))" })
    }
}

extension CronFieldPattern {
    /// A `*` or a step is written somewhere.
    var hasSteps: Bool {
        terms.contains { term in
            switch term {
            case .all, .open: true
            case .range(_, _, let step): step != nil
            case .chosen(let chosen): chosen.step != nil
            case .blank, .value, .last, .lastNearestWeekday, .nearestWeekday, .nth, .lastOf, .fromEnd: false
            }
        }
    }
}

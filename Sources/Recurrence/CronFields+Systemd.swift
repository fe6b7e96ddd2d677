extension CronFields {
    /// The fields as systemd writes them in its normalized form: "Mon,Tue *-*-01 09:00:00".
    var systemdText: String {
        let weekdays = dayOfWeek.isUnrestricted ? "" : dayOfWeek.systemdText(.dayOfWeek) + " "
        let fromEnd = dayOfMonth.terms.contains { if case .fromEnd = $0 { true } else { false } }
        let date = "\(year.systemdText(.year))-\(month.systemdText(.month))"
        let day = (fromEnd ? "~" : "-") + dayOfMonth.systemdText(.dayOfMonth)
        let time = [hour.systemdText(.hour), minute.systemdText(.minute), second.systemdText(.second)]
        return "\(weekdays)\(date)\(day) \(time.joined(separator: ":"))"
    }
}

extension CronFieldPattern {
    fileprivate func systemdText(_ field: CronField) -> String {
        func label(_ value: Int) -> String {
            if field == .dayOfWeek {
                let name = CronField.weekdayNames[value % 7]
                return name.prefix(1) + name.dropFirst().lowercased()
            }
            return value < 10 ? "0\(value)" : "\(value)"
        }
        return terms.map { term in
            switch term {
            case .all, .blank: "*"
            case .value(let value): label(value)
            case .range(let low, let high, let step):
                "\(label(low))..\(label(high))" + (step.map { "/\($0)" } ?? "")
            case .open(let low, let step): "\(label(low))/\(step)"
            case .fromEnd(let low, let high, _) where low == high: label(low)
            case .fromEnd(let low, let high, let step) where high == 1: "\(label(low))/\(step)"
            case .fromEnd(let low, let high, let step): "\(label(high))..\(label(low))" + (step == 1 ? "" : "/\(step)")
            case .chosen, .last, .lastNearestWeekday, .nearestWeekday, .nth, .lastOf: ""
            }
        }.joined(separator: ",")
    }
}

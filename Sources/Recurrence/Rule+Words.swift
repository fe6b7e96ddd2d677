import CivilTime

extension Rule {
    /// The rule in English: "At 09:00, Monday to Friday, Chicago time".
    package func words(hour12: Bool = false) -> String {
        switch self {
        case .cron(let expression, let zone, _):
            let isPlain = expression.fields == nil || expression.isNever
            return expression.words(hour12: hour12) + (isPlain ? "" : ", \(zone.words)")
        case .every(let seconds, let anchor):
            // Only from a day on does the anchor say when: "every 2 weeks" needs it, "every 5 minutes" does not.
            let from = seconds >= 86_400 ? ", counted from \(anchor.words)" : ""
            return "Every \(lengthWords(seconds))" + from
        case .at(let instant):
            return "Once, at \(instant.words)"
        case .heartbeat(let seconds, _, let activeHours, let zone):
            guard let activeHours else { return "Every \(lengthWords(seconds))" }
            return "Every \(lengthWords(seconds)) \(activeHours.words(hour12: hour12)), \(zone.words)"
        }
    }
}

extension Instant {
    /// "2026-03-04 15:20 UTC".
    fileprivate var words: String { "\(Zone.utc.local(self)) UTC" }
}

extension Zone {
    /// "Chicago time", "New York time"; "UTC" for UTC.
    var words: String {
        if identifier == "UTC" || identifier.hasPrefix("Etc/") { return identifier == "Etc/UTC" ? "UTC" : identifier }
        guard identifier.contains("/"), let place = identifier.split(separator: "/").last else { return identifier }
        return place.split(separator: "_").joined(separator: " ") + " time"
    }
}

/// "30 minutes", "1 hour 30 minutes", "2 weeks", "minute".
func lengthWords(_ seconds: Int64) -> String {
    var rest = seconds
    var parts: [String] = []
    let units: [(Int64, String)] = [(604_800, "week"), (86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")]
    for (unit, name) in units where rest >= unit && (unit < 604_800 || rest % unit == 0) {
        parts.append("\(rest / unit) \(name)\(rest / unit == 1 ? "" : "s")")
        rest %= unit
    }
    if parts.count == 1, parts[0].hasPrefix("1 ") { return String(parts[0].dropFirst(2)) }
    return parts.joined(separator: " ")
}

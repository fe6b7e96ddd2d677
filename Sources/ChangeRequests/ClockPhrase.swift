import CivilTime

/// A part of the day that words name.
enum DayPart: String, Hashable, Sendable {
    case morning
    case lunchtime
    case afternoon
    case endOfDay = "end of day"
    case evening
    case night
    case tonight

    /// The hour that is taken where the words name no time.
    var assumedHour: Int {
        switch self {
        case .morning: 9
        case .lunchtime: 12
        case .afternoon: 15
        case .endOfDay: 17
        case .evening: 18
        case .night, .tonight: 22
        }
    }

    /// The hour of the day that an hour of 1 to 12 means in this part.
    func hour(_ hour: Int) -> Int {
        let base = hour % 12
        switch self {
        case .morning: return base
        case .lunchtime: return base < 9 ? base + 12 : base
        case .afternoon, .endOfDay, .evening: return base + 12
        case .night: return base < 6 ? base : base + 12
        case .tonight: return base < 5 ? base : base + 12
        }
    }
}

/// A time of day as it was written.
struct ClockPhrase: Hashable, Sendable {
    enum Half: Hashable, Sendable {
        case am
        case pm
        /// On the 24-hour clock.
        case known
        /// An hour of 1 to 12 and nothing that says which half of the day.
        case open
    }

    var hour: Int
    var minute = 0
    var second = 0
    var half: Half
    var isMidnight = false

    static let noon = ClockPhrase(hour: 12, half: .known)
    static let midnight = ClockPhrase(hour: 0, half: .known, isMidnight: true)

    /// The time of day, in the half that the part of the day names where the phrase names none.
    func time(in part: DayPart?) -> LocalTime? {
        LocalTime(hour: hourOfDay(in: part), minute: minute, second: second)
    }

    private func hourOfDay(in part: DayPart?) -> Int {
        switch half {
        case .am: hour % 12
        case .pm: hour % 12 + 12
        case .known: hour
        case .open: part?.hour(hour) ?? hour
        }
    }

    /// Whether a reader could have meant the other half of the day.
    func isAmbiguous(in part: DayPart?) -> Bool { half == .open && part == nil }

    /// Whether the parts exist: 9:75 and 13pm do not.
    var exists: Bool {
        let hours = half == .am || half == .pm || half == .open ? 1...12 : 0...23
        return hours.contains(hour) && (0...59).contains(minute) && (0...59).contains(second)
    }
}

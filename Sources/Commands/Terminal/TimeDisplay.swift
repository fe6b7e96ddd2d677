import CivilTime

/// Instants for people: local time of the display zone with its offset, and how far away it is.
struct TimeDisplay: Sendable {
    var zone: Zone
    var now: Instant

    /// "Wed 2026-03-04 09:20 -06:00"; seconds only where there are any.
    func stamp(_ instant: Instant) -> String {
        let local = zone.local(instant)
        return "\(weekdayName(local.date)) \(local) \(offset(at: instant))"
    }

    /// For the columns of a table: "Wed 4 Mar 09:20 -06:00", the year only where it is another than now's.
    func brief(_ instant: Instant) -> String {
        let local = zone.local(instant)
        let year = local.date.year == zone.local(now).date.year ? "" : "\(local.date.year) "
        let date = "\(weekdayName(local.date)) \(local.date.day) \(monthName(local.date)) \(year)"
        return "\(date)\(local.time) \(offset(at: instant))"
    }

    /// "-06:00", with seconds where the zone has them.
    func offset(at instant: Instant) -> String {
        let seconds = zone.offsetSeconds(at: instant)
        let absolute = abs(seconds)
        let minutes = "\(twoDigits(absolute / 3600)):\(twoDigits(absolute / 60 % 60))"
        return (seconds < 0 ? "-" : "+") + minutes + (absolute % 60 == 0 ? "" : ":\(twoDigits(absolute % 60))")
    }

    /// "09:20", with seconds where there are any.
    func clock(_ instant: Instant) -> String { zone.local(instant).time.description }

    /// "in 5 min", "3 h ago", "now".
    func distance(to instant: Instant) -> String {
        let seconds = now.seconds(to: instant)
        if abs(seconds) < 1 { return "now" }
        let words = roughly(seconds: abs(seconds))
        return seconds > 0 ? "in \(words)" : "\(words) ago"
    }

    /// "Wed 2026-03-04 09:20 -06:00 (in 5 min)".
    func stampWithDistance(_ instant: Instant) -> String { "\(stamp(instant)) (\(distance(to: instant)))" }

    private func roughly(seconds: Double) -> String {
        let whole = Int64(min(seconds, 1e15))
        if whole < 90 { return "\(whole) s" }
        if whole < 90 * 60 { return "\(whole / 60) min" }
        if whole < 36 * 3600 { return "\(whole / 3600) h" }
        return "\(whole / 86_400) d"
    }
}

/// "Sun" for 0 … "Sat" for 6.
func weekdayName(_ date: LocalDate) -> String {
    ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][date.weekday]
}

/// "Jan" … "Dec".
func monthName(_ date: LocalDate) -> String {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][date.month - 1]
}

func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// A duration in milliseconds for people: "340 ms", "1.2 s", "3 min 20 s", "2 h 5 min".
func durationWords(milliseconds: Int64) -> String {
    if milliseconds < 1000 { return "\(max(0, milliseconds)) ms" }
    if milliseconds < 10_000 { return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s" }
    let seconds = milliseconds / 1000
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds / 60) min \(seconds % 60) s" }
    return seconds / 60 % 60 == 0 ? "\(seconds / 3600) h" : "\(seconds / 3600) h \(seconds / 60 % 60) min"
}

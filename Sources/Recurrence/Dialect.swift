/// The tool whose reading of an expression is meant: its syntax, its rule for two day fields, and what it does when
/// the clocks change (docs/cron.md has the table).
package enum Dialect: String, CaseIterable, Sendable, Codable {
    /// Open Cron Pattern Specification 1.4 and the extensions this project adds.
    case almanac
    /// Vixie cron as in Debian, cronie and OpenBSD.
    case vixie
    /// Kubernetes CronJobs (robfig/cron 3).
    case kubernetes
    case quartz
    /// Spring's CronExpression.
    case spring
    /// OnCalendar of systemd timers.
    case systemd
}

/// What the grammar of a dialect of field patterns allows.
struct Grammar: Sendable {
    enum DayRule: Sendable {
        /// Either field, unless one is a literal `*`.
        case either
        /// Either field, unless one starts with `*`.
        case eitherUnlessStar
        case both
        /// One of the two must be `?`.
        case oneOnly
    }

    var fieldCounts: ClosedRange<Int>
    var dayRule: DayRule
    /// The number of Sunday: 0, or 1 where weekdays run from 1 to 7.
    var sunday = 0
    var sundayAs7 = true
    var blank = true
    /// `5/10` is read as `5-59/10`.
    var openSteps = false
    var wrapAround = false
    /// `L`, `W` and `#`.
    var specials = false
    var hashed = false
    var random = false
    var plus = false
    var nicknames: Set<String> = Self.calendarNicknames
    var every = false

    private static let calendarNicknames: Set<String> = [
        "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly",
    ]
    private static let allNicknames = calendarNicknames.union(["@reboot"])

    /// The grammar of a dialect; systemd's own syntax is read by `SystemdParser`.
    static func of(_ dialect: Dialect) -> Grammar {
        switch dialect {
        case .almanac:
            Grammar(
                fieldCounts: 5...7, dayRule: .either, specials: true, hashed: true, random: true, plus: true,
                nicknames: allNicknames, every: true)
        case .vixie:
            Grammar(
                fieldCounts: 5...5, dayRule: .eitherUnlessStar, blank: false, random: true, nicknames: allNicknames)
        case .kubernetes:
            Grammar(fieldCounts: 5...5, dayRule: .either, sundayAs7: false, openSteps: true, every: true)
        case .quartz:
            Grammar(
                fieldCounts: 6...7, dayRule: .oneOnly, sunday: 1, sundayAs7: false, openSteps: true,
                wrapAround: true, specials: true, nicknames: [])
        case .spring:
            Grammar(fieldCounts: 6...6, dayRule: .both, openSteps: true, wrapAround: true, specials: true)
        case .systemd:
            Grammar(fieldCounts: 1...4, dayRule: .both, openSteps: true, wrapAround: true, nicknames: [])
        }
    }
}

package import CivilTime

/// When something is due.
package enum Rule: Hashable, Sendable {
    /// Local times in a zone.
    case cron(CronExpression, Zone, DSTPolicy)
    /// `anchor` and each whole multiple of `seconds` after it.
    case every(seconds: Int64, anchor: Instant)
    /// One instant.
    case at(Instant)
    /// As `every`, but only what falls into the active hours of the zone.
    case heartbeat(everySeconds: Int64, anchor: Instant, activeHours: ActiveHours?, zone: Zone)

    /// It stands for the start of the scheduler, and for no instant.
    package var isReboot: Bool {
        switch self {
        case .cron(let expression, _, _): expression.isReboot
        case .every, .at, .heartbeat: false
        }
    }
}

package import CivilTime
package import Recurrence

/// When a schedule falls due, in its written form: rule, zone, policies around clock changes, and single exceptions.
///
/// Missed entries keep the timetable they were missed under, so that an edit never rewrites the past.
package struct Timetable: Hashable, Sendable, Codable {
    package enum Timing: Hashable, Sendable, Codable {
        case cron(expression: String, dialect: Dialect)
        case every(seconds: Int64, anchor: Instant)
        case at(Instant)
        case heartbeat(everySeconds: Int64, anchor: Instant, activeHours: ActiveHours?)
    }

    package var timing: Timing
    /// IANA name of the zone that the rule's local times are in.
    package var timezone: String
    package var dst: DSTPolicy
    /// Occurrences added by an operator, besides what the rule says; sorted by instant, without doubles.
    package var added: [AddedOccurrence]

    package init(
        timing: Timing, timezone: String, dst: DSTPolicy = DSTPolicy(gap: nil, overlap: nil),
        added: [AddedOccurrence] = []
    ) {
        self.timing = timing
        self.timezone = timezone
        self.dst = dst
        self.added = added
    }
}

/// One extra instant of a schedule; `origin` is the missed instant that an operator rescheduled to it.
package struct AddedOccurrence: Hashable, Sendable, Codable {
    package var at: Instant
    package var origin: Instant?

    package init(at: Instant, origin: Instant? = nil) {
        self.at = at
        self.origin = origin
    }
}

/// Why a timetable can't be expanded.
package enum TimetableError: Error, Hashable {
    case zone(ZoneError)
    case cron(CronSyntaxError)
}

extension Timetable {
    /// The timetable ready to be asked. `seed` is the schedule's id: it fixes what `H` and `~` choose.
    package func plan(zones: ZoneDatabase, seed: ScheduleID) throws(TimetableError) -> Plan {
        Plan(rule: try rule(zones: zones, seed: seed), added: added)
    }

    private func rule(zones: ZoneDatabase, seed: ScheduleID) throws(TimetableError) -> Rule {
        switch timing {
        case .cron(let text, let dialect):
            let expression: CronExpression
            do {
                expression = try CronExpression(text, dialect: dialect, seed: seed.ref)
            } catch {
                throw .cron(error)
            }
            return .cron(expression, try zone(expression.zonePrefix ?? timezone, in: zones), dst)
        case .every(let seconds, let anchor): return .every(seconds: seconds, anchor: anchor)
        case .at(let instant): return .at(instant)
        case .heartbeat(let seconds, let anchor, let hours):
            return .heartbeat(
                everySeconds: seconds, anchor: anchor, activeHours: hours, zone: try zone(timezone, in: zones))
        }
    }

    private func zone(_ name: String, in zones: ZoneDatabase) throws(TimetableError) -> Zone {
        do { return try zones.zone(named: name) } catch { throw .zone(error) }
    }
}

extension Timetable {
    /// Whether it names one instant only.
    package var isOneShot: Bool {
        if case .at = timing { true } else { false }
    }

    /// The instant of one that names a single one, where that has passed at `now`.
    package func instantPassed(by now: Instant) -> Instant? {
        if case .at(let instant) = timing, instant <= now { instant } else { nil }
    }

    /// The interval of a fixed-rate timetable, in seconds.
    package var everySeconds: Int64? {
        switch timing {
        case .every(let seconds, _), .heartbeat(let seconds, _, _): seconds
        case .cron, .at: nil
        }
    }
}

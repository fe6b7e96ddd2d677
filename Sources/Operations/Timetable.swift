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
    /// Local days on which the rule's occurrences are skipped; those that an operator added are not.
    package var exclusions: [Exclusion]
    /// Occurrences of the rule that an operator skipped or moved; sorted by instant, without doubles.
    package var removed: [RemovedOccurrence]

    /// Bound on `added` and on `removed`: single exceptions are read one by one.
    package static let exceptionsMax = 1_000

    package init(
        timing: Timing, timezone: String, dst: DSTPolicy = DSTPolicy(gap: nil, overlap: nil),
        added: [AddedOccurrence] = [], exclusions: [Exclusion] = [], removed: [RemovedOccurrence] = []
    ) {
        self.timing = timing
        self.timezone = timezone
        self.dst = dst
        self.added = added
        self.exclusions = exclusions
        self.removed = removed
    }

    /// Timetables that were stored before there were exclusions and removals have none.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        timing = try container.decode(Timing.self, forKey: .timing)
        timezone = try container.decode(String.self, forKey: .timezone)
        dst = try container.decode(DSTPolicy.self, forKey: .dst)
        added = try container.decode([AddedOccurrence].self, forKey: .added)
        exclusions = try container.decodeIfPresent([Exclusion].self, forKey: .exclusions) ?? []
        removed = try container.decodeIfPresent([RemovedOccurrence].self, forKey: .removed) ?? []
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
        let rule = try rule(zones: zones, seed: seed)
        return Plan(rule: rule, added: added, excluded: try excludedDays(under: rule, zones: zones))
    }

    /// Days are those of the zone that the rule's local times are in.
    private func excludedDays(under rule: Rule, zones: ZoneDatabase) throws(TimetableError) -> [ExcludedStretch] {
        guard !exclusions.isEmpty else { return [ExcludedStretch]().joined(by: removed) }
        if case .cron(_, let zone, _) = rule { return exclusions.days(in: zone).joined(by: removed) }
        return exclusions.days(in: try zone(timezone, in: zones)).joined(by: removed)
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

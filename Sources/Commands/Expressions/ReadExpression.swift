import CivilTime
import Recurrence

/// An expression that was read, with the zone that its times are in.
struct ReadExpression: Sendable {
    let expression: CronExpression
    let zone: Zone

    var rule: Rule { .cron(expression, zone, .dialect) }

    /// A `CRON_TZ=` prefix names the zone; else `timezone` does.
    init(
        _ text: String, timezone: String, dialect dialectName: String?, seed: String = "", zones: ZoneDatabase
    ) throws(ExpressionFault) {
        guard let dialect = Dialect(rawValue: dialectName ?? Dialect.almanac.rawValue) else {
            throw .unknownDialect(dialectName ?? "")
        }
        do {
            expression = try CronExpression(text, dialect: dialect, seed: seed)
        } catch {
            throw ExpressionFault(error)
        }
        do {
            zone = try zones.zone(named: expression.zonePrefix ?? timezone)
        } catch {
            throw ExpressionFault(error)
        }
    }

    /// At most `count` occurrences strictly after an instant, with what clock changes do to them.
    func occurrences(after instant: Instant, count: Int) -> [Occurrence] {
        rule.occurrences(
            in: Span(from: Instant(epochMilliseconds: instant.epochMilliseconds + 1), to: .distantFuture), limit: count)
    }
}

import ArgumentParser
import CivilTime
import Recurrence

/// An expression, and how it is to be read.
struct ExpressionOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Zone of the local times, an IANA name. Default: ALMANAC_TIMEZONE, else America/Chicago.",
            valueName: "zone"))
    var tz: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Tool whose reading is meant: almanac, vixie, kubernetes, quartz, spring, systemd.", valueName: "name"))
    var dialect: String?

    @Option(name: .long, help: ArgumentHelp("Schedule id that H and ~ choose by.", valueName: "id"))
    var seed: String?
}

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
}

extension ReadExpression {
    /// Reads what the command line says.
    init(
        _ words: [String], _ options: ExpressionOptions, in surroundings: Surroundings, zones: ZoneDatabase
    ) throws(ExpressionFault) {
        try self.init(
            words.joined(separator: " "), timezone: options.tz ?? surroundings.defaultTimezone,
            dialect: options.dialect, seed: options.seed ?? "", zones: zones)
    }

    /// At most `count` occurrences strictly after an instant, with what clock changes do to them.
    func occurrences(after instant: Instant, count: Int) -> [Occurrence] {
        rule.occurrences(
            in: Span(from: Instant(epochMilliseconds: instant.epochMilliseconds + 1), to: .distantFuture), limit: count)
    }
}

/// Reads an instant: ISO 8601 with an offset, epoch seconds, or a local date ("2026-03-08") with or without a time.
func readInstant(_ text: String, zone: Zone) throws(ExpressionFault) -> Instant {
    if let seconds = Int64(text), abs(seconds) < 100_000_000_000_000 { return Instant(epochSeconds: seconds) }
    if let instant = Instant(iso8601: text) { return instant }
    let parts = text.split(maxSplits: 1) { $0 == "T" || $0 == " " }
    if let date = parts.first.flatMap({ LocalDate($0) }) {
        guard parts.count == 2 else { return zone.startOfDay(date) }
        if let time = LocalTime(parts[1]) { return zone.resolve(LocalDateTime(date: date, time: time)).instant }
    }
    throw ExpressionFault(
        field: "after", column: 1, found: text,
        allowed: "ISO 8601 (2026-03-08T01:00:00-06:00), epoch seconds, or a local date with or without a time",
        message: "\"\(text)\" is not an instant; it takes ISO 8601, epoch seconds, or a local date and time.",
        hint: "Write 2026-03-08T01:00:00Z, 2026-03-08 or \"2026-03-08 01:00\".")
}

/// A cron expression, read in a dialect and compiled.
package struct CronExpression: Sendable {
    /// One reference, so that rules are cheap to hand around.
    let reading: CronReading

    /// Reads an expression.
    /// - Throws: the field, the column and what was expected there.
    package init(_ text: String, dialect: Dialect = .almanac, seed: String = "") throws(CronSyntaxError) {
        reading = try CronReading(text, dialect: dialect, seed: seed)
    }

    /// The text as it was given.
    package var text: String { reading.text }
    package var dialect: Dialect { reading.dialect }
    /// What `H` and `~` are settled by: the schedule's id.
    package var seed: String { reading.seed }
    /// The zone named by a `CRON_TZ=` or `TZ=` prefix, or behind a calendar event of systemd.
    package var zonePrefix: String? { reading.zonePrefix }
    var meaning: CronParser.Meaning { reading.meaning }
    var times: CronTimes? { reading.times?.pointee }

    /// It stands for the start of the scheduler, and for no instant.
    package var isReboot: Bool { meaning == .reboot }

    /// The interval of `@every 90m` in seconds.
    package var everySeconds: Int? {
        if case .every(let seconds) = meaning { seconds } else { nil }
    }

    /// No date it names exists before 2200, as in `0 0 30 2 *`.
    package var isNever: Bool { times?.isNever ?? false }

    var fields: CronFields? {
        if case .fields(let fields) = meaning { fields } else { nil }
    }
}

extension CronExpression: Hashable {
    package static func == (left: CronExpression, right: CronExpression) -> Bool {
        left.text == right.text && left.dialect == right.dialect && left.seed == right.seed
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(text)
        hasher.combine(dialect)
        hasher.combine(seed)
    }
}

extension CronExpression: CustomStringConvertible {
    package var description: String { text }
}

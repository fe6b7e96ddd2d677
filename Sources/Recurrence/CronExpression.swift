/// A cron expression, read in a dialect and compiled.
package struct CronExpression: Sendable {
    /// The text as it was given.
    package let text: String
    package let dialect: Dialect
    /// What `H` and `~` are settled by: the schedule's id.
    package let seed: String
    /// The zone named by a `CRON_TZ=` or `TZ=` prefix, or behind a calendar event of systemd.
    package let zonePrefix: String?
    let meaning: CronParser.Meaning
    let times: CronTimes?

    /// Reads an expression.
    /// - Throws: the field, the column and what was expected there.
    package init(_ text: String, dialect: Dialect = .almanac, seed: String = "") throws(CronSyntaxError) {
        self.text = text
        self.dialect = dialect
        self.seed = seed
        let (zone, body) = try Self.takePrefix(CronText(text[...], column: 1))
        if dialect == .systemd {
            let event = try SystemdParser().parse(body)
            zonePrefix = zone ?? event.zone
            meaning = .fields(event.fields)
        } else {
            zonePrefix = zone
            meaning = try CronParser(dialect: dialect, seed: seed).parse(body)
        }
        if case .fields(let fields) = meaning { times = CronTimes(fields) } else { times = nil }
    }

    private static func takePrefix(_ text: CronText) throws(CronSyntaxError) -> (String?, CronText) {
        guard let first = text.words().first,
            let prefix = ["CRON_TZ=", "TZ="].first(where: { first.text.hasPrefix($0) })
        else { return (nil, text) }
        let zone = first.dropping(prefix.count)
        guard !zone.isEmpty else {
            throw CronSyntaxError(
                field: .whole, column: zone.column, found: first.string, reason: .invalidZonePrefix,
                allowed: "a name such as CRON_TZ=America/Chicago", hint: nil)
        }
        let rest = CronText(text.text[first.text.endIndex...], column: first.column + first.text.count)
        return (zone.string, rest)
    }

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

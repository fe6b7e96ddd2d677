/// An expression's text and all that was found out about it when it was read. Nothing in it changes afterwards.
final class CronReading: @unchecked Sendable {
    let text: String
    let dialect: Dialect
    let seed: String
    let zonePrefix: String?
    let meaning: CronParser.Meaning
    /// The compiled fields; nil for `@every` and `@reboot`, which have none.
    let times: UnsafePointer<CronTimes>?
    /// What the dialect does with times in a gap and in an overlap (docs/cron.md).
    let gap: GapPolicy
    let overlap: RepeatedHourPolicy

    init(_ text: String, dialect: Dialect, seed: String) throws(CronSyntaxError) {
        self.text = text
        self.dialect = dialect
        self.seed = seed
        (zonePrefix, meaning) = try CronText.reading(text) { text in
            Result { () throws(CronSyntaxError) in try Self.read(text, dialect, seed) }
        }
        switch meaning {
        case .fields(let fields):
            let times = CronTimes(fields)
            let memory = UnsafeMutablePointer<CronTimes>.allocate(capacity: 1)
            memory.initialize(to: times)
            self.times = UnsafePointer(memory)
            (gap, overlap) = Self.clockChanges(dialect, fields, times)
        case .every, .reboot:
            times = nil
            (gap, overlap) = (.skip, .both)
        }
    }

    deinit {
        times?.pointee.deallocate()
        times?.deallocate()
    }

    private static func clockChanges(
        _ dialect: Dialect, _ fields: CronFields, _ times: CronTimes
    ) -> (GapPolicy, RepeatedHourPolicy) {
        switch dialect {
        case .almanac: return times.coversAllHours ? (.skip, .both) : (.next, .first)
        case .vixie:
            // A job whose minute or hour starts with `*` follows elapsed time.
            return fields.minute.startsWithStar || fields.hour.startsWithStar ? (.skip, .both) : (.next, .first)
        case .kubernetes, .spring: return (.skip, .both)
        case .quartz: return (.skip, .second)
        case .systemd: return (.skip, .first)
        }
    }

    private static func read(
        _ text: CronText, _ dialect: Dialect, _ seed: String
    ) throws(CronSyntaxError) -> (zone: String?, CronParser.Meaning) {
        let (zone, body) = try takePrefix(text)
        guard dialect == .systemd else { return (zone, try CronParser(dialect: dialect, seed: seed).parse(body)) }
        let event = try SystemdParser().parse(body)
        return (zone ?? event.zone, .fields(event.fields))
    }

    private static func takePrefix(_ text: CronText) throws(CronSyntaxError) -> (String?, CronText) {
        var rest = text
        guard let first = rest.takeWord(), first.startsWith("CRON_TZ=") || first.startsWith("TZ=") else {
            return (nil, text)
        }
        let zone = first.dropping(first.startsWith("TZ=") ? 3 : 8)
        guard !zone.isEmpty else {
            throw CronSyntaxError(
                field: .whole, column: zone.column, found: first.string, reason: .invalidZonePrefix,
                allowed: "a name such as CRON_TZ=America/Chicago", hint: nil)
        }
        return (zone.string, rest)
    }
}

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
        let (zone, body) = try Self.takePrefix(CronText(text[...], column: 1))
        if dialect == .systemd {
            let event = try SystemdParser().parse(body)
            zonePrefix = zone ?? event.zone
            meaning = .fields(event.fields)
        } else {
            zonePrefix = zone
            meaning = try CronParser(dialect: dialect, seed: seed).parse(body)
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
}

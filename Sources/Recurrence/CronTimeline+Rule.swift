import CivilTime

extension CronTimeline {
    /// The timeline of an expression; nil for `@every` and `@reboot`, which have no fields.
    init?(_ expression: CronExpression, _ zone: Zone, _ policy: DSTPolicy) {
        guard let times = expression.times else { return nil }
        let standard = Self.standard(expression, times)
        self.times = times
        self.zone = zone
        gap = policy.gap ?? standard.gap
        overlap = policy.overlap ?? standard.overlap
        // Debian's daemon takes a change of three hours and more for a clock that was set.
        changeLimit = expression.dialect == .vixie ? 3 * 3600 : .max
    }

    /// What a dialect does when the clocks change (docs/cron.md).
    private static func standard(
        _ expression: CronExpression, _ times: CronTimes
    ) -> (gap: GapPolicy, overlap: RepeatedHourPolicy) {
        switch expression.dialect {
        case .almanac: times.coversAllHours ? (.skip, .both) : (.next, .first)
        case .vixie: expression.isWildcard ? (.skip, .both) : (.next, .first)
        case .kubernetes, .spring: (.skip, .both)
        case .quartz: (.skip, .second)
        case .systemd: (.skip, .first)
        }
    }
}

extension CronExpression {
    /// The minute or the hour starts with `*`, which makes a job follow elapsed time in Vixie cron.
    var isWildcard: Bool {
        guard let fields else { return false }
        return fields.minute.startsWithStar || fields.hour.startsWithStar
    }
}

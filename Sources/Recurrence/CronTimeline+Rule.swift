import CivilTime

extension CronTimeline {
    var times: CronTimes { compiled.pointee }

    /// The timeline of an expression; nil for `@every` and `@reboot`, which have no fields.
    @inline(__always)
    init?(_ expression: CronExpression, _ zone: Zone, _ policy: DSTPolicy) {
        let reading = expression.reading
        guard let times = reading.times else { return nil }
        compiled = times
        table = zone.table
        gap = policy.gap ?? reading.gap
        overlap = policy.overlap ?? reading.overlap
        // Debian's daemon takes a change of three hours and more for a clock that was set.
        changeLimit = reading.dialect == .vixie ? 3 * 3600 : .max
    }
}

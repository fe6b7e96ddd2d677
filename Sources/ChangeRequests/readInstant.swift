package import CivilTime

/// Reads plain words for an instant: "20m", "in 90 minutes", "1am", "tonight", "tomorrow 9:15am", "monday 14:00",
/// ISO 8601 with or without offset, epoch seconds.
///
/// Local times are in `zone`. A time of day alone is the next such time; a weekday is the first such day after today; a
/// date without a year is the next such date. A time that the clocks skip is the first instant after the gap, one that
/// occurs twice is the first. What is assumed is named in a warning. The instant may lie in the past where the words
/// say so ("today 8am", a written date).
/// - Throws: the part that was not understood, with its position.
package func readInstant(
    _ text: String, now: Instant, zone: Zone
) throws(InstantWordsError) -> (instant: Instant, warnings: [String]) {
    let reading: InstantReading
    switch try WhenPhrase(text) {
    case .now: reading = InstantReading(instant: now)
    case .instant(let instant): reading = InstantReading(instant: instant)
    case .after(let elapsed): reading = elapsed.resolved(now: now, zone: zone)
    case .moment(let phrase): reading = try phrase.resolved(now: now, zone: zone)
    }
    guard (0..<instantEndSeconds).contains(reading.instant.epochSeconds) else {
        throw InstantWordsError(.outOfRange, found: text)
    }
    return (reading.instant, reading.warnings)
}

/// 2200-01-01T00:00:00Z, where the zones' rules end.
private let instantEndSeconds: Int64 = 7_258_118_400

extension Elapsed {
    /// Hours, minutes and seconds are elapsed time; days and weeks keep the local time.
    func resolved(now: Instant, zone: Zone) -> InstantReading {
        guard days > 0 else { return InstantReading(instant: now.advanced(bySeconds: seconds)) }
        let local = zone.local(now)
        var reading = MomentReading(now: now, zone: zone)
        let day = reading.instant(LocalDateTime(date: local.date.adding(days: days), time: local.time))
        return InstantReading(instant: day.advanced(bySeconds: seconds), warnings: reading.warnings)
    }
}

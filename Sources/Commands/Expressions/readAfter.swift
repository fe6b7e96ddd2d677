import CivilTime

/// Reads an instant: ISO 8601 with an offset, epoch seconds, or a local date ("2026-03-08") with or without a time.
func readAfter(_ text: String, zone: Zone) throws(ExpressionFault) -> Instant {
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

import CivilTime

extension CronTimeline {
    /// How many occurrences lie from one instant up to but not at another, worked out by whole days in each stretch
    /// of constant offset.
    func count(from start: Int64, to end: Int64) -> Int {
        guard start < end, !times.isNever else { return 0 }
        var count = 0
        var index = table.periodIndex(at: start)
        while index < table.periodCount, table.periods[index].start < end {
            let period = table.periods[index]
            count += times.count(
                from: max(start + period.offset, localStart(period)), to: min(end + period.offset, localEnd(period)))
            if mendsGap(period) { count += countInGap(period, from: start, to: end) }
            index += 1
        }
        return count
    }

    /// What a gap adds to the times that occur by themselves.
    private func countInGap(_ period: ZonePeriod, from start: Int64, to end: Int64) -> Int {
        var count = 0
        var from = max(start, period.start)
        while let at = nextInGap(period, from: from), at < end {
            let local = at + period.offset
            if times.next(from: local) != local || local >= localEnd(period) { count += 1 }
            from = at + 1
        }
        return count
    }

    /// The local times that gaps in a stretch take away: what does not occur at all.
    func dropped(from start: Int64, to end: Int64) -> [Occurrence] {
        guard start < end, !times.isNever else { return [] }
        var found: [Occurrence] = []
        var index = table.periodIndex(at: start)
        while index < table.periodCount, table.periods[index].start < end {
            let period = table.periods[index]
            index += 1
            guard period.shownBefore < period.localStart, period.start >= start, !mendsGap(period) else { continue }
            let first = times.next(from: period.shownBefore)
            guard first < period.localStart else { continue }
            let text = Self.timesText(times, from: first, to: period.localStart, near: period.localStart)
            found.append(
                Occurrence(
                    at: Instant(epochSeconds: period.start),
                    dst: DSTNote(kind: .dropped, text: "\(text) \(text.contains(" and ") ? "do" : "does") not exist")))
        }
        return found
    }
}

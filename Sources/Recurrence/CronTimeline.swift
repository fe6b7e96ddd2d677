import CivilTime

/// Local times laid on a zone's real time: what a compiled expression means in instants. All in epoch seconds.
///
/// It borrows from the rule it is made for and must not outlive it: counting references would cost as much as the
/// search.
struct CronTimeline {
    let compiled: UnsafePointer<CronTimes>
    let table: ZoneTable
    let gap: GapPolicy
    let overlap: RepeatedHourPolicy
    /// A clock change of at least this many seconds is not made good: its gap is skipped, its overlap runs twice.
    let changeLimit: Int64

    /// Offsets differ by at most 26 hours, so a local time lies within this of the instant that bears it.
    private static let offsetMargin: Int64 = 200_000
    /// No gap is longer than a day and two hours.
    private static let gapMax: Int64 = 100_000

    /// Whether the period's gap can give occurrences.
    @inline(__always)
    func mendsGap(_ period: ZonePeriod) -> Bool {
        gap != .skip && period.shownBefore < period.localStart
            && period.localStart - period.shownBefore < changeLimit
    }

    /// The first local time of a period that is not a repetition to be left out.
    @inline(__always)
    func localStart(_ period: ZonePeriod) -> Int64 {
        guard overlap == .first, period.shownBefore > period.localStart,
            period.shownBefore - period.localStart < changeLimit
        else { return period.localStart }
        return period.shownBefore
    }

    /// The local time at which a period ends, a first pass that is to be left out taken off.
    @inline(__always)
    func localEnd(_ period: ZonePeriod) -> Int64 {
        guard overlap == .second, period.localEnd - period.shownAgainFrom < changeLimit else { return period.localEnd }
        return period.shownAgainFrom
    }

    /// The first occurrence strictly after an instant.
    func next(after instant: Int64) -> Int64? {
        if compiled.pointee.isNever { return nil }
        var from = instant + 1
        var index = table.periodIndex(at: from)
        var period = table.periods[index]
        var searched = max(from + period.offset, localStart(period))
        // No local time from `searched` up to `found` is meant.
        var found = compiled.pointee.next(from: searched)
        while true {
            var best = found >= localStart(period) && found < localEnd(period) ? found - period.offset : CronTimes.none
            if from <= period.start + CronTimeline.gapMax, mendsGap(period),
                let mended = nextInGap(period, from: from)
            {
                best = min(best, mended)
            }
            if best != CronTimes.none { return best }
            guard index + 1 < table.periodCount else { return nil }
            // Where the clock goes back to times before those searched, they must be looked at again.
            let repeats = table.periods[index + 1].localStart <= searched
            if !repeats, found == CronTimes.none { return nil }
            index = repeats ? index + 1 : max(index + 1, table.periodIndex(at: found - Self.offsetMargin))
            period = table.periods[index]
            from = period.start
            if repeats || found < localStart(period) {
                searched = localStart(period)
                found = compiled.pointee.next(from: searched)
            }
        }
    }

    func nextInGap(_ period: ZonePeriod, from: Int64) -> Int64? {
        switch gap {
        case .skip:
            return nil
        case .next:
            guard from <= period.start else { return nil }
            return compiled.pointee.next(from: period.shownBefore) < period.localStart ? period.start : nil
        case .sameOffset:
            let since = max(0, from - period.start)
            guard since < period.localStart - period.shownBefore else { return nil }
            let found = compiled.pointee.next(from: period.shownBefore + since)
            let at = period.start + found - period.shownBefore
            return found < period.localStart && at < period.end ? at : nil
        }
    }

    /// The last occurrence strictly before an instant.
    func previous(before instant: Int64) -> Int64? {
        if compiled.pointee.isNever { return nil }
        var to = instant - 1
        var index = table.periodIndex(at: to)
        while true {
            let period = table.periods[index]
            let wanted = min(to + period.offset, localEnd(period) - 1)
            let found = compiled.pointee.previous(from: wanted)
            var best = found >= localStart(period) && found != -CronTimes.none ? found - period.offset : -CronTimes.none
            if mendsGap(period), let mended = previousInGap(period, to: to) { best = max(best, mended) }
            if best != -CronTimes.none { return best }
            guard index > 0 else { return nil }
            let repeats = table.periods[index - 1].localEnd > wanted
            if !repeats, found == -CronTimes.none { return nil }
            index = repeats ? index - 1 : min(index - 1, table.periodIndex(at: found + Self.offsetMargin))
            to = table.periods[index].end - 1
        }
    }

    private func previousInGap(_ period: ZonePeriod, to: Int64) -> Int64? {
        switch gap {
        case .skip:
            return nil
        case .next:
            guard to >= period.start else { return nil }
            return compiled.pointee.next(from: period.shownBefore) < period.localStart ? period.start : nil
        case .sameOffset:
            let until = min(period.localStart - 1, period.shownBefore + min(to, period.end - 1) - period.start)
            let found = compiled.pointee.previous(from: until)
            return found >= period.shownBefore ? period.start + found - period.shownBefore : nil
        }
    }
}

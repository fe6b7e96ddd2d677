import CivilTime

/// Local times laid on a zone's real time: what a compiled expression means in instants. All in epoch seconds.
struct CronTimeline {
    let times: CronTimes
    let zone: Zone
    let gap: GapPolicy
    let overlap: RepeatedHourPolicy
    /// A clock change of at least this many seconds is not made good: its gap is skipped, its overlap runs twice.
    let changeLimit: Int64

    /// Offsets differ by at most 26 hours, so a local time lies within this of the instant that bears it.
    private static let offsetMargin: Int64 = 200_000

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
        if times.isNever { return nil }
        var from = instant + 1
        var index = zone.periodIndex(at: from)
        while true {
            let period = zone.periods[index]
            let wanted = from + period.offset
            let found = times.next(from: max(wanted, localStart(period)))
            var best = found.flatMap { $0 < localEnd(period) ? $0 - period.offset : nil }
            if mendsGap(period), let mended = nextInGap(period, from: from) { best = min(best ?? mended, mended) }
            if let best { return best }
            guard index + 1 < zone.periods.count else { return nil }
            // The clock goes back to times before the one searched from: they must be looked at again.
            let repeats = zone.periods[index + 1].localStart <= max(wanted, localStart(period))
            guard let found else {
                guard repeats else { return nil }
                index += 1
                from = zone.periods[index].start
                continue
            }
            index = repeats ? index + 1 : max(index + 1, zone.periodIndex(at: found - Self.offsetMargin))
            from = zone.periods[index].start
        }
    }

    func nextInGap(_ period: ZonePeriod, from: Int64) -> Int64? {
        switch gap {
        case .skip:
            return nil
        case .next:
            guard from <= period.start, let found = times.next(from: period.shownBefore) else { return nil }
            return found < period.localStart ? period.start : nil
        case .sameOffset:
            let since = max(0, from - period.start)
            guard since < period.localStart - period.shownBefore,
                let found = times.next(from: period.shownBefore + since), found < period.localStart
            else { return nil }
            let at = period.start + found - period.shownBefore
            return at < period.end ? at : nil
        }
    }

    /// The last occurrence strictly before an instant.
    func previous(before instant: Int64) -> Int64? {
        if times.isNever { return nil }
        var to = instant - 1
        var index = zone.periodIndex(at: to)
        while true {
            let period = zone.periods[index]
            let wanted = min(to + period.offset, localEnd(period) - 1)
            let found = times.previous(from: wanted)
            var best = found.flatMap { $0 >= localStart(period) ? $0 - period.offset : nil }
            if mendsGap(period), let mended = previousInGap(period, to: to) { best = max(best ?? mended, mended) }
            if let best { return best }
            guard index > 0 else { return nil }
            let repeats = zone.periods[index - 1].localEnd > wanted
            guard let found else {
                guard repeats else { return nil }
                index -= 1
                to = zone.periods[index].end - 1
                continue
            }
            index = repeats ? index - 1 : min(index - 1, zone.periodIndex(at: found + Self.offsetMargin))
            to = zone.periods[index].end - 1
        }
    }

    private func previousInGap(_ period: ZonePeriod, to: Int64) -> Int64? {
        switch gap {
        case .skip:
            return nil
        case .next:
            guard to >= period.start, let found = times.next(from: period.shownBefore) else { return nil }
            return found < period.localStart ? period.start : nil
        case .sameOffset:
            let until = min(period.localStart - 1, period.shownBefore + min(to, period.end - 1) - period.start)
            guard let found = times.previous(from: until), found >= period.shownBefore else { return nil }
            return period.start + found - period.shownBefore
        }
    }
}

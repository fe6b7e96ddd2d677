import CivilTime

/// A fixed rate from an anchor, kept where the local time lies in active hours. All in milliseconds.
struct Beat {
    let interval: Int64
    let anchor: Int64
    let activeHours: ActiveHours?
    let zone: Zone

    /// How many times a search moves on to another day's window before it says never: twelve years of days.
    private static let windowsMax = 4400

    init?(everySeconds: Int64, anchor: Instant, activeHours: ActiveHours? = nil, zone: Zone = .utc) {
        guard everySeconds > 0 else { return nil }
        // An instant holds its milliseconds within 2^60, so that no sum here can overflow.
        interval = Instant(epochSeconds: everySeconds).epochMilliseconds
        self.anchor = anchor.epochMilliseconds
        self.activeHours = activeHours.flatMap { $0.seconds == 86_400 ? nil : $0 }
        self.zone = zone
    }

    /// The first beat of the fixed rate at or after a time.
    private func grid(from time: Int64) -> Int64 {
        guard time > anchor else { return anchor }
        let steps = (time - anchor - 1) / interval + 1
        return anchor + steps * interval
    }

    /// The first beat at or after a time; nil past the year 9999.
    func next(from time: Int64) -> Int64? {
        var candidate = grid(from: time)
        for _ in 0..<Self.windowsMax {
            guard candidate <= Instant.distantFuture.epochMilliseconds else { return nil }
            guard let activeHours else { return candidate }
            if isActive(candidate, activeHours) { return candidate }
            candidate = grid(from: opening(after: candidate, activeHours))
        }
        return nil
    }

    func previous(upTo time: Int64) -> Int64? {
        guard time >= anchor else { return nil }
        var candidate = anchor + (time - anchor) / interval * interval
        guard let activeHours else { return candidate }
        for _ in 0..<Self.windowsMax {
            if isActive(candidate, activeHours) { return candidate }
            let last = closing(before: candidate, activeHours)
            guard last >= anchor else { return nil }
            candidate = anchor + (last - anchor) / interval * interval
        }
        return nil
    }

    /// How many beats of the fixed rate a span holds, whatever the active hours.
    func count(_ span: Span) -> Int {
        let first = grid(from: span.from.epochMilliseconds)
        let end = grid(from: span.to.epochMilliseconds)
        return span.to.epochMilliseconds <= anchor ? 0 : Int((end - first) / interval)
    }

    private func isActive(_ time: Int64, _ hours: ActiveHours) -> Bool {
        hours.contains(zone.local(Instant(epochMilliseconds: time)).time)
    }

    /// The next time after an inactive one at which the hours may be active again: their start on the wall clock, or
    /// a change of the clock on the way.
    private func opening(after time: Int64, _ hours: ActiveHours) -> Int64 {
        let second = Instant(epochMilliseconds: time).epochSeconds
        let period = zone.periods[zone.periodIndex(at: second)]
        let local = second + period.offset
        let day = floorDivide(local, 86_400)
        let start = Int64(hours.start.secondOfDay)
        let opens = (local - day * 86_400 < start ? day : day + 1) * 86_400 + start
        return min(opens - period.offset, period.end) * 1000
    }

    /// The last millisecond before an inactive time at which the hours may have been active.
    private func closing(before time: Int64, _ hours: ActiveHours) -> Int64 {
        let second = Instant(epochMilliseconds: time).epochSeconds
        let period = zone.periods[zone.periodIndex(at: second)]
        let local = second + period.offset
        let day = floorDivide(local, 86_400)
        let end = Int64(hours.end.secondOfDay)
        let closed = (local - day * 86_400 >= end ? day : day - 1) * 86_400 + end
        return max(closed - period.offset, period.start) * 1000 - 1
    }
}

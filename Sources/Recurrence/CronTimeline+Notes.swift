import CivilTime

extension CronTimeline {
    /// What a clock change did to the occurrence at an instant; nil where nothing.
    func note(at instant: Int64) -> DSTNote? {
        let period = table.periods[table.periodIndex(at: instant)]
        let local = instant + period.offset
        if local < period.shownBefore { return repeated(.repeatedSecond) }
        if local >= period.shownAgainFrom { return repeated(.repeatedFirst) }
        guard period.shownBefore < period.localStart, mendsGap(period) else { return nil }
        switch gap {
        case .skip: return nil
        case .next:
            guard instant == period.start else { return nil }
        case .sameOffset:
            guard instant - period.start < period.localStart - period.shownBefore else { return nil }
        }
        return moved(to: instant, local: local, period)
    }

    private func repeated(_ kind: DSTNote.Kind) -> DSTNote {
        let first = kind == .repeatedFirst
        switch overlap {
        case .first where first: return DSTNote(kind: kind, text: "occurs twice, first taken")
        case .second where !first: return DSTNote(kind: kind, text: "occurs twice, second taken")
        case .first, .second, .both:
            return DSTNote(kind: kind, text: "occurs twice, \(first ? "first" : "second") pass")
        }
    }

    private func moved(to instant: Int64, local: Int64, _ period: ZonePeriod) -> DSTNote? {
        let from = gap == .sameOffset ? period.shownBefore + instant - period.start : period.shownBefore
        let end = gap == .sameOffset ? from + 1 : period.localStart
        let first = times.next(from: from)
        guard first < end else { return nil }
        let own = times.next(from: local) == local
        let text = Self.timesText(times, from: first, to: end, near: local)
        return own
            ? DSTNote(kind: .joined, text: "also stands for \(text)")
            : DSTNote(kind: .moved, text: "moved from \(text)")
    }

    /// "02:30", "02:00 and 02:30", "02:00 and 3 more"; the date too where it is another.
    static func timesText(_ times: CronTimes, from first: Int64, to end: Int64, near local: Int64) -> String {
        func text(_ seconds: Int64) -> String {
            let reading = LocalDateTime(secondsAsUTC: seconds)
            return floorDivide(seconds, 86_400) == floorDivide(local, 86_400) ? "\(reading.time)" : "\(reading)"
        }
        let second = times.next(from: first + 1)
        guard second < end else { return text(first) }
        let count = times.count(from: first, to: end)
        return count == 2 ? "\(text(first)) and \(text(second))" : "\(text(first)) and \(count - 1) more"
    }
}

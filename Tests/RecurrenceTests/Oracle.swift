import CivilTime
import Recurrence

/// A window of real minutes and what a wall clock shows at each: the answers are found by looking at every minute.
struct Oracle {
    let zone: Zone
    let start: Int64
    /// The local minute shown at each real minute.
    let shown: [Int64]
    /// The real minutes at which a local minute is shown.
    private var minutesShowing: [Int64: [Int64]] = [:]

    /// The window must begin and end well away from clock changes.
    init(zone: Zone, from start: Int64, minutes: Int) {
        self.zone = zone
        self.start = start
        shown = (0..<minutes).map { minute in
            let at = start + Int64(minute) * 60
            return (at + Int64(zone.offsetSeconds(at: Instant(epochSeconds: at)))) / 60
        }
        for (minute, local) in shown.enumerated() {
            minutesShowing[local, default: []].append(start + Int64(minute) * 60)
        }
    }

    /// The epoch seconds at which an expression occurs inside the window.
    func occurrences(_ expression: RandomExpression, _ gap: GapPolicy, _ overlap: RepeatedHourPolicy) -> [Int64] {
        var found: Set<Int64> = []
        // Sets of bits: thousands of expressions are looked at, each at some seven thousand minutes.
        let minutes = expression.minutes.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
        let hours = expression.hours.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
        let highest = shown.max() ?? 0
        var day = Int64.min
        var isDayMeant = false
        var local = shown[0] - 1
        while local < highest {
            local += 1
            if local / 1440 != day {
                day = local / 1440
                isDayMeant = expression.matches(LocalDate(dayNumber: Int(day)))
            }
            guard isDayMeant, minutes >> UInt64(local % 60) & 1 == 1, hours >> UInt64(local % 1440 / 60) & 1 == 1
            else { continue }
            if let minutes = minutesShowing[local] {
                if minutes.count == 1 || overlap != .second { found.insert(minutes[0]) }
                if minutes.count > 1, overlap != .first { found.insert(minutes[1]) }
            } else {
                moved(local, gap).map { _ = found.insert($0) }
            }
        }
        return found.sorted()
    }

    private func moved(_ local: Int64, _ gap: GapPolicy) -> Int64? {
        guard gap != .skip, let after = shown.indices.first(where: { shown[$0] > local }) else { return nil }
        let change = start + Int64(after) * 60
        return gap == .next ? change : change + (local - shown[after - 1] - 1) * 60
    }
}

import CivilTime
import Recurrence

/// A file is refused, or it makes a zone whose questions have answers and whose searches move on, however strange it is.
func fuzzZoneFile(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let zone = try? Zone(identifier: "Fuzz/Zone", tzif: Array(bytes)) else { return }
    let century = Span(from: Instant(epochSeconds: 0), to: Instant(epochSeconds: 4_102_444_800))
    let transitions = zone.transitions(in: century)
    for transition in transitions.prefix(20) {
        for second in [Int64(-3601), -1, 0, 1, 3601] {
            let instant = transition.at.advanced(bySeconds: second)
            _ = zone.resolve(zone.local(instant))
            precondition(!zone.iso8601(instant).isEmpty, "an instant has a local time")
        }
        _ = zone.startOfDay(zone.local(transition.at).date)
    }
    for text in ["30 2 * * *", "*/30 * * * *", "0 0 1 * *"] {
        guard let expression = try? CronExpression(text) else { continue }
        for gap in GapPolicy.allCases {
            walk(.cron(expression, zone, DSTPolicy(gap: gap)), from: transitions.first?.at ?? century.from)
        }
    }
}

private func walk(_ rule: Rule, from start: Instant) {
    var at = start.advanced(bySeconds: -90_000)
    for _ in 0..<20 {
        guard let next = rule.next(after: at) else { return }
        precondition(next > at, "\(rule) stands still at \(at)")
        at = next
    }
    _ = rule.previous(before: at)
    _ = rule.count(in: Span(from: start, to: start.advanced(bySeconds: 86_400)))
}

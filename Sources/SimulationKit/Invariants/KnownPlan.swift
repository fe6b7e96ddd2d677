import CivilTime
import Operations
import Recurrence

/// A timetable compiled, and what was asked of it before: the watch asks the same again after every step.
final class KnownPlan {
    let timetable: Timetable
    private let plan: Plan
    private var counts: [Span: Int] = [:]
    private var shared: [Shared: Int] = [:]
    /// How many lie in `(from, through]`, for each `from`: the end moves on with the cursor.
    private var grown: [Instant: (through: Instant, count: Int)] = [:]

    private struct Shared: Hashable {
        var other: ObjectIdentifier
        var span: Span
    }

    init(_ timetable: Timetable, _ plan: Plan) {
        self.timetable = timetable
        self.plan = plan
    }

    func matches(_ instant: Instant) -> Bool { plan.matches(instant) }

    func count(in span: Span) -> Int {
        if let known = counts[span] { return known }
        let count = plan.count(in: span)
        counts[span] = count
        return count
    }

    /// How many lie in `(from, end]`.
    func count(from: Instant, through end: Instant) -> Int {
        var (through, count) = grown[from] ?? (from, 0)
        // A cursor that went back is counted anew.
        if end < through { (through, count) = (from, 0) }
        count += plan.count(in: Span(from: through + .milliseconds(1), to: end + .milliseconds(1)))
        grown[from] = (end, count)
        return count
    }

    /// How many of the span's occurrences the other has too. The other must live as long as this one.
    func count(in span: Span, sharedWith other: KnownPlan) -> Int {
        let key = Shared(other: ObjectIdentifier(other), span: span)
        if let known = shared[key] { return known }
        let count = plan.occurrences(in: span, limit: 100_000).count { other.matches($0.at) }
        shared[key] = count
        return count
    }
}

extension Watch {
    /// The timetable compiled; nil where it can't be expanded.
    mutating func plan(_ timetable: Timetable, _ id: ScheduleID) -> KnownPlan? {
        if let known = plans[id]?.first(where: { $0.timetable == timetable }) { return known }
        guard let plan = try? timetable.plan(zones: zones, seed: id) else { return nil }
        let known = KnownPlan(timetable, plan)
        plans[id, default: []].append(known)
        return known
    }
}

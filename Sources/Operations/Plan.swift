package import CivilTime
package import Recurrence

/// A timetable compiled: the rule's occurrences together with the added ones, each instant once.
package struct Plan: Hashable, Sendable {
    package let rule: Rule
    /// Sorted by instant.
    package let added: [AddedOccurrence]
    /// In order, disjoint. Only what the rule says is taken out; an operator's additions stand.
    package let excluded: [ExcludedStretch]

    package init(rule: Rule, added: [AddedOccurrence] = [], excluded: [ExcludedStretch] = []) {
        self.rule = rule
        self.added = added.sorted { $0.at < $1.at }
        self.excluded = excluded
    }

    /// The first instant after `instant` that is due, strictly later.
    package func next(after instant: Instant) -> Instant? {
        earlier(of: nextRegular(after: instant), and: added.first { $0.at > instant }?.at)
    }

    /// The last instant before `instant` that is due, strictly earlier.
    package func previous(before instant: Instant) -> Instant? {
        let extra = added.last { $0.at < instant }?.at
        guard let regular = previousRegular(before: instant) else { return extra }
        return extra.map { max($0, regular) } ?? regular
    }

    /// At most `limit` occurrences of the half-open span, in order.
    package func occurrences(in span: Span, limit: Int) -> [Occurrence] {
        var regular: [Occurrence] = []
        for part in openParts(of: span) where regular.count < limit {
            regular += rule.occurrences(in: part, limit: limit - regular.count)
        }
        let extras = extras(in: span)
        guard !extras.isEmpty else { return regular }
        let merged = regular + extras.map { Occurrence(at: $0.at, dst: nil) }
        return Array(merged.sorted { $0.at < $1.at }.prefix(limit))
    }

    /// How many occurrences the half-open span holds; the cost does not grow with their number.
    package func count(in span: Span) -> Int {
        let taken = excludedStretches(in: span).reduce(0) { count, day in
            count + (day.span.intersection(span).map(rule.count) ?? 0)
        }
        return rule.count(in: span) - taken + extras(in: span).count
    }

    /// Whether the instant is one of the rule's or an added one, and not excluded.
    package func matches(_ instant: Instant) -> Bool {
        isAdded(instant) || rule.matches(instant) && excludedStretch(at: instant) == nil
    }

    /// The missed instant that the occurrence at `instant` stands in for.
    package func origin(of instant: Instant) -> Instant? {
        added.first { $0.at == instant }?.origin
    }

    func isAdded(_ instant: Instant) -> Bool { added.contains { $0.at == instant } }

    func earlier(of first: Instant?, and second: Instant?) -> Instant? {
        guard let first, let second else { return first ?? second }
        return min(first, second)
    }

    /// Each turn passes an excluded day.
    private func nextRegular(after instant: Instant) -> Instant? {
        var from = instant
        while let found = rule.next(after: from) {
            guard let day = excludedStretch(at: found) else { return found }
            from = Instant(epochMilliseconds: day.span.to.epochMilliseconds - 1)
        }
        return nil
    }

    private func previousRegular(before instant: Instant) -> Instant? {
        var to = instant
        while let found = rule.previous(before: to) {
            guard let day = excludedStretch(at: found) else { return found }
            to = day.span.from
        }
        return nil
    }

    private func extras(in span: Span) -> [AddedOccurrence] {
        added.filter { span.contains($0.at) && (excludedStretch(at: $0.at) != nil || !rule.matches($0.at)) }
    }
}

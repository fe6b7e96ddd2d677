package import CivilTime
package import Recurrence

/// A timetable compiled: the rule's occurrences together with the added ones, each instant once.
package struct Plan: Hashable, Sendable {
    package let rule: Rule
    /// Sorted by instant.
    package let added: [AddedOccurrence]

    package init(rule: Rule, added: [AddedOccurrence] = []) {
        self.rule = rule
        self.added = added.sorted { $0.at < $1.at }
    }

    /// The first instant after `instant` that is due, strictly later.
    package func next(after instant: Instant) -> Instant? {
        let extra = added.first { $0.at > instant }?.at
        guard let regular = rule.next(after: instant) else { return extra }
        return extra.map { min($0, regular) } ?? regular
    }

    /// The last instant before `instant` that is due, strictly earlier.
    package func previous(before instant: Instant) -> Instant? {
        let extra = added.last { $0.at < instant }?.at
        guard let regular = rule.previous(before: instant) else { return extra }
        return extra.map { max($0, regular) } ?? regular
    }

    /// At most `limit` occurrences of the half-open span, in order.
    package func occurrences(in span: Span, limit: Int) -> [Occurrence] {
        let regular = rule.occurrences(in: span, limit: limit)
        let extras = extras(in: span)
        guard !extras.isEmpty else { return regular }
        let merged = regular + extras.map { Occurrence(at: $0.at, dst: nil) }
        return Array(merged.sorted { $0.at < $1.at }.prefix(limit))
    }

    /// How many occurrences the half-open span holds; the cost does not grow with their number.
    package func count(in span: Span) -> Int {
        rule.count(in: span) + extras(in: span).count
    }

    /// Whether the instant is one of the rule's or an added one.
    package func matches(_ instant: Instant) -> Bool {
        rule.matches(instant) || added.contains { $0.at == instant }
    }

    /// The missed instant that the occurrence at `instant` stands in for.
    package func origin(of instant: Instant) -> Instant? {
        added.first { $0.at == instant }?.origin
    }

    private func extras(in span: Span) -> [AddedOccurrence] {
        added.filter { span.contains($0.at) && !rule.matches($0.at) }
    }
}

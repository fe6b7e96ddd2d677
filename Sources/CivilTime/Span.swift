/// A stretch of time, half-open: `from` belongs to it, `to` does not.
package struct Span: Hashable, Sendable, Codable {
    package let from: Instant
    package let to: Instant

    /// Makes the span [from, to); it is empty where `to` does not lie after `from`.
    package init(from: Instant, to: Instant) {
        self.from = from
        self.to = to
    }

    package var isEmpty: Bool { to <= from }

    package func contains(_ instant: Instant) -> Bool {
        from <= instant && instant < to
    }

    /// The part that two spans share; nil where they share nothing.
    package func intersection(_ other: Span) -> Span? {
        let shared = Span(from: max(from, other.from), to: min(to, other.to))
        return shared.isEmpty ? nil : shared
    }

    /// The length in seconds; 0 for an empty span.
    package var durationSeconds: Double { isEmpty ? 0 : from.seconds(to: to) }
}

/// What becomes of a local time that the clock skips.
package enum GapPolicy: String, CaseIterable, Sendable, Codable {
    /// It occurs at the first instant after the gap.
    case next
    /// It does not occur.
    case skip
    /// It occurs when it would have, had the clock not changed: 02:30 at 03:30.
    case sameOffset = "same-offset"
}

/// In which pass a local time occurs that the clock shows twice.
package enum RepeatedHourPolicy: String, CaseIterable, Sendable, Codable {
    case first, second, both
}

/// A schedule's own choices about clock changes; what is nil is left to the dialect.
package struct DSTPolicy: Hashable, Sendable, Codable {
    package var gap: GapPolicy?
    package var overlap: RepeatedHourPolicy?

    package init(gap: GapPolicy? = nil, overlap: RepeatedHourPolicy? = nil) {
        self.gap = gap
        self.overlap = overlap
    }

    /// All is left to the dialect.
    package static let dialect = DSTPolicy()
}

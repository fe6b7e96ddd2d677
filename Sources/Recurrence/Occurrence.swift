package import CivilTime

/// One scheduled instant of a rule.
package struct Occurrence: Hashable, Sendable {
    package let at: Instant
    /// What a clock change did to it.
    package let dst: DSTNote?

    package init(at: Instant, dst: DSTNote? = nil) {
        self.at = at
        self.dst = dst
    }
}

/// What a clock change did to an occurrence.
package struct DSTNote: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable {
        /// Its local time lies in a gap; it occurs at another.
        case moved
        /// It occurs by itself, and stands for times in the gap before it as well.
        case joined
        /// The clock shows its local time twice, and this is the first.
        case repeatedFirst = "repeated-first"
        case repeatedSecond = "repeated-second"
        /// Its local time lies in a gap, and it does not occur.
        case dropped
    }

    package let kind: Kind
    /// "moved from 02:30", "occurs twice, first taken".
    package let text: String

    package init(kind: Kind, text: String) {
        self.kind = kind
        self.text = text
    }
}

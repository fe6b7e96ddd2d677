package import CivilTime

/// Which engine a schedule belongs to.
package enum Source: String, Hashable, Sendable, Codable, CaseIterable {
    case cron
    case heartbeat
}

/// A schedule's name in the record: its source and its reference there (job id or session id).
///
/// Text form: `cron|nightly-ledger`. References take letters, digits and `. _ : @ -`, 1 to 128 characters,
/// so that an id can be split at `|` and stands in a URL without surprises.
package struct ScheduleID: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package var source: Source
    package var ref: String

    package init(_ source: Source, _ ref: String) {
        self.source = source
        self.ref = ref
    }

    package static let refLengthMax = 128

    /// Whether the text may be a reference: its length and its characters.
    package static func isValidRef(_ ref: some StringProtocol) -> Bool {
        (1...refLengthMax).contains(ref.utf8.count)
            && ref.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    package var description: String { "\(source.rawValue)|\(ref)" }

    package static func < (a: ScheduleID, b: ScheduleID) -> Bool {
        a.source == b.source ? a.ref < b.ref : a.source.rawValue < b.source.rawValue
    }
}

/// One scheduled instant of one schedule; its text is the `event_id` of the calendar: `source|source_ref|epoch seconds`.
package struct OccurrenceID: Hashable, Sendable, Codable, CustomStringConvertible {
    package var schedule: ScheduleID
    package var at: Instant

    package init(_ schedule: ScheduleID, _ at: Instant) {
        self.schedule = schedule
        self.at = at
    }

    /// Reads `cron|nightly|1772500000`; nil if it is not of that form.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 3, let source = Source(rawValue: String(parts[0])),
            ScheduleID.isValidRef(parts[1]), let seconds = Int64(parts[2])
        else { return nil }
        self.init(ScheduleID(source, String(parts[1])), Instant(epochSeconds: seconds))
    }

    package var description: String { "\(schedule)|\(at.epochSeconds)" }
}

/// Who caused a change: an operator by name, a schedule's own rule, or the system (recovery, retention).
package struct Actor: Hashable, Sendable, Codable, CustomStringConvertible {
    package enum Kind: String, Hashable, Sendable, Codable {
        case `operator`
        case schedule
        case system
    }

    package var kind: Kind
    package var name: String

    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    package static let system = Actor(.system, "almanac")
    package static let schedule = Actor(.schedule, "schedule")
    /// A person, by name.
    package static func `operator`(_ name: String) -> Actor { Actor(.operator, name) }

    package var description: String { "\(kind.rawValue):\(name)" }
}

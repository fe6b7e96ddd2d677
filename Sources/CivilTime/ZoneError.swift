/// Why there is no zone by a name.
package struct ZoneError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        case unknown
        /// Not a zone's name at all: absolute, with "..", empty, or with characters no name has.
        case malformed
        case unreadable(TZifFault)
    }

    package let name: String
    package let reason: Reason
    /// Up to three known names that are close.
    package let suggestions: [String]
}

extension ZoneError: CustomStringConvertible {
    /// "America/Chigago: did you mean America/Chicago?"
    package var description: String {
        let subject = name.isEmpty ? "A time zone needs a name" : name
        if !suggestions.isEmpty { return "\(subject): did you mean \(suggestions.joined(separator: " or "))?" }
        switch reason {
        case .unknown: return "\(subject): there is no time zone by this name."
        case .malformed: return name.isEmpty ? "\(subject)." : "\(subject): not the name of a time zone."
        case .unreadable(.leapSeconds): return "\(subject): this file counts leap seconds, which is not supported."
        case .unreadable: return "\(subject): the time zone's file is damaged."
        }
    }
}

/// Why the machine's zones cannot be used.
package enum ZoneDatabaseError: Error, Hashable, Sendable {
    /// There is no zone directory at the path.
    case missing(path: String)
}

extension ZoneDatabaseError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let path):
            "There are no time zones at \(path): install the tzdata package, or set TZDIR to where they are."
        }
    }
}

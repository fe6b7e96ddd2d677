/// Something that must hold and does not.
package struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
    /// Its number in docs/invariants.md.
    package var invariant: String
    package var what: String

    package var description: String { "\(invariant): \(what)" }
}

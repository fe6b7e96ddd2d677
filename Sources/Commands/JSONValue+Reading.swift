import CivilTime
import Operations

// The server's answers, read by name: a member that is absent, null or of another kind is nil.
extension JSONValue {
    subscript(_ name: String) -> JSONValue? {
        switch object?[name] {
        case .none, .some(.null): nil
        case .some(let value): value
        }
    }

    var list: [JSONValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    var whole: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value.rounded(.towardZero))
        case .null, .bool, .string, .array, .object: nil
        }
    }

    var truth: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// ISO 8601 or epoch seconds.
    var instant: Instant? {
        if let text = string { return Instant(iso8601: text) }
        return whole.map { Instant(epochSeconds: $0) }
    }

    /// The text of a single value, for a table's cell.
    var cellText: String? {
        switch self {
        case .null: nil
        case .bool(let value): value ? "yes" : "no"
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .string(let value): value
        case .array(let values): values.compactMap(\.cellText).joined(separator: ", ")
        case .object(let members):
            members.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.cellText ?? "")" }.joined(separator: " ")
        }
    }
}

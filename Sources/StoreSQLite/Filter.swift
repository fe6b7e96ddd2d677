internal import CivilTime
internal import GRDB
internal import Operations

/// The conditions of a question, each with the values it binds.
struct Filter {
    private var terms: [String] = []
    private(set) var arguments: [(any DatabaseValueConvertible)?] = []

    /// Every condition must hold; without one, everything does.
    var sql: String { terms.isEmpty ? "" : " WHERE " + terms.joined(separator: " AND ") }

    mutating func add(_ term: String, _ values: (any DatabaseValueConvertible)?...) {
        terms.append(term)
        arguments += values
    }

    mutating func equal(_ column: String, _ value: String?) {
        if let value { add("\(column) = ?", value) }
    }

    mutating func schedule(_ id: ScheduleID?) {
        if let id { add("source = ? AND source_ref = ?", id.source.rawValue, id.ref) }
    }

    /// One of these schedules; nil is any, an empty list is none. They are bound as one value, however many they are.
    mutating func schedules(_ ids: Set<ScheduleID>?) {
        guard let ids else { return }
        add("(source, source_ref) IN (\(Self.listedSQL))", ids.column)
    }

    /// None of these schedules.
    mutating func excluding(_ ids: Set<ScheduleID>) {
        if !ids.isEmpty { add("(source, source_ref) NOT IN (\(Self.listedSQL))", ids.column) }
    }

    /// None of these schedules, asked of those that have runs in the span: the others' runs are not even looked at.
    mutating func excluding(_ ids: Set<ScheduleID>, in span: Span) {
        add(
            """
            (source, source_ref) IN (
                SELECT DISTINCT source, source_ref FROM run_counts
                WHERE from_at >= ? AND from_at < ? AND (source, source_ref) NOT IN (\(Self.listedSQL)))
            """, RunCount.quarter(of: span.from).column, span.to.column, ids.column)
    }

    private static let listedSQL =
        "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)"

    /// One of these values; nil is any, an empty set is none.
    mutating func among(_ column: String, _ values: [String]?) {
        guard let values else { return }
        let places = Array(repeating: "?", count: values.count).joined(separator: ", ")
        terms.append("\(column) IN (\(places))")
        arguments += values.sorted().map { $0 as (any DatabaseValueConvertible)? }
    }
}

extension Set<ScheduleID> {
    /// As a JSON list of pairs, in order.
    fileprivate var column: String {
        let pairs = sorted().map { "[\"\($0.source.rawValue)\",\"\($0.ref.asJSON)\"]" }
        return "[" + pairs.joined(separator: ",") + "]"
    }
}

extension String {
    /// Inside a JSON string: references hold nothing that must be escaped, but nothing here relies on it.
    fileprivate var asJSON: String {
        guard utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
            return self
        }
        return unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "\"", "\\": text += "\\\(scalar)"
            case "\0"..<" ": text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Instant {
    /// As columns hold it.
    var column: Int64 { epochMilliseconds }
}

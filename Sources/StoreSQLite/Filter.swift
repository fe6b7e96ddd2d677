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

    /// One of these values; nil is any, an empty set is none.
    mutating func among(_ column: String, _ values: [String]?) {
        guard let values else { return }
        let places = Array(repeating: "?", count: values.count).joined(separator: ", ")
        terms.append("\(column) IN (\(places))")
        arguments += values.sorted().map { $0 as (any DatabaseValueConvertible)? }
    }
}

extension Instant {
    /// As columns hold it.
    var column: Int64 { epochMilliseconds }
}

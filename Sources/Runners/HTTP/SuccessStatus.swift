import Operations

/// Which statuses of an answer mean success.
struct SuccessStatus: Hashable, Sendable {
    private let ranges: [ClosedRange<Int>]

    /// 200 to 299.
    static let byDefault = SuccessStatus(ranges: [200...299])

    private init(ranges: [ClosedRange<Int>]) {
        self.ranges = ranges
    }

    /// Reads `204`, `[200, 204]`, `"200-299, 304"` or `"2xx"`; nil if it is none of these.
    init?(_ value: JSONValue) {
        switch value {
        case .integer(let status):
            guard let range = Self.range(String(status)) else { return nil }
            ranges = [range]
        case .string(let text):
            let parts = text.split(separator: ",").map { Self.range(OutputText.trimmed($0)) }
            guard !parts.isEmpty, !parts.contains(nil) else { return nil }
            ranges = parts.compactMap(\.self)
        case .array(let values):
            let parts = values.map(SuccessStatus.init)
            guard !parts.isEmpty, !parts.contains(nil) else { return nil }
            ranges = parts.compactMap(\.self).flatMap(\.ranges)
        case .null, .bool, .number, .object: return nil
        }
    }

    func contains(_ status: Int) -> Bool { ranges.contains { $0.contains(status) } }

    /// Whether the status was named, and not just covered by the default.
    func names(_ status: Int) -> Bool { self != .byDefault && contains(status) }

    private static func range(_ text: String) -> ClosedRange<Int>? {
        if text.utf8.count == 3, text.lowercased().hasSuffix("xx"), let hundreds = Int(text.prefix(1)) {
            return (1...5).contains(hundreds) ? (hundreds * 100)...(hundreds * 100 + 99) : nil
        }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int(OutputText.trimmed($0)) }
        guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last,
            (100...599).contains(first), (100...599).contains(last)
        else { return nil }
        return first...last
    }
}

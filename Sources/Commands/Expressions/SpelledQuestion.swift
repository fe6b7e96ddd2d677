import Documents
import Operations

/// A question in any form that JSON allows: escapes, characters beyond ASCII, fractions, nulls.
struct SpelledQuestion {
    private var expression: String
    private var timezone: String?
    private var dialect: String?
    private var after: JSONValue?
    private var count: Int64?

    private static let names = ["expr", "tz", "after", "n", "dialect"]

    /// Reads a line.
    /// - Throws: where it is no JSON, no object, or a member is missing, unknown or of the wrong kind.
    init(_ line: UnsafeBufferPointer<UInt8>) throws(ExpressionFault) {
        let members = try Self.members(of: line)
        if let unknown = members.keys.filter({ !Self.names.contains($0) }).sorted().first {
            throw ExpressionFault(
                field: unknown, found: unknown, allowed: Self.names.joined(separator: ", "),
                message: "There is no member \"\(unknown)\"; there are \(Self.names.joined(separator: ", ")).")
        }
        guard let text = try Self.text("expr", members) else {
            throw ExpressionFault(
                field: "expr", allowed: "a cron expression", message: "The member \"expr\" is missing.",
                hint: #"Write {"expr":"0 9 * * *"}."#)
        }
        expression = text
        timezone = try Self.name("tz", members)
        dialect = try Self.name("dialect", members)
        after = try Self.after(members)
        count = try Self.count(members)
    }

    private static func members(
        of line: UnsafeBufferPointer<UInt8>
    ) throws(ExpressionFault) -> [String: JSONValue] {
        let allowed = #"an object such as {"expr":"0 9 * * *","tz":"UTC","after":1772500000,"n":1}"#
        if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
            throw ExpressionFault(field: "line", allowed: allowed, message: "The line is empty; it takes \(allowed).")
        }
        let value: JSONValue
        do {
            value = try readJSON(line)
        } catch {
            let fault = error.items[0]
            throw ExpressionFault(
                field: "line", column: fault.column, allowed: allowed,
                message: "The line is not JSON: \(fault.message)",
                hint: fault.hint)
        }
        guard let members = value.object else {
            throw ExpressionFault(
                field: "line", found: value.kind, allowed: allowed,
                message: "The line is \(value.kind); it takes \(allowed).")
        }
        return members
    }

    private static func text(_ name: String, _ members: [String: JSONValue]) throws(ExpressionFault) -> String? {
        switch members[name] {
        case .none, .some(.null): return nil
        case .some(.string(let text)): return text
        case .some(let other):
            throw ExpressionFault(
                field: name, found: other.kind, allowed: "text", message: "\(name) takes text; it is \(other.kind).")
        }
    }

    private static func name(_ name: String, _ members: [String: JSONValue]) throws(ExpressionFault) -> String? {
        let text = try text(name, members)
        guard text != "" else {
            throw ExpressionFault(
                field: name, found: "", allowed: "a name", message: "\(name) is empty; it takes a name.")
        }
        return text
    }

    private static func after(_ members: [String: JSONValue]) throws(ExpressionFault) -> JSONValue? {
        switch members["after"] {
        case .none, .some(.null): return nil
        case .some(.integer(let seconds)): return .integer(seconds)
        case .some(.number(let seconds)) where seconds.magnitude < 1e14:
            return .integer(Int64(seconds.rounded(.down)))
        case .some(.string(let text)): return .string(text)
        case .some(let other):
            let allowed = "epoch seconds or ISO 8601"
            throw ExpressionFault(
                field: "after", found: other.kind, allowed: allowed,
                message: "after takes \(allowed); it is \(other.kind).")
        }
    }

    private static func count(_ members: [String: JSONValue]) throws(ExpressionFault) -> Int64? {
        switch members["n"] {
        case .none, .some(.null): return nil
        case .some(.integer(let count)): return count
        case .some(.number(let count)):
            guard let whole = Int64(exactly: count) else { throw NextLines.badCount(String(count)) }
            return whole
        case .some(let other): throw NextLines.badCount(other.kind)
        }
    }

    /// Hands out the question as slices of bytes made for it.
    func withPlainBytes<Result>(
        _ body: (NextQuestion, UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        var bytes: [UInt8] = []
        func place(_ text: String?) -> Range<Int> {
            let start = bytes.count
            bytes += Array((text ?? "").utf8)
            return start..<bytes.count
        }
        let question = NextQuestion(
            expression: place(expression), timezone: place(timezone), dialect: place(dialect),
            after: after.map { value in
                switch value {
                case .integer(let seconds): .epoch(seconds)
                case .null, .bool, .number, .string, .array, .object: .text(place(value.string))
                }
            } ?? .now, count: count)
        return bytes.withUnsafeBufferPointer { body(question, $0) }
    }
}

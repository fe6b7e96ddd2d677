import CivilTime
import Recurrence

/// What is wrong with a question about an expression: which part, where, and what to write instead.
struct ExpressionFault: Error, Hashable {
    /// `second` … `year` of an expression, `expr` for the whole of it, `tz`, `after`, `n`, `dialect`; `line` of a batch.
    var field: String
    /// Position in the part at fault, the first character being 1.
    var column: Int?
    var found: String?
    var allowed: String?
    var message: String
    var hint: String?

    init(
        field: String, column: Int? = nil, found: String? = nil, allowed: String? = nil, message: String,
        hint: String? = nil
    ) {
        self.field = field
        self.column = column
        self.found = found
        self.allowed = allowed
        self.message = message
        self.hint = hint
    }

    init(_ error: CronSyntaxError) {
        self.init(
            field: error.field.wireName, column: error.column, found: error.found, allowed: error.allowed,
            message: error.message, hint: error.hint)
    }

    init(_ error: ZoneError) {
        self.init(
            field: "tz", column: 1, found: error.name, allowed: "an IANA name such as America/Chicago or UTC",
            message: error.description, hint: error.suggestions.first.map { "Write \($0)." })
    }

    static func unknownDialect(_ name: String) -> ExpressionFault {
        let names = Dialect.allCases.map(\.rawValue).joined(separator: ", ")
        return ExpressionFault(
            field: "dialect", column: 1, found: name, allowed: names,
            message: "There is no dialect \"\(name)\"; there are \(names).")
    }

    /// The fault for a person; in an expression, a line under it points at the place.
    func failure(in expression: String) -> CommandFailure {
        var details: [String] = []
        if CronField(wireName: field) != nil, let column, !expression.isEmpty {
            let width = max(1, displayWidth(found ?? ""))
            details = [
                expression, String(repeating: " ", count: max(0, column - 1)) + String(repeating: "^", count: width),
            ]
        }
        return CommandFailure(status: .badInput, message: message, details: details, hint: hint)
    }

    /// `{"field":…,"column":…,"found":…,"allowed":…,"message":…,"hint":…}`
    func write(to json: inout JSONText) {
        json.raw(#"{"field":"#)
        json.string(field)
        json.raw(#","column":"#)
        if let column { json.integer(Int64(column)) } else { json.raw("null") }
        json.raw(#","found":"#)
        json.stringOrNull(found)
        json.raw(#","allowed":"#)
        json.stringOrNull(allowed)
        json.raw(#","message":"#)
        json.string(message)
        json.raw(#","hint":"#)
        json.stringOrNull(hint)
        json.raw("}")
    }

    /// `{"error":{…}}` and a newline.
    var line: [UInt8] {
        var json = JSONText()
        json.raw(#"{"error":"#)
        write(to: &json)
        json.raw("}\n")
        return json.bytes
    }
}

extension CronField {
    /// The field's name in JSON.
    var wireName: String {
        switch self {
        case .second: "second"
        case .minute: "minute"
        case .hour: "hour"
        case .dayOfMonth: "day_of_month"
        case .month: "month"
        case .dayOfWeek: "day_of_week"
        case .year: "year"
        case .whole: "expr"
        }
    }

    init?(wireName: String) {
        guard let field = Self.allCases.first(where: { $0.wireName == wireName }) else { return nil }
        self = field
    }
}

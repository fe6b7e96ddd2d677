import Operations
import Yams

/// A YAML text as values, with the place of each.
///
/// Plain scalars are read by the core schema of YAML 1.2: `yes` and `9:15` are texts.
struct YAMLDocument {
    struct Place {
        var line: Int
        var column: Int
        /// Column of the first character of the value's text on the same line; nil where it has none.
        var textColumn: Int?
    }

    private(set) var value: JSONValue = .null
    private(set) var places: [String: Place] = [:]
    private var count = 0

    static let bytesMax = 1_048_576
    /// Values of a whole document, aliases counted each time.
    static let valuesMax = 100_000

    init(_ text: String) throws(Diagnostics) {
        guard text.utf8.count <= Self.bytesMax else {
            throw Diagnostics(
                Diagnostic(field: "body", message: "The file has more than \(Self.bytesMax) bytes."))
        }
        let root: Node?
        do {
            root = try compose(yaml: text, .basic)
        } catch {
            throw Diagnostics(Self.diagnostic(of: error))
        }
        if let root { value = try convert(root, path: "") }
    }

    private mutating func convert(_ node: Node, path: String) throws(Diagnostics) -> JSONValue {
        count += 1
        guard count <= Self.valuesMax else {
            throw Diagnostics(
                Diagnostic(field: "body", message: "The file holds more than \(Self.valuesMax) values."))
        }
        switch node {
        case .scalar(let scalar): return Self.value(of: scalar)
        case .sequence(let sequence):
            var values: [JSONValue] = []
            for (index, element) in sequence.enumerated() {
                let inner = "\(path)[\(index)]"
                note(key: nil, value: element, path: inner)
                values.append(try convert(element, path: inner))
            }
            return .array(values)
        case .mapping(let mapping): return .object(try members(of: mapping, path: path))
        case .alias: return .null
        }
    }

    private mutating func members(
        of mapping: Node.Mapping, path: String
    ) throws(Diagnostics) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        for (key, element) in mapping {
            guard case .scalar(let scalar) = key else {
                throw Diagnostics(
                    Diagnostic(
                        field: path.isEmpty ? "body" : path, message: "A name is a text.", line: key.mark?.line,
                        column: key.mark?.column))
            }
            let inner = path.isEmpty ? scalar.string : "\(path).\(scalar.string)"
            note(key: key, value: element, path: inner)
            members[scalar.string] = try convert(element, path: inner)
        }
        return members
    }

    private mutating func note(key: Node?, value: Node, path: String) {
        guard let mark = key?.mark ?? value.mark else { return }
        var place = Place(line: mark.line, column: mark.column)
        if case .scalar(let scalar) = value, let start = scalar.mark, start.line == mark.line {
            switch scalar.style {
            case .singleQuoted, .doubleQuoted: place.textColumn = start.column + 1
            case .any, .plain: place.textColumn = start.column
            case .literal, .folded: break
            }
        }
        places[path] = place
    }

    private static func value(of scalar: Node.Scalar) -> JSONValue {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        switch scalar.string {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: return number(scalar.string) ?? .string(scalar.string)
        }
    }

    /// Decimal numbers; digits alone must not begin with a zero ("0900" is a text).
    private static func number(_ text: String) -> JSONValue? {
        let digits = text.drop { $0 == "-" || $0 == "+" }
        guard text.count - digits.count <= 1, let first = digits.utf8.first, (48...57).contains(first) else {
            return nil
        }
        if digits.utf8.count > 1, first == 48, digits.utf8.dropFirst().first != UInt8(ascii: ".") { return nil }
        if let whole = Int64(text) { return .integer(whole) }
        let isNumeric = digits.utf8.allSatisfy { byte in
            (48...57).contains(byte)
                || [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "-"), UInt8(ascii: "+")]
                    .contains(byte)
        }
        guard isNumeric, let number = Double(text), number.isFinite else { return nil }
        return .number(number)
    }
}

// MARK: Places

extension YAMLDocument {
    /// The diagnostic with its line and column in the file; a column inside a text is counted from the text's start.
    func placed(_ diagnostic: Diagnostic) -> Diagnostic {
        var placed = diagnostic
        var path = diagnostic.field
        while places[path] == nil, let shorter = Self.parent(of: path) { path = shorter }
        guard let place = places[path] else { return placed }
        placed.line = place.line
        placed.column = place.column
        if path == diagnostic.field, let inner = diagnostic.column, let start = place.textColumn {
            placed.column = start + inner - 1
        }
        return placed
    }

    private static func parent(of path: String) -> String? {
        guard let end = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return nil }
        return String(path[..<end])
    }

    private static func diagnostic(of error: any Error) -> Diagnostic {
        guard let error = error as? YamlError else {
            return Diagnostic(field: "body", message: "The file is not YAML: \(error).")
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return Diagnostic(
                field: "body", message: "The file is not YAML: \(problem).", line: mark.line, column: mark.column,
                hint: hint(for: problem))
        case .reader(let problem, _, _, _):
            return Diagnostic(field: "body", message: "The file is not YAML: \(problem).")
        case .duplicatedKeysInMapping(let names, let context):
            return Diagnostic(
                field: names.first ?? "body", message: "\(names.joined(separator: " and ")) is given twice.",
                line: context.mark.line, column: context.mark.column)
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return Diagnostic(field: "body", message: "The file can't be read as YAML.")
        }
    }

    private static func hint(for problem: String) -> String? {
        if problem.contains("alphabetic or numeric character") {
            return "A text that begins with * or & stands in quotes: cron_expr: \"*/5 * * * *\"."
        }
        if problem.contains("cannot start any token") { return "Put the text in quotes; indent with blanks, not tabs." }
        if problem.contains("mapping values are not allowed") { return "Put a text that holds \": \" in quotes." }
        return nil
    }
}

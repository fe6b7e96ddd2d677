/// A line of a crontab in its parts.
enum CrontabLine: Hashable {
    case blank
    case comment(String)
    case variable(name: String, value: String, valueColumn: Int)
    case job(CrontabJobLine)
    /// Not a line of a crontab: what is wrong, and at which column.
    case faulty(message: String, column: Int, hint: String?)
}

/// A job of a crontab as it was written.
struct CrontabJobLine: Hashable {
    var fields: [CrontabWord]
    var user: CrontabWord?
    /// The command with its standard input, as written.
    var command: CrontabWord
    /// A dash stood before the schedule: the job is not to be logged.
    var isUnlogged: Bool

    var expression: String { fields.map(\.text).joined(separator: " ") }

    /// The column in the line of a column in the expression.
    func column(ofExpressionColumn column: Int) -> Int {
        var rest = column - 1
        for field in fields {
            if rest <= field.text.count { return field.column + rest }
            rest -= field.text.count + 1
        }
        return fields.last.map { $0.column + $0.text.count } ?? column
    }
}

/// A part of a line and where it begins, from 1.
struct CrontabWord: Hashable {
    var text: String
    var column: Int
}

extension CrontabLine {
    init(_ line: Substring, form: CrontabForm) {
        var scanner = CrontabScanner(line)
        scanner.skipBlanks()
        switch scanner.current {
        case nil: self = .blank
        case "#": self = .comment(String(scanner.rest.dropFirst()))
        case let first? where first.isLetter || first == "_" || first == "\"" || first == "'":
            self = scanner.variable()
        default: self = scanner.job(form: form)
        }
    }
}

/// Walks along a line.
private struct CrontabScanner {
    private let line: Substring
    private(set) var rest: Substring

    init(_ line: Substring) {
        self.line = line
        rest = line
    }

    var current: Character? { rest.first }

    private var column: Int { line.distance(from: line.startIndex, to: rest.startIndex) + 1 }

    mutating func skipBlanks() { rest = rest.drop { $0 == " " || $0 == "\t" } }

    mutating func word() -> CrontabWord? {
        skipBlanks()
        let start = column
        let text = rest.prefix { $0 != " " && $0 != "\t" }
        rest = rest[text.endIndex...]
        return text.isEmpty ? nil : CrontabWord(text: String(text), column: start)
    }

    // MARK: Variables

    /// `NAME=value`, either part in quotes where it likes.
    mutating func variable() -> CrontabLine {
        let start = column
        let name = quotedOrPlain { $0 == "=" || $0 == " " || $0 == "\t" }
        skipBlanks()
        guard current == "=" else {
            return .faulty(
                message: "The line is neither a job nor NAME=value; a job begins with its minute or with @.",
                column: start, hint: nil)
        }
        guard isVariableName(name) else {
            return .faulty(message: "\"\(shortened(name))\" is no name of a variable.", column: start, hint: nil)
        }
        rest.removeFirst()
        skipBlanks()
        let valueColumn = column
        return .variable(name: name, value: value(), valueColumn: valueColumn)
    }

    /// Quotes count only where they enclose all of the value.
    private mutating func value() -> String {
        let text = trimmed(rest)
        guard text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else {
            return text
        }
        return String(text.dropFirst().dropLast())
    }

    private mutating func quotedOrPlain(until isEnd: (Character) -> Bool) -> String {
        if let quote = current, quote == "\"" || quote == "'", let end = rest.dropFirst().firstIndex(of: quote) {
            let text = rest[rest.index(after: rest.startIndex)..<end]
            rest = rest[rest.index(after: end)...]
            return String(text)
        }
        let text = rest.prefix { !isEnd($0) }
        rest = rest[text.endIndex...]
        return String(text)
    }

    // MARK: Jobs

    private static let fieldCount = 5

    mutating func job(form: CrontabForm) -> CrontabLine {
        let isUnlogged = current == "-"
        if isUnlogged { rest.removeFirst() }
        var fields: [CrontabWord] = []
        let count = (rest.first == "@") ? 1 : Self.fieldCount
        while fields.count < count {
            guard let word = word() else { return tooShort(fields) }
            fields.append(word)
        }
        var user: CrontabWord?
        if form == .system {
            user = word()
            guard user != nil else {
                return .faulty(message: "The line ends where a user's name is expected.", column: column, hint: nil)
            }
        }
        skipBlanks()
        let command = CrontabWord(text: trimmed(rest), column: column)
        guard !command.text.isEmpty else {
            return .faulty(
                message: "The line ends where a command is expected.", column: column,
                hint: form == .system ? "In this form a user's name stands before the command." : nil)
        }
        return .job(CrontabJobLine(fields: fields, user: user, command: command, isUnlogged: isUnlogged))
    }

    private func tooShort(_ fields: [CrontabWord]) -> CrontabLine {
        .faulty(
            message: "The line has \(fields.count) of the \(Self.fieldCount) fields of a schedule, and no command.",
            column: column, hint: "Write minute, hour, day of month, month, day of week, then the command.")
    }
}

/// What is wrong with one part of a written form.
package struct Diagnostic: Hashable, Sendable {
    /// The field's path as it is written: `cron_expr`, `env.PATH`, `jobs[2].title`; `body` for the whole.
    package var field: String
    /// One sentence: what was found and what the field takes.
    package var message: String
    /// Position in the text that was read, both from 1; nil where the form has no lines.
    package var line: Int?
    package var column: Int?
    /// What to write instead.
    package var hint: String?

    package init(field: String, message: String, line: Int? = nil, column: Int? = nil, hint: String? = nil) {
        self.field = field
        self.message = message
        self.line = line
        self.column = column
        self.hint = hint
    }
}

extension Diagnostic: CustomStringConvertible {
    /// "12:5 cron_expr: The hour field says 25; it takes 0 to 23."
    package var description: String {
        let position = line.map { line in column.map { "\(line):\($0) " } ?? "\(line) " } ?? ""
        return "\(position)\(field): \(message)" + (hint.map { " \($0)" } ?? "")
    }
}

/// Everything that is wrong with a written form, in the order of the form; never empty.
package struct Diagnostics: Error, Hashable, Sendable {
    package let items: [Diagnostic]

    package init(_ items: [Diagnostic]) {
        precondition(!items.isEmpty, "a refusal names at least one fault")
        self.items = items
    }

    package init(_ item: Diagnostic) { items = [item] }
}

extension Diagnostics: CustomStringConvertible {
    package var description: String { items.map(\.description).joined(separator: "\n") }
}

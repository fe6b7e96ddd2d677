import Operations

extension FieldReader {
    /// Environment variables: names as shells take them; numbers and flags become their text.
    mutating func environment(_ name: String) -> Given<[String: String]> {
        given(name) { reader, value in
            guard case .object(let members) = value else {
                return reader.refuse(name, takes: "an object of names and texts", found: value)
            }
            guard members.count <= FieldLimits.envCountMax else {
                reader.report(
                    name, "\(name) has \(members.count) variables; it takes at most \(FieldLimits.envCountMax).")
                return nil
            }
            var variables: [String: String] = [:]
            for (variable, value) in members.sorted(by: { $0.key < $1.key }) {
                variables[variable] = reader.variable(variable, value, of: name)
            }
            return variables
        }
    }

    private mutating func variable(_ variable: String, _ value: JSONValue, of name: String) -> String? {
        let field = "\(name).\(shortened(variable))"
        guard isVariableName(variable) else {
            report(
                field,
                "\"\(shortened(variable))\" is no name of a variable; it takes letters, digits and _, no digit first.")
            return nil
        }
        guard let text = scalarText(value) else {
            report(field, "\(field) takes text; it was given \(value.kind).")
            return nil
        }
        guard text.utf8.count <= FieldLimits.envValueBytesMax, !text.utf8.contains(0) else {
            report(field, "\(field) takes at most \(FieldLimits.envValueBytesMax) bytes and no NUL character.")
            return nil
        }
        return text
    }

    /// Free values that are kept as they are.
    mutating func metadata(_ name: String) -> Given<[String: JSONValue]> {
        given(name) { reader, value in
            guard case .object(let members) = value else {
                return reader.refuse(name, takes: "an object", found: value)
            }
            var json = JSONWriter()
            json.value(value)
            guard json.bytes.count <= FieldLimits.metadataBytesMax else {
                reader.report(
                    name,
                    "\(name) has \(json.bytes.count) bytes as JSON; it takes at most \(FieldLimits.metadataBytesMax).")
                return nil
            }
            return members
        }
    }

    /// A list of texts, or one text with commas.
    mutating func words(_ name: String, countMax: Int, lengthMax: Int) -> Given<[String]> {
        given(name) { reader, value in
            var words: [String] = []
            switch value {
            case .string(let text):
                words = text.split(separator: ",").map { trimmed($0) }.filter { !$0.isEmpty }
            case .array(let values):
                for value in values {
                    guard case .string(let text) = value else {
                        return reader.refuse(name, takes: "a list of texts", found: value)
                    }
                    words.append(text)
                }
            case .null, .bool, .integer, .number, .object:
                return reader.refuse(name, takes: "a list of texts", found: value)
            }
            guard words.count <= countMax, words.allSatisfy({ !$0.isEmpty && $0.count <= lengthMax }) else {
                reader.report(name, "\(name) takes at most \(countMax) texts of 1 to \(lengthMax) characters.")
                return nil
            }
            return words
        }
    }
}

/// Letters, digits and underscores, no digit first.
func isVariableName(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, !(48...57).contains(first) else { return false }
    return text.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
    }
}

/// A text, number or flag as text.
func scalarText(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .bool(let flag): String(flag)
    case .null, .array, .object: nil
    }
}

/// Without blanks at either end.
func trimmed(_ text: some StringProtocol) -> String {
    var rest = Substring(text)
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest.drop(while: \.isWhitespace))
}

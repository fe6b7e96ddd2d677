import Operations

extension FieldReader {
    /// Text of `lengthMax` characters at most, without control characters unless `isMultiline`.
    mutating func text(_ name: String, lengthMax: Int, isMultiline: Bool = false) -> Given<String> {
        given(name) { reader, value in
            guard case .string(let text) = value else { return reader.refuse(name, takes: "text", found: value) }
            guard reader.isPlain(text, name, isMultiline: isMultiline) else { return nil }
            guard text.count <= lengthMax else {
                reader.report(name, "\(name) has \(text.count) characters; it takes at most \(lengthMax).")
                return nil
            }
            return text
        }
    }

    /// Text of `bytesMax` bytes at most, with line breaks.
    mutating func longText(_ name: String, bytesMax: Int) -> Given<String> {
        given(name) { reader, value in
            guard case .string(let text) = value else { return reader.refuse(name, takes: "text", found: value) }
            guard reader.isPlain(text, name, isMultiline: true) else { return nil }
            guard text.utf8.count <= bytesMax else {
                reader.report(name, "\(name) has \(text.utf8.count) bytes; it takes at most \(bytesMax).")
                return nil
            }
            return text
        }
    }

    private mutating func isPlain(_ text: String, _ name: String, isMultiline: Bool) -> Bool {
        let isFault = text.utf8.contains { byte in
            isMultiline ? byte == 0 : byte < 0x20 || byte == 0x7F
        }
        guard isFault else { return true }
        report(
            name,
            isMultiline
                ? "\(name) holds a NUL character, which no program can be given."
                : "\(name) holds a control character; it takes one line of text.")
        return false
    }

    /// A reference as ids are made of.
    mutating func reference(_ name: String) -> Given<String> {
        given(name) { reader, value in
            guard case .string(let text) = value else { return reader.refuse(name, takes: "text", found: value) }
            guard ScheduleID.isValidRef(text) else {
                reader.report(
                    name,
                    "\(name) takes letters, digits and . _ : @ -, 1 to \(ScheduleID.refLengthMax) of them.",
                    hint: suggestedReference(for: text).map { "Write \($0)." })
                return nil
            }
            return text
        }
    }

    mutating func flag(_ name: String) -> Given<Bool> {
        given(name) { reader, value in
            if case .bool(let flag) = value { return flag }
            return reader.refuse(name, takes: "true or false", found: value)
        }
    }

    /// A whole number within `range`; `30.0` counts as one.
    mutating func whole(_ name: String, in range: ClosedRange<Int64>, unit: String = "") -> Given<Int> {
        given(name) { reader, value in
            let words =
                "a whole number of \(range.lowerBound) to \(range.upperBound)" + (unit.isEmpty ? "" : " \(unit)")
            guard let number = wholeNumber(value) else {
                if case .number(let fraction) = value {
                    reader.report(name, "\(name) says \(fraction); it takes \(words).")
                    return nil
                }
                return reader.refuse(name, takes: words, found: value)
            }
            guard range.contains(number) else {
                reader.report(name, "\(name) says \(number); it takes \(words).")
                return nil
            }
            return Int(number)
        }
    }

    /// One of a closed list of words.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Choice.Type
    ) -> Given<Choice> where Choice.RawValue == String {
        given(name) { reader, value in
            guard case .string(let text) = value else {
                return reader.refuse(name, takes: choices(Choice.allCases.map(\.rawValue)), found: value)
            }
            if let choice = Choice(rawValue: text) { return choice }
            reader.reportChoice(name, text, Choice.allCases.map(\.rawValue))
            return nil
        }
    }

    mutating func choice(_ name: String, among allowed: [String]) -> Given<String> {
        given(name) { reader, value in
            guard case .string(let text) = value else {
                return reader.refuse(name, takes: choices(allowed), found: value)
            }
            if allowed.contains(text) { return text }
            reader.reportChoice(name, text, allowed)
            return nil
        }
    }

    private mutating func reportChoice(_ name: String, _ text: String, _ allowed: [String]) {
        report(
            name, "\(name) says \"\(shortened(text))\"; it takes \(choices(allowed)).",
            hint: closestName(to: text, among: allowed).map { "Did you mean \($0)?" })
    }
}

/// A number without a fraction, of 64 bits.
func wholeNumber(_ value: JSONValue) -> Int64? {
    switch value {
    case .integer(let number): number
    case .number(let number): Int64(exactly: number)
    case .null, .bool, .string, .array, .object: nil
    }
}

/// "skip, queue or allow".
func choices(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
}

/// A text cut to what a message has room for.
func shortened(_ text: String, to length: Int = 60) -> String {
    text.count <= length ? text : text.prefix(length - 1) + "…"
}

/// The text with all that ids are not made of replaced by dashes; nil where nothing is left of it.
private func suggestedReference(for text: String) -> String? {
    let reference = slug(text, lengthMax: 64)
    return reference.isEmpty || reference == text ? nil : reference
}

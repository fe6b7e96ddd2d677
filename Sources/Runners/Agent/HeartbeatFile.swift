import SystemPackage

/// What a heartbeat's session is asked to look after, as its workspace has it.
enum HeartbeatFile: Hashable, Sendable {
    case missing
    /// Nothing in it but blank lines, headings, and list items or checkboxes without text.
    case empty
    case content(String)
    case unreadable(String)

    static let name = "HEARTBEAT.md"
    private static let lengthMax = 256 * 1024

    /// Reads it from the session's workspace; what is beyond 256 KiB is left out.
    static func read(in workspace: String) -> HeartbeatFile {
        do throws(Errno) {
            let bytes = try readFile("\(workspace)/\(name)", lengthMax: lengthMax)
            let text = String(decoding: bytes, as: UTF8.self)
            return isEffectivelyEmpty(text) ? .empty : .content(text)
        } catch {
            return error == .noSuchFileOrDirectory || error == .notDirectory ? .missing : .unreadable("\(error)")
        }
    }

    static func isEffectivelyEmpty(_ text: String) -> Bool {
        // A byte order mark is no text.
        let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
        return text.split(whereSeparator: \.isNewline).allSatisfy(holdsNothing)
    }

    private static func holdsNothing(_ line: Substring) -> Bool {
        let line = OutputText.trimmed(line)
        return line.isEmpty || isHeading(line) || isEmptyItem(line[...])
    }

    /// `#` to `######` with a blank or nothing behind it (CommonMark, ATX headings).
    private static func isHeading(_ line: String) -> Bool {
        let marks = line.prefix { $0 == "#" }.count
        return (1...6).contains(marks) && (line.dropFirst(marks).first?.isWhitespace ?? true)
    }

    /// `-`, `*`, `+` or `1.`, perhaps with a checkbox, and no text. A bare checkbox counts too.
    private static func isEmptyItem(_ line: Substring) -> Bool {
        var rest = line
        if let first = rest.first, "-*+".contains(first) {
            rest = rest.dropFirst()
        } else {
            let digits = rest.prefix(while: \.isASCIIDigit).count
            if (1...9).contains(digits), let mark = rest.dropFirst(digits).first, ".)".contains(mark) {
                rest = rest.dropFirst(digits + 1)
            }
        }
        let box = OutputText.trimmed(rest)
        return box.isEmpty || ["[ ]", "[]", "[x]", "[X]"].contains(box)
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}

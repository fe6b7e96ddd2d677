/// Reads a script piece by piece (ECMA-262, 12): as much of the language as tells code from comments, strings,
/// templates and regular expressions.
///
/// Whether a slash divides or begins a regular expression is told by what stands before it. After a parenthesis or a
/// brace it divides: `if (x) /y/.test(z)` is not read rightly, and nobody should have to read it.
struct ScriptScanner {
    private let path: String
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private var last: ScriptPiece?

    init(_ text: String, path: String) {
        bytes = Array(text.utf8)
        self.path = path
    }

    static func pieces(of text: String, path: String) throws(ScriptFault) -> [ScriptPiece] {
        var scanner = ScriptScanner(text, path: path)
        var pieces: [ScriptPiece] = []
        while let piece = try scanner.next() { pieces.append(piece) }
        return pieces
    }

    private mutating func next() throws(ScriptFault) -> ScriptPiece? {
        guard let byte = peek() else { return nil }
        if isSpace(byte) || isComment { return try gap() }
        let start = at
        let startLine = line
        let kind: ScriptPiece.Kind
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            try string()
            kind = .string
        case UInt8(ascii: "`"):
            try template()
            kind = .template
        case UInt8(ascii: "/") where mayBeginPattern:
            try pattern()
            kind = .pattern
        case _ where isWord(byte):
            while let more = peek(), isWord(more) { at += 1 }
            kind = .word
        default:
            at += 1
            kind = .mark
        }
        let piece = ScriptPiece(kind: kind, text: text(from: start), line: startLine)
        last = piece
        return piece
    }

    // MARK: Pieces

    private mutating func gap() throws(ScriptFault) -> ScriptPiece {
        let startLine = line
        var indentation = at
        while let byte = peek() {
            if isSpace(byte) {
                step()
                if byte == .newline { indentation = at }
            } else if isComment {
                try comment()
                indentation = at
            } else {
                break
            }
        }
        let breaks = String(repeating: "\n", count: line - startLine)
        return ScriptPiece(kind: .gap, text: breaks.isEmpty ? " " : breaks + text(from: indentation), line: startLine)
    }

    private mutating func comment() throws(ScriptFault) {
        let place = here
        if peek(1) == UInt8(ascii: "/") {
            while let byte = peek(), byte != .newline { at += 1 }
            return
        }
        at += 2
        while peek() != UInt8(ascii: "*") || peek(1) != UInt8(ascii: "/") {
            guard peek() != nil else { throw .endless("comment", at: place) }
            step()
        }
        at += 2
    }

    private mutating func string() throws(ScriptFault) {
        let place = here
        let quote = bytes[at]
        at += 1
        while let byte = peek(), byte != .newline {
            if byte == quote {
                at += 1
                return
            }
            if byte == UInt8(ascii: "\\") { step() }
            if peek() != nil { step() }
        }
        throw .endless("string", at: place)
    }

    private mutating func template() throws(ScriptFault) {
        let place = here
        at += 1
        while let byte = peek() {
            if byte == UInt8(ascii: "`") {
                at += 1
                return
            }
            if byte == UInt8(ascii: "$"), peek(1) == UInt8(ascii: "{") {
                at += 2
                try substitution(of: place)
                continue
            }
            if byte == UInt8(ascii: "\\") { step() }
            if peek() != nil { step() }
        }
        throw .endless("template", at: place)
    }

    /// What stands in a template's `${}`, up to and with its closing brace.
    private mutating func substitution(of place: ScriptPlace) throws(ScriptFault) {
        var depth = 1
        last = nil
        while let piece = try next() {
            if piece.isMark("{") { depth += 1 }
            if piece.isMark("}") { depth -= 1 }
            if depth == 0 { return }
        }
        throw .endless("template", at: place)
    }

    private mutating func pattern() throws(ScriptFault) {
        let place = here
        var isInClass = false
        at += 1
        while let byte = peek(), byte != .newline {
            switch byte {
            case UInt8(ascii: "\\"): at += 1
            case UInt8(ascii: "["): isInClass = true
            case UInt8(ascii: "]"): isInClass = false
            case UInt8(ascii: "/") where !isInClass:
                at += 1
                return
            default: break
            }
            if peek() != nil { step() }
        }
        throw .endless("pattern", at: place)
    }

    // MARK: Looking

    private var here: ScriptPlace { ScriptPlace(path, line: line) }

    private func peek(_ ahead: Int = 0) -> UInt8? {
        at + ahead < bytes.count ? bytes[at + ahead] : nil
    }

    private mutating func step() {
        if bytes[at] == .newline { line += 1 }
        at += 1
    }

    private func text(from start: Int) -> String {
        String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private var isComment: Bool {
        peek() == UInt8(ascii: "/") && (peek(1) == UInt8(ascii: "/") || peek(1) == UInt8(ascii: "*"))
    }

    /// Words after which an expression begins.
    private static let leads: Set<String> = [
        "await", "case", "delete", "do", "else", "in", "instanceof", "new", "of", "return", "throw", "typeof", "void",
        "yield",
    ]

    private var mayBeginPattern: Bool {
        guard let last else { return true }
        return switch last.kind {
        case .word: Self.leads.contains(last.text)
        case .mark: ![")", "]", "}"].contains(last.text)
        case .string, .template, .pattern, .gap: false
        }
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") || byte == .newline
    }

    private func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }
}

extension UInt8 {
    fileprivate static let newline = UInt8(ascii: "\n")
}

/// The lexemes of a request: words with their apostrophes joined, runs of digits, single marks.
func splitRequest(_ bytes: [UInt8]) -> [Lexeme] {
    var splitter = RequestSplitter(bytes: bytes)
    return splitter.split()
}

private struct RequestSplitter {
    let bytes: [UInt8]
    private var position = 0
    private var isAttached = false
    private var lexemes: [Lexeme] = []

    init(bytes: [UInt8]) {
        self.bytes = bytes
        lexemes.reserveCapacity(24)
    }

    mutating func split() -> [Lexeme] {
        while position < bytes.count {
            let byte = bytes[position]
            if isBlank(byte) {
                position += 1
                isAttached = false
            } else if isDigit(byte) {
                digits()
            } else if let mark = typographicMark() {
                append(.mark, mark, from: position, to: position + 3)
            } else if isNarrowBlank() {
                position += bytes[position] == 0xC2 ? 2 : 3
                isAttached = false
            } else if isLetter(byte) {
                word()
            } else {
                append(
                    .mark, String(Character(Unicode.Scalar(byte))), from: position, to: position + 1)
            }
        }
        return lexemes
    }

    private mutating func append(_ kind: Lexeme.Kind, _ text: String, from start: Int, to end: Int) {
        lexemes.append(Lexeme(kind: kind, text: text, written: text, range: start..<end, isAttached: isAttached))
        position = end
        isAttached = true
    }

    private mutating func digits() {
        var end = position
        while end < bytes.count, isDigit(bytes[end]) { end += 1 }
        append(.digits, String(decoding: bytes[position..<end], as: UTF8.self), from: position, to: end)
    }

    /// Letters, and apostrophes between them: "don't" is "dont", "today's" is "today" with a mark.
    private mutating func word() {
        let start = position
        var letters: [UInt8] = []
        var isPossessive = false
        var end = position
        while end < bytes.count {
            let byte = bytes[end]
            if isLetter(byte), !isTypographic(at: end) {
                letters.append(byte >= 65 && byte <= 90 ? byte | 0x20 : byte)
                end += 1
                continue
            }
            let apostrophe = apostropheLength(at: end)
            guard apostrophe > 0, end + apostrophe < bytes.count, isLetter(bytes[end + apostrophe]) else { break }
            end += apostrophe
            isPossessive = bytes[end] | 0x20 == UInt8(ascii: "s")
        }
        if isPossessive, letters.count > 1, letters.last == UInt8(ascii: "s") {
            letters.removeLast()
        } else {
            isPossessive = false
        }
        append(.word, String(decoding: letters, as: UTF8.self), from: start, to: end)
        lexemes[lexemes.count - 1].isPossessive = isPossessive
    }

    private func apostropheLength(at position: Int) -> Int {
        if bytes[position] == UInt8(ascii: "'") || bytes[position] == UInt8(ascii: "`") { return 1 }
        return typographic(at: position) == 0x99 || typographic(at: position) == 0x98 ? 3 : 0
    }

    /// The last byte of U+2010…U+201F, quotes and dashes.
    private func typographic(at position: Int) -> UInt8? {
        guard position + 2 < bytes.count, bytes[position] == 0xE2, bytes[position + 1] == 0x80 else { return nil }
        return bytes[position + 2]
    }

    /// Marks and blanks of that block; what else it holds counts as letters.
    private func isTypographic(at position: Int) -> Bool {
        guard let last = typographic(at: position) else { return false }
        switch last {
        case 0x80...0x95, 0x98, 0x99, 0x9C...0x9E, 0xA6, 0xAF: return true
        default: return false
        }
    }

    private func typographicMark() -> String? {
        switch typographic(at: position) {
        case 0x90, 0x91, 0x92, 0x93, 0x94, 0x95: "-"
        case 0x98, 0x99: "'"
        case 0x9C, 0x9D, 0x9E: "\""
        case 0xA6: "."
        default: nil
        }
    }

    private func isNarrowBlank() -> Bool {
        if bytes[position] == 0xC2 { return position + 1 < bytes.count && bytes[position + 1] == 0xA0 }
        guard let last = typographic(at: position) else { return false }
        return last <= 0x8F || last == 0xAF
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    private func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    private func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (byte | 0x20 >= 97 && byte | 0x20 <= 122)
    }
}

/// A piece of an expression's text, as bytes that the caller keeps alive.
struct CronText {
    /// The whole text.
    private let source: UnsafeBufferPointer<UInt8>
    private var start: Int
    private var end: Int

    init(_ source: UnsafeBufferPointer<UInt8>) {
        self.source = source
        start = 0
        end = source.count
    }

    private init(_ source: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
        self.source = source
        self.start = start
        self.end = end
    }

    /// Reads a text with a body that gets it as bytes.
    static func reading<Value>(
        _ text: String, _ body: (CronText) -> Result<Value, CronSyntaxError>
    ) throws(CronSyntaxError) -> Value {
        var text = text
        return try text.withUTF8 { body(CronText($0)) }.get()
    }

    // MARK: As a whole

    var isEmpty: Bool { start >= end }
    var count: Int { end - start }
    var string: String { String(decoding: source[start..<end], as: UTF8.self) }
    var uppercased: String { string.uppercased() }

    /// The place of the first character in the whole text, the first character being 1.
    var column: Int {
        // Bytes that continue a character are not counted.
        1 + source[..<start].count { $0 & 0xC0 != 0x80 }
    }

    subscript(position: Int) -> UInt8 { source[start + position] }
    var first: UInt8? { isEmpty ? nil : source[start] }
    var last: UInt8? { isEmpty ? nil : source[end - 1] }

    /// Whether the text is one character, which must be ASCII.
    func isOne(_ character: Unicode.Scalar) -> Bool { count == 1 && source[start] == UInt8(ascii: character) }

    func starts(with character: Unicode.Scalar) -> Bool { first == UInt8(ascii: character) }

    func startsWith(_ text: StaticString) -> Bool {
        count >= text.utf8CodeUnitCount
            && (0..<text.utf8CodeUnitCount).allSatisfy { source[start + $0] == text.utf8Start[$0] }
    }

    func contains(_ character: Unicode.Scalar) -> Bool { position(of: UInt8(ascii: character)) != nil }

    private func position(of byte: UInt8) -> Int? {
        var position = start
        while position < end {
            if source[position] == byte { return position }
            position += 1
        }
        return nil
    }

    /// Whether the text is digits alone, of any length, and not empty.
    var isDigits: Bool { !isEmpty && digitCount == count }

    /// How many digits the text begins with.
    var digitCount: Int {
        var position = start
        while position < end, source[position] &- 48 < 10 { position += 1 }
        return position - start
    }

    var startsWithLetter: Bool { first.map { ($0 | 0x20) &- 97 < 26 } ?? false }

    /// The value of plain digits, at most nine of them; nil for anything else.
    var number: Int? {
        guard count > 0, count <= 9 else { return nil }
        var value = 0
        for position in start..<end {
            let digit = source[position] &- 48
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    // MARK: Parts

    func dropping(_ count: Int) -> CronText { CronText(source, min(start + count, end), end) }
    func droppingLast(_ count: Int) -> CronText { CronText(source, start, max(end - count, start)) }

    /// The pieces between separators, empty ones included.
    func split(_ separator: Unicode.Scalar) -> [CronText] {
        var pieces: [CronText] = []
        var rest = self
        while let (before, after) = rest.cut(at: separator) {
            pieces.append(before)
            rest = after
        }
        pieces.append(rest)
        return pieces
    }

    /// What lies before and after the first occurrence of a character; nil where it does not occur.
    func cut(at character: Unicode.Scalar) -> (before: CronText, after: CronText)? {
        guard let position = position(of: UInt8(ascii: character)) else { return nil }
        return (CronText(source, start, position), CronText(source, position + 1, end))
    }

    /// The words between blanks.
    func words() -> [CronText] {
        var words: [CronText] = []
        words.reserveCapacity(8)
        var rest = self
        while let word = rest.takeWord() { words.append(word) }
        return words
    }

    /// Takes the first word off; nil where there is none left.
    mutating func takeWord() -> CronText? {
        while start < end, isBlank(at: start) { start += 1 }
        guard start < end else { return nil }
        let first = start
        while start < end, !isBlank(at: start) { start += 1 }
        return CronText(source, first, start)
    }

    /// Blanks, tabs and line ends, and the no-break space that pages put between fields.
    private func isBlank(at position: Int) -> Bool {
        switch source[position] {
        case 0x20, 0x09...0x0D: true
        case 0xC2: position + 1 < end && source[position + 1] == 0xA0
        case 0xA0: position > 0 && source[position - 1] == 0xC2
        default: false
        }
    }
}

/// A piece of an expression's text and the column it begins at, the first character being 1.
struct CronText {
    var text: Substring
    var column: Int

    init(_ text: Substring, column: Int) {
        self.text = text
        self.column = column
    }

    var isEmpty: Bool { text.isEmpty }
    var string: String { String(text) }

    /// The pieces between separators, empty ones included.
    func split(_ separator: Character) -> [CronText] {
        var pieces: [CronText] = []
        var start = text.startIndex
        var column = column
        var startColumn = column
        var position = start
        while position < text.endIndex {
            column += 1
            if text[position] == separator {
                pieces.append(CronText(text[start..<position], column: startColumn))
                start = text.index(after: position)
                startColumn = column
            }
            position = text.index(after: position)
        }
        pieces.append(CronText(text[start...], column: startColumn))
        return pieces
    }

    /// The words between blanks and tabs.
    func words() -> [CronText] {
        var words: [CronText] = []
        var start: String.Index?
        var startColumn = column
        var column = column
        for position in text.indices {
            let isBlank = text[position].isWhitespace
            if isBlank, let first = start {
                words.append(CronText(text[first..<position], column: startColumn))
                start = nil
            } else if !isBlank, start == nil {
                start = position
                startColumn = column
            }
            column += 1
        }
        if let start { words.append(CronText(text[start...], column: startColumn)) }
        return words
    }

    /// What lies before and after the first occurrence of a character; nil where it does not occur.
    func cut(at character: Character) -> (before: CronText, after: CronText)? {
        guard let position = text.firstIndex(of: character) else { return nil }
        let before = text[..<position]
        let after = text[text.index(after: position)...]
        return (CronText(before, column: column), CronText(after, column: column + before.count + 1))
    }

    func dropping(_ count: Int) -> CronText { CronText(text.dropFirst(count), column: column + count) }

    /// The value of plain digits, at most nine of them; nil for anything else.
    var number: Int? {
        let bytes = text.utf8
        guard !bytes.isEmpty, bytes.count <= 9, bytes.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    /// Whether the text is digits alone, of any length.
    var isDigits: Bool { !text.isEmpty && text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } }
}

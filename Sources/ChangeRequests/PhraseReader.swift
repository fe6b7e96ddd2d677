/// A word, a run of digits or a mark of a phrase.
struct Token: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case word
        case digits
        case mark
    }

    var kind: Kind
    /// In lower case.
    var text: String
    /// Position of its first character in the phrase, from 1.
    var column: Int
    /// Whether it follows the token before it without a blank.
    var isAttached: Bool
}

/// The words of a phrase, read from left to right; a reading that does not fit leaves the position as it was.
struct PhraseReader {
    let tokens: [Token]
    private(set) var position = 0

    init(_ text: String) { tokens = Self.split(text) }

    var isAtEnd: Bool { position >= tokens.count }

    var current: Token? { peek(0) }

    func peek(_ distance: Int) -> Token? {
        position + distance < tokens.count ? tokens[position + distance] : nil
    }

    mutating func advance() { position += 1 }

    /// Steps over one word of those named and returns it.
    mutating func accept(_ words: String...) -> String? {
        guard let token = current, token.kind != .digits, words.contains(token.text) else { return nil }
        position += 1
        return token.text
    }

    /// Steps over the words where they stand in this order.
    mutating func accept(phrase: String) -> Bool {
        let words = phrase.split(separator: " ")
        guard tokens[position...].prefix(words.count).elementsEqual(words, by: { $0.text == $1 }) else { return false }
        position += words.count
        return true
    }

    /// Steps over a mark that follows without a blank and has digits attached to it.
    mutating func acceptJoint(_ marks: Character...) -> Bool {
        guard let mark = current, mark.kind == .mark, mark.isAttached, marks.contains(Character(mark.text)),
            let next = peek(1), next.kind == .digits, next.isAttached
        else { return false }
        position += 1
        return true
    }

    mutating func skip(_ words: Set<String>) {
        while let token = current, words.contains(token.text) { position += 1 }
    }

    /// Keeps the position only where `read` finds something.
    mutating func attempt<Found>(
        _ read: (inout PhraseReader) throws(InstantWordsError) -> Found?
    ) throws(InstantWordsError) -> Found? {
        var ahead = self
        guard let found = try read(&ahead) else { return nil }
        self = ahead
        return found
    }

    /// The text from a token's start to the present position, as an error shows it.
    func text(from start: Int) -> String {
        tokens[start..<max(start, min(position, tokens.count))].enumerated()
            .map { $0.offset > 0 && !$0.element.isAttached ? " " + $0.element.text : $0.element.text }
            .joined()
    }

    func error(_ reason: InstantWordsError.Reason, from start: Int) -> InstantWordsError {
        let column = start < tokens.count ? tokens[start].column : 1
        return InstantWordsError(reason, found: text(from: start), column: column)
    }

    private static func split(_ text: String) -> [Token] {
        var tokens: [Token] = []
        var isAttached = false
        for (offset, character) in text.lowercased().enumerated() {
            guard let kind = kind(of: character) else {
                // An apostrophe joins ("o'clock"); blanks, commas and quotes separate.
                if character != "'" && character != "\u{2019}" { isAttached = false }
                continue
            }
            if isAttached, kind != .mark, tokens[tokens.count - 1].kind == kind {
                tokens[tokens.count - 1].text.append(character)
            } else {
                tokens.append(
                    Token(kind: kind, text: String(character), column: offset + 1, isAttached: isAttached))
            }
            isAttached = true
        }
        return tokens
    }

    private static func kind(of character: Character) -> Token.Kind? {
        if character.isASCII, character.isNumber { return .digits }
        if character.isLetter { return .word }
        if character.isWhitespace || ",;'\"\u{2019}\u{201C}\u{201D}".contains(character) { return nil }
        return .mark
    }
}

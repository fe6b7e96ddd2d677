/// The fixed phrases, found by their first word, the longest first.
struct PhraseBook: Sendable {
    private struct Phrase: Sendable {
        var words: [String]
        var sense: Sense
    }

    private let phrases: [String: [Phrase]]

    static let shared = PhraseBook(PhraseTable.rows, lexicon: .shared)

    private init(_ rows: [(Sense, String)], lexicon: Lexicon) {
        var phrases: [String: [Phrase]] = [:]
        for (sense, text) in rows {
            for phrase in text.split(separator: "|") {
                let words = Self.plainWords(phrase, lexicon)
                guard let first = words.first else { continue }
                phrases[first, default: []].append(Phrase(words: words, sense: sense))
            }
        }
        // The sort is stable in its result: of equal phrases the first of the table stands first.
        self.phrases = phrases.mapValues { list in
            list.enumerated().sorted { ($1.element.words.count, $0.offset) < ($0.element.words.count, $1.offset) }
                .map(\.element)
        }
    }

    private static func plainWords(_ phrase: Substring, _ lexicon: Lexicon) -> [String] {
        var lexemes = splitRequest(Array(phrase.utf8))
        lexicon.annotate(&lexemes) { _ in true }
        // "my time" is a phrase of its own, and not "time".
        return lexemes.filter { !Self.isPassable($0) && $0.kind != .mark || $0.text == "my" || $0.text == "our" }.map(
            \.text)
    }

    /// Articles and pronouns that may stand anywhere in a phrase.
    static func isPassable(_ lexeme: Lexeme) -> Bool {
        if lexeme.isObject { return true }
        switch lexeme.text {
        case "a", "an", "the", "it", "me", "us", "them", "please", "my", "our", "is", "are", "'", "\"": return true
        default: return false
        }
    }

    /// The longest phrase that begins at a position, and where it ends.
    func match(_ lexemes: [Lexeme], at start: Int) -> (sense: Sense, end: Int)? {
        guard let candidates = phrases[lexemes[start].text] else { return nil }
        let isTight = ["this", "that", "just", "only"].contains(lexemes[start].text)
        candidates: for phrase in candidates {
            var position = start + 1
            for word in phrase.words.dropFirst() {
                while !isTight, position < lexemes.count, lexemes[position].text != word,
                    Self.isPassable(lexemes[position])
                        || lexemes[position].isMark("-") || lexemes[position].isMark("/")
                {
                    position += 1
                }
                guard position < lexemes.count, lexemes[position].text == word else { continue candidates }
                position += 1
            }
            return (phrase.sense, position)
        }
        return nil
    }
}

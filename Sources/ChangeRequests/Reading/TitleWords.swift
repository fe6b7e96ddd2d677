/// The words of the schedule's own title, which add nothing where a request names it.
struct TitleWords {
    private let words: [String]
    private let known: Set<String>

    init(_ title: String) {
        words = splitRequest(Array(title.utf8)).filter { $0.kind != .mark }.map(\.text)
        known = Set(words)
    }

    func contains(_ word: String) -> Bool { known.contains(word) }

    /// Marks runs of title words: the whole title, or a part of it that has a word with no meaning of its own, or that
    /// stands behind "the".
    func mark(_ lexemes: inout [Lexeme]) {
        guard !words.isEmpty else { return }
        markWhole(&lexemes)
        var index = 0
        while index < lexemes.count {
            guard !lexemes[index].isObject, isTitle(lexemes[index]) else {
                index += 1
                continue
            }
            var end = index
            var last = index
            while end < lexemes.count, isTitle(lexemes[end]) || lexemes[end].isMark("-") || lexemes[end].isMark("'") {
                if isTitle(lexemes[end]) { last = end }
                end += 1
            }
            let run = lexemes[index...last].filter { isTitle($0) }
            let hasOwn = run.contains { !$0.isKnown && !isFiller($0) }
            let isNamed =
                index > 0 && ["the", "our", "my"].contains(lexemes[index - 1].text) && run.count > 1
                && run.contains { $0.role == .plain && !isCommon($0.text) }
            if hasOwn || isNamed { for place in index...last { lexemes[place].isObject = true } }
            index = last + 1
        }
    }

    private func isCommon(_ word: String) -> Bool {
        ["run", "every", "daily", "weekly", "monthly", "hourly", "nightly"].contains(word)
    }

    private func isFiller(_ lexeme: Lexeme) -> Bool { lexeme.role == .filler }

    /// The lexeme's own spelling; the plain form may be another word.
    private func isTitle(_ lexeme: Lexeme) -> Bool { lexeme.kind != .mark && known.contains(lexeme.written) }

    private func markWhole(_ lexemes: inout [Lexeme]) {
        let places = lexemes.indices.filter { lexemes[$0].kind != .mark }
        guard places.count >= words.count, words.count > 1 else { return }
        for start in 0...(places.count - words.count)
        where words.indices.allSatisfy({ lexemes[places[start + $0]].written == words[$0] }) {
            // The whole request being the title, it says nothing else; then the words count as they stand.
            guard places.count > words.count else { return }
            for place in places[start]...places[start + words.count - 1] { lexemes[place].isObject = true }
        }
    }
}

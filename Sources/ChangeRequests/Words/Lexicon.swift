import CivilTime

/// The words that requests are read with, and how a word that is not among them is mended.
struct Lexicon: Sendable {
    struct Entry: Hashable, Sendable {
        var text: String
        var role: WordRole
        var isPlural = false
    }

    private let entries: [String: Entry]
    /// Known words by length, for mending.
    private let byLength: [[(bytes: [UInt8], word: String)]]
    private let ordinary: Set<String>
    /// The words of the grammar itself; of two equally near words one of these is meant.
    private let core: Set<String>

    static let shared = Lexicon()

    private init() {
        var entries: [String: Entry] = [:]
        func add(_ surface: Substring, _ entry: Entry) { entries[String(surface)] = entries[String(surface)] ?? entry }
        for line in LexiconTable.roles {
            for surface in line.words.split(separator: " ") { add(surface, Entry(text: line.text, role: line.role)) }
            for surface in line.plurals.split(separator: " ") {
                add(surface, Entry(text: line.text, role: line.role, isPlural: true))
            }
        }
        for line in LexiconTable.synonyms {
            for surface in line.words.split(separator: " ") { add(surface, Entry(text: line.text, role: .plain)) }
        }
        let core = Set(entries.keys)
        for word in LexiconTable.fillers.split(separator: " ") {
            add(word, Entry(text: String(word), role: .filler))
        }
        for word in LexiconTable.foreign.split(separator: " ") {
            add(word, Entry(text: String(word), role: .foreign))
        }
        for (_, phrases) in PhraseTable.rows {
            for word in phrases.split(whereSeparator: { $0 == "|" || $0 == " " }) {
                add(word, Entry(text: String(word), role: .plain))
            }
        }
        for word in LexiconTable.grammar.split(separator: " ") { add(word, Entry(text: String(word), role: .plain)) }
        self.entries = entries
        self.core = core
        var byLength = [[(bytes: [UInt8], word: String)]](repeating: [], count: 20)
        for (word, entry) in entries where (4..<18).contains(word.utf8.count) && entry.role != .foreign {
            byLength[word.utf8.count].append((Array(word.utf8), word))
        }
        self.byLength = byLength.map { $0.sorted { $0.word < $1.word } }
        ordinary = Set(LexiconTable.ordinary.split(separator: " ").map(String.init))
    }

    func entry(_ word: String) -> Entry? { entries[word] }

    /// Gives lexemes their plain form and role.
    func annotate(_ lexemes: inout [Lexeme], keeping isKept: (String) -> Bool) {
        for index in lexemes.indices where lexemes[index].kind == .word {
            annotate(&lexemes[index], isKept: isKept(lexemes[index].text))
        }
    }

    private func annotate(_ lexeme: inout Lexeme, isKept: Bool) {
        if let entry = known(lexeme.text) {
            lexeme.text = entry.text
            lexeme.role = entry.role
            lexeme.isPlural = entry.isPlural && !lexeme.isPossessive
            return
        }
        if !isKept, !ordinary.contains(lexeme.text), let word = mended(lexeme.text), let entry = entries[word] {
            lexeme.text = entry.text
            lexeme.role = entry.role
            lexeme.isPlural = entry.isPlural
            lexeme.isMended = true
            return
        }
        lexeme.isKnown = false
    }

    private func known(_ word: String) -> Entry? {
        if let entry = entries[word] { return entry }
        guard word.utf8.count > 3, word.utf8.last == UInt8(ascii: "s"), var entry = entries[String(word.dropLast())]
        else { return nil }
        switch entry.role {
        case .foreign, .month, .weekday: return nil
        case .plain, .number, .ordinal, .unit, .part, .filler: break
        }
        entry.isPlural = true
        return entry
    }

    /// Words of time stand before other words of the grammar, and those before the rest.
    private func rank(_ word: String) -> Int {
        guard let role = entries[word]?.role else { return 0 }
        switch role {
        case .number, .ordinal, .weekday, .month, .unit, .part: return 2
        case .plain, .filler, .foreign: return core.contains(word) ? 1 : 0
        }
    }

    /// The one known word that a word of four letters or more is likely to be a misspelling of: a single change, or
    /// two in words of eight letters or more; nil where there are none or several.
    private func mended(_ word: String) -> String? {
        let bytes = Array(word.utf8)
        guard (4...16).contains(bytes.count), bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        let allowed = bytes.count >= 8 ? 2 : 1
        var best: (word: String, distance: Int)?
        var isTie = false
        for length in max(4, bytes.count - allowed)...min(17, bytes.count + allowed) {
            for candidate in byLength[length] {
                guard let distance = spellingDistance(bytes, candidate.bytes, most: best?.distance ?? allowed) else {
                    continue
                }
                if let found = best, distance == found.distance, rank(found.word) != rank(candidate.word) {
                    if rank(candidate.word) > rank(found.word) {
                        best = (candidate.word, distance)
                        isTie = false
                    }
                } else if let found = best, distance == found.distance {
                    isTie = isTie || entries[found.word]?.text != entries[candidate.word]?.text
                } else {
                    best = (candidate.word, distance)
                    isTie = false
                }
            }
        }
        return isTie ? nil : best?.word
    }
}

/// The changes, additions, removals and swaps of neighbours between two spellings; nil where they are more than `most`.
/// The first letters must agree or be swapped.
func spellingDistance(_ left: [UInt8], _ right: [UInt8], most: Int) -> Int? {
    var start = 0
    let shorter = min(left.count, right.count)
    while start < shorter, left[start] == right[start] { start += 1 }
    var leftEnd = left.count
    var rightEnd = right.count
    while leftEnd > start, rightEnd > start, left[leftEnd - 1] == right[rightEnd - 1] {
        leftEnd -= 1
        rightEnd -= 1
    }
    let (leftRest, rightRest) = (leftEnd - start, rightEnd - start)
    if start == 0, !(leftRest == 2 && rightRest == 2 && left[0] == right[1] && left[1] == right[0]) { return nil }
    let longer = max(leftRest, rightRest)
    if longer <= 1 { return longer <= most ? longer : nil }
    if leftRest == 2, rightRest == 2, left[start] == right[start + 1], left[start + 1] == right[start] { return 1 }
    guard most >= 2, longer <= 6 else { return nil }
    let distance = editDistance(Array(left[start..<leftEnd]), Array(right[start..<rightEnd]))
    return distance <= most ? distance : nil
}

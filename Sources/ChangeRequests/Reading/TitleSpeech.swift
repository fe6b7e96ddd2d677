/// "rename it to X", "call it X": the new title as it was typed, and the rest of the request.
struct TitleSpeech {
    var title: String
    var rest: [UInt8]

    /// Nil where the text renames nothing.
    init?(_ text: [UInt8]) {
        let lower = text.map { $0 >= 65 && $0 <= 90 ? $0 | 0x20 : $0 }
        guard let (start, end) = Self.opening(lower), !Self.isNegated(lower, at: start) else { return nil }
        var position = end
        while position < text.count, text[position] == 0x20 || text[position] == UInt8(ascii: ":") { position += 1 }
        let (titleRange, restStart) = Self.titleRange(text, lower, from: position)
        title = Self.trimmed(text[titleRange])
        rest = Array(text[..<start]) + [0x20] + Array(text[restStart...])
    }

    private static let openings = [
        "rename it to", "rename this to", "rename the job to", "rename this job to", "rename to", "rename it as",
        "rename it",
        "rename the schedule to", "rename this schedule to", "rename the task to", "rename the heartbeat to",
        "rename the job", "rename this heartbeat to", "rename this job", "rename as",
        "change the title to", "change its title to", "change title to", "set the title to", "set title to",
        "set its title to", "title it", "retitle it to", "retitle it as", "retitle it", "retitle to",
        "retitle this to", "change the name to", "change its name to", "change name to", "set the name to",
        "set name to", "set its name to", "call it", "call this job", "name it", "call this", "name this",
        "give it the name", "give it the title", "make the title", "make the name", "make its name", "make its title",
        "the title should be", "the name should be", "its name should be", "its title should be", "title should be",
        "name should be", "title:", "name:", "title to", "new title", "new name is", "new title is", "the new name is",
        "new name", "should be called", "should be named", "shall be called", "must be called", "to be called",
        "give it a new name", "change what it's called to", "update the title to", "update the name to",
        "update title to",
        "rename this one to", "rename this", "label it", "known as", "update its title to", "update its name to",
        "edit the title to",
    ].map { Array($0.utf8) }.sorted { $0.count > $1.count }

    private static let renameWord = Array("rename ".utf8)
    private static let toWord = Array(" to ".utf8)
    /// Bit n is set where an opening begins with the n-th letter.
    private static let firstLetters = openings.reduce(UInt32(1) << 17) { $0 | 1 << UInt32($1[0] - 97) }

    private static func opening(_ lower: [UInt8]) -> (Int, Int)? {
        var best: (Int, Int)?
        for position in lower.indices where position == 0 || !isWord(lower[position - 1]) {
            let letter = lower[position] &- 97
            guard letter < 26, firstLetters & 1 << UInt32(letter) != 0 else { continue }
            for opening in openings where matches(lower, opening, at: position) {
                let end = position + opening.count
                guard end == lower.count || !isWord(lower[end - 1]) || !isWord(lower[end]) else { continue }
                best = (position, end)
                break
            }
            if best != nil { break }
            // "rename the ledger sync to X": the old name stands between.
            if matches(lower, renameWord, at: position), let to = find(lower, toWord, from: position) {
                best = (position, to + 4)
                break
            }
        }
        return best
    }

    /// "don't rename it" asks for nothing.
    private static func isNegated(_ lower: [UInt8], at start: Int) -> Bool {
        let before = String(decoding: lower[max(0, start - 12)..<start], as: UTF8.self)
        return ["don't ", "dont ", "don\u{2019}t ", "not ", "never "].contains { before.hasSuffix($0) }
    }

    private static func titleRange(_ text: [UInt8], _ lower: [UInt8], from start: Int) -> (Range<Int>, Int) {
        for (open, close) in quotes where matches(text, open, at: start) {
            let inner = start + open.count
            if let end = find(text, close, from: inner) {
                return (inner..<end, end + close.count)
            }
        }
        var end = text.count
        for joint in joints {
            if let found = find(lower, joint, from: start), found < end { end = found }
        }
        return (start..<end, end)
    }

    private static let quotes: [([UInt8], [UInt8])] = [
        ("\"", "\""), ("'", "'"), ("\u{201C}", "\u{201D}"), ("\u{2018}", "\u{2019}"), ("`", "`"),
        ("\u{201E}", "\u{201C}"), ("«", "»"),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

    /// What begins a second wish behind a title without quotes.
    private static let joints = [
        " and make it ", " and move it ", " and set it ", " and pause it", " and run it ", " and mark it ",
        " and disable it", " and enable it",
        " and turn it ", " and set the ", " and then ", ", then ", " and change the ", " and give it ",
        " and schedule it ", " and skip ", " and also ", " and resume it", " and kill it ", " and set its ",
        " and stop alerting", " and change its ", " and lower its ", " and put it on hold", ", make it ", ", move it ",
        ", set it ", ", run it ", " and move to ", " and make this ", " and use ", " and run every ", " and have it ",
    ].map { Array($0.utf8) }

    private static func matches(_ text: [UInt8], _ part: [UInt8], at start: Int) -> Bool {
        guard start + part.count <= text.count else { return false }
        for index in part.indices where text[start + index] != part[index] { return false }
        return true
    }

    private static func find(_ text: [UInt8], _ part: [UInt8], from start: Int) -> Int? {
        guard text.count >= part.count, start <= text.count - part.count else { return nil }
        return (start...text.count - part.count).first { matches(text, part, at: $0) }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte | 0x20 >= 97 && byte | 0x20 <= 122 || byte >= 48 && byte <= 57
    }

    private static let thanks = [
        "thank you very much", "thank you so much", "thanks a lot", "many thanks", "thanks in advance", "thank you",
        "thanks", "thx", "cheers", "please", "pls", "plz", "ta", "instead", "from now on", "ok?", "okay?", "would you",
        "will you", "if you can", "if possible", "asap",
    ]

    /// Without quotes, closing punctuation and thanks.
    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        var text = Substring(String(decoding: bytes, as: UTF8.self))
        var isChanged = true
        while isChanged {
            isChanged = false
            while let last = text.last, last.isWhitespace || ".,;!?:-\u{2013}\u{2014}".contains(last) {
                text.removeLast()
                isChanged = true
            }
            for phrase in thanks where text.lowercased().hasSuffix(phrase) {
                let rest = text.dropLast(phrase.count)
                guard let before = rest.last, before.isWhitespace || before.isPunctuation else { continue }
                // "Thanks" may be the title's own word: only behind a mark or as politeness at the end.
                text = rest
                isChanged = true
                break
            }
        }
        while let first = text.first, first.isWhitespace || first == "," { text.removeFirst() }
        for (open, close) in [("\"", "\""), ("'", "'"), ("\u{201C}", "\u{201D}"), ("`", "`")]
        where text.hasPrefix(open) && text.hasSuffix(close) && text.count > 1 {
            text = text.dropFirst().dropLast()
        }
        return String(text)
    }
}

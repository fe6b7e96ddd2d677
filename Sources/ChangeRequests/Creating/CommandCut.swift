/// One way to cut a sentence into what to run and when.
struct CommandCut: Hashable {
    var command: String
    /// The words around the command, without the verb before it.
    var when: String

    /// Every way, those with the most words about when first. A command in quotes is cut one way only.
    static func all(in text: String) -> [CommandCut] {
        let text = String(text.drop { $0.isWhitespace })
        if let quoted = quoted(in: text) { return [quoted] }
        let words = text.split(whereSeparator: \.isWhitespace).prefix(wordsMax).map(String.init)
        guard let start = commandStart(words) else { return [] }
        let before = Array(words[..<start.verb])
        var cuts: [CommandCut] = []
        // At least one word is the command, and options are words of it.
        let options = words.lastIndex { $0.hasPrefix("-") && $0.count > 1 } ?? 0
        for end in max(start.command, options) + 1...words.count {
            let command = words[start.command..<end].joined(separator: " ")
            let when = (before + words[end...]).joined(separator: " ")
            cuts.append(CommandCut(command: trimmed(command), when: trimmed(when)))
        }
        return cuts
    }

    /// Words of a sentence that are looked at.
    private static let wordsMax = 60
    private static let verbs: Set<String> = ["run", "runs", "execute", "call", "start", "launch", "do"]

    /// Where the verb stands, and where the command begins: behind it, or with the first word that looks like a path.
    private static func commandStart(_ words: [String]) -> (verb: Int, command: Int)? {
        if let verb = words.firstIndex(where: { verbs.contains($0.lowercased()) }), verb + 1 < words.count {
            return (verb, verb + 1)
        }
        guard let path = words.firstIndex(where: isPath) else { return nil }
        return (path, path)
    }

    private static func isPath(_ word: String) -> Bool {
        ["./", "/", "~/", "../", "http://", "https://"].contains { word.hasPrefix($0) && word.count > $0.count }
    }

    /// A command between backticks or double quotes, or between single ones that stand at words' ends.
    private static func quoted(in text: String) -> CommandCut? {
        for mark: Character in ["`", "\"", "'"] {
            guard let open = text.firstIndex(of: mark), let close = text.lastIndex(of: mark), open < close else {
                continue
            }
            if mark == "'", open != text.startIndex, !text[text.index(before: open)].isWhitespace { continue }
            let command = text[text.index(after: open)..<close]
            guard command.contains(where: { !$0.isWhitespace }) else { continue }
            var words = text[..<open].split(whereSeparator: \.isWhitespace)
            if let last = words.last, verbs.contains(trimmed(last).lowercased()) { words.removeLast() }
            words += text[text.index(after: close)...].split(whereSeparator: \.isWhitespace)
            return CommandCut(command: String(command), when: trimmed(words.joined(separator: " ")))
        }
        return nil
    }

    /// Without the punctuation that joins the two parts: "every day at 9: run it", "at 9, run it".
    private static func trimmed(_ text: some StringProtocol) -> String {
        var text = Substring(text)
        while let last = text.last, last.isWhitespace || ":;,".contains(last) { text.removeLast() }
        while let first = text.first, first.isWhitespace || ":;,".contains(first) { text.removeFirst() }
        return String(text)
    }
}

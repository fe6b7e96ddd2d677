/// What the comment right above a crontab's job says of it.
struct CrontabRemark: Hashable {
    /// A short comment, or the first line of a longer one.
    var title: String?
    /// The rest, or all where it is prose.
    var description: String?

    /// Reads the last paragraph of a comment. Nothing is taken from one that explains the format, and no job that was
    /// commented out.
    init(comments: [String]) {
        let lines = comments.map { Self.clean($0) }
        guard lines.last?.isEmpty == false else { return }
        let paragraph = lines.split(whereSeparator: \.isEmpty).last ?? []
        guard !paragraph.contains(where: Self.isExplanation) else { return }
        var remarks = paragraph.filter { !Self.isFormerJob($0) && $0.contains(where: \.isLetter) }
        if let first = remarks.first, first.count <= Self.titleLengthMax, first.last != ".", first.last != ":" {
            title = first
            remarks.removeFirst()
        }
        if !remarks.isEmpty {
            description = shortened(remarks.joined(separator: "\n"), to: FieldLimits.descriptionLengthMax)
        }
    }

    private static let titleLengthMax = 60

    /// Without the signs that comments are decorated with.
    private static func clean(_ comment: String) -> String {
        let signs: Set<Character> = ["#", "-", "=", "~", " ", "\t"]
        var text = comment.drop { signs.contains($0) }
        while let last = text.last, signs.contains(last) { text.removeLast() }
        return String(text.map { ($0.asciiValue ?? 0x20) < 0x20 || $0 == "\u{7F}" ? " " : $0 })
    }

    /// A drawing of the fields, or the line of their names.
    private static func isExplanation(_ line: String) -> Bool {
        let words = line.lowercased().split(whereSeparator: \.isWhitespace)
        return line.hasPrefix("|") || line.hasPrefix(".-") || line.contains("|  .")
            || words.starts(with: ["m", "h"]) || words.starts(with: ["min", "hour"])
            || words.starts(with: ["minute", "hour"])
    }

    private static func isFormerJob(_ line: String) -> Bool {
        if line.hasPrefix("@") { return true }
        let words = line.split(whereSeparator: \.isWhitespace)
        return words.count > 5
            && words.prefix(5).allSatisfy { word in
                word.allSatisfy { $0.isNumber || $0.isLetter || "*/,-~".contains($0) }
                    && (word.contains("*") || word.contains(where: \.isNumber) || word.count == 3)
            }
    }
}

/// The words of a command that name what it does: folders and redirections left out.
func commandSlug(_ command: String, lengthMax: Int) -> String {
    let words = command.split(whereSeparator: \.isWhitespace)
        .prefix { !$0.contains(">") && !$0.contains("<") }
        .map { $0.split(separator: "/").last ?? $0 }
    return slug(words.joined(separator: " "), lengthMax: lengthMax)
}

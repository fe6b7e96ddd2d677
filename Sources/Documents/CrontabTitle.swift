/// Finds the title of a crontab's job in the comment right above it.
enum CrontabTitle {
    /// The first line of the last paragraph of the comment; nil where the comment explains the format, or is a job that
    /// was commented out.
    static func title(from comments: [String]) -> String? {
        let lines = comments.map { clean($0) }
        let paragraph = lines.split(whereSeparator: \.isEmpty).last ?? []
        guard !comments.isEmpty, lines.last?.isEmpty == false, !paragraph.contains(where: isExplanation) else {
            return nil
        }
        return paragraph.first { !isFormerJob($0) && $0.contains(where: \.isLetter) }
            .map { shortened($0, to: lengthMax) }
    }

    private static let lengthMax = 100

    /// Without the signs that comments are decorated with.
    private static func clean(_ comment: String) -> String {
        let signs: Set<Character> = ["#", "-", "=", "~", " ", "\t"]
        var text = comment.drop { signs.contains($0) }
        while let last = text.last, signs.contains(last) { text.removeLast() }
        return String(text)
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

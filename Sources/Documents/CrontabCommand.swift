/// A crontab's command and the standard input that `%` separates from it.
struct CrontabCommand: Hashable {
    var command: String
    var stdin: String?

    /// An unescaped `%` ends the command; further ones are line breaks of the input, which ends with one. `\%` is a
    /// percent sign.
    init(_ text: String) {
        var parts = [""]
        var isEscaped = false
        for character in text {
            if isEscaped {
                parts[parts.count - 1] += character == "%" ? "%" : "\\" + String(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "%" {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        if isEscaped { parts[parts.count - 1].append("\\") }
        command = trimmed(parts[0])
        let lines = parts.dropFirst()
        guard !lines.isEmpty else { return }
        let input = lines.joined(separator: "\n")
        stdin = input.hasSuffix("\n") ? input : input + "\n"
    }

    /// The command handed to another shell than `/bin/sh`.
    static func command(_ command: String, through shell: String) -> String {
        "\(quoted(shell)) -c \(quoted(command))"
    }

    /// The text as one word of a POSIX shell.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "_-./".utf8.contains(byte)
        }
        if isPlain, !text.isEmpty { return text }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

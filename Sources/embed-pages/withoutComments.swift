/// The text of a script or style sheet with its whole-line comments emptied.
///
/// The modules are documented at length, which nobody needs to download. Lines keep their numbers, so that what a
/// browser reports is found in the source; comments beside code stay.
func withoutComments(_ text: String) -> String {
    var inside = false
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> Substring in
        let trimmed = line.drop { $0 == " " || $0 == "\t" }
        if inside {
            inside = !trimmed.hasSuffix("*/")
            return ""
        }
        if trimmed.hasPrefix("/*") {
            if !trimmed.contains("*/") {
                inside = true
                return ""
            }
            return trimmed.hasSuffix("*/") ? "" : line
        }
        return trimmed.hasPrefix("//") ? "" : line
    }
    return lines.joined(separator: "\n")
}

/// The answer of a heartbeat that found nothing to do.
enum Acknowledgement {
    /// An answer of more bytes is a report, whatever it says.
    static let lengthMax = 16 * 1024

    /// Whether the text is an OK token, or begins or ends with one and says little else.
    static func isIn(_ text: String, duty: HeartbeatDuty) -> Bool {
        let text = OutputText.trimmed(text)
        return duty.okTokens.contains { token in
            guard !token.isEmpty, let rest = remainder(of: text, without: token) else { return false }
            return OutputText.trimmed(rest).count <= duty.acknowledgementLengthMax
        }
    }

    /// What stands beside the token; nil if it stands neither first nor last, or only as part of a longer word.
    private static func remainder(of text: String, without token: String) -> Substring? {
        if text.hasPrefix(token) {
            let rest = text.dropFirst(token.count)
            if !(rest.first.map(isWordCharacter) ?? false) { return rest }
        }
        if text.hasSuffix(token) {
            let rest = text.dropLast(token.count)
            if !(rest.last.map(isWordCharacter) ?? false) { return rest }
        }
        return nil
    }

    private static func isWordCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}

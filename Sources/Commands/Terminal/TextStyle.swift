/// How a piece of text stands out on a terminal.
package enum TextStyle: Hashable, Sendable, CaseIterable {
    case plain
    case heading
    case quiet
    case good
    case bad
    case attention
    case live

    /// Parameters of the SGR sequence (ECMA-48, 8.3.117); nil leaves the text alone.
    private var parameters: String? {
        switch self {
        case .plain: nil
        case .heading: "1"
        case .quiet: "2"
        case .good: "32"
        case .bad: "1;31"
        case .attention: "33"
        case .live: "36"
        }
    }

    func applied(to text: String) -> String {
        guard let parameters, !text.isEmpty else { return text }
        return "\u{1B}[\(parameters)m\(text)\u{1B}[0m"
    }

    /// The style of a status word of a run, a schedule or an occurrence, as the server spells it.
    static func of(status: String) -> TextStyle {
        switch status {
        case "success", "applied": .good
        case "failed", "lost": .bad
        case "missed", "pending", "late": .attention
        case "running", "waiting": .live
        case "paused", "disabled", "skipped", "cancelled", "never": .quiet
        default: .plain
        }
    }
}

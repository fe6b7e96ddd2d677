/// Why a command could not do what it was asked: one sentence, what belongs to it, and what to do about it.
struct CommandFailure: Error, Hashable {
    var status: ExitStatus
    var message: String
    /// Lines under the sentence: the fields at fault, the candidates of an ambiguous name, a pointer into an expression.
    var details: [String] = []
    var hint: String?
    /// The server's own words, as JSON, for those who asked for it.
    var document: [UInt8]?

    static func refused(_ message: String, details: [String] = [], hint: String? = nil) -> CommandFailure {
        CommandFailure(status: .refused, message: message, details: details, hint: hint)
    }

    static func badInput(_ message: String, details: [String] = [], hint: String? = nil) -> CommandFailure {
        CommandFailure(status: .badInput, message: message, details: details, hint: hint)
    }

    /// The text for standard error, without styling.
    var lines: [String] {
        ["almanac: \(message)"] + details.map { "  \($0)" } + (hint.map { ["  Hint: \($0)"] } ?? [])
    }
}

/// The reader of our output has gone (`almanac list | head`): not a failure, and nobody left to tell.
struct OutputClosed: Error {}

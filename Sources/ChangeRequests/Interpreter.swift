/// Who turns words into a change. Whatever it says passes the same checks, and nothing is applied by it.
package protocol Interpreter: Sendable {
    func reading(of request: ChangeRequest) async -> RequestReading
}

/// A request as somebody read it.
package struct RequestReading: Hashable, Sendable {
    package var interpretation: Interpretation
    /// `grammar`, or the name of a language model.
    package var reader: String

    package init(_ interpretation: Interpretation, by reader: String) {
        self.interpretation = interpretation
        self.reader = reader
    }
}

extension ChangeInterpreter: Interpreter {
    package static let readerName = "grammar"

    package func reading(of request: ChangeRequest) async -> RequestReading {
        RequestReading(interpret(request), by: Self.readerName)
    }
}

/// A stretch of a script that is one thing to its reader.
struct ScriptPiece: Equatable {
    enum Kind {
        /// White space and comments.
        case gap
        /// A name, keyword or number.
        case word
        /// One character that is none of the others.
        case mark
        case string
        /// With all that it holds in `${}`.
        case template
        /// A regular expression without its flags.
        case pattern
    }

    let kind: Kind
    /// As it was written; of a gap what has to stay of it: its line breaks, and what stands before the next piece.
    let text: String
    /// That it begins in, from 1.
    let line: Int

    func isMark(_ mark: String) -> Bool { kind == .mark && text == mark }
    func isWord(_ word: String) -> Bool { kind == .word && text == word }
}

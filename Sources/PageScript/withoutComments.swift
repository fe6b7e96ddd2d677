/// A script that is no module, without its comments.
///
/// - Throws: `endless`, with the line.
package func withoutComments(script: String, path: String) throws(ScriptFault) -> String {
    var code = try ScriptScanner.pieces(of: script, path: path).map(\.text).joined()[...]
    code = code.drop(while: \.isWhitespace)
    while code.last?.isWhitespace == true { code.removeLast() }
    return String(code)
}

/// A style sheet without its comments (CSS Syntax 3, 4.3.2).
package func withoutComments(styleSheet: String) -> String {
    styleSheet.replacing(/"(?:[^"\\]|\\.)*"|\/\*.*?\*\//.dotMatchesNewlines()) { match in
        match.output.hasPrefix("/*") ? "" : match.output
    }
}

/// One of the page's modules: what it takes from others, what it declares, and its code without the words that say so.
struct PageModule {
    struct Import: Equatable {
        /// Of the module that is taken from, below the page's folder.
        let path: String
        let names: [String]
        let place: ScriptPlace
    }

    let path: String
    private(set) var imports: [Import] = []
    private(set) var exports: Set<String> = []
    /// What is declared outside of functions, exported or not, in order.
    private(set) var declared: [(name: String, place: ScriptPlace)] = []
    /// Without imports, `export` and comments; each line has the number that it has in the module.
    private(set) var code = ""

    /// - Parameter path: below the page's folder, as in `page/board.js`.
    /// - Throws: `endless`, `unreadImport`, `unreadExport`, `unreadDeclaration`, with the line.
    init(path: String, text: String) throws(ScriptFault) {
        self.path = path
        pieces = try ScriptScanner.pieces(of: text, path: path)[...]
        var depth = 0
        var isDeclaring = false
        while let piece = pieces.first {
            if piece.kind == .mark {
                depth += Self.nesting[piece.text] ?? 0
                if depth == 0, piece.text == ";" { isDeclaring = false }
                if depth == 0, piece.text == ",", isDeclaring { throw .unreadDeclaration(at: place(of: piece)) }
            }
            guard piece.kind == .word, !afterDot, depth == 0 || piece.text == "import" else {
                take()
                continue
            }
            switch piece.text {
            case "import":
                guard depth == 0 else { throw .unreadImport(at: place(of: piece)) }
                try readImport()
            case "export":
                try readExport()
            case "const", "let", "var":
                isDeclaring = true
                try readName()
            case "function", "class":
                if beginsStatement { try readName() } else { take() }
            default:
                take()
            }
        }
        while code.last?.isWhitespace == true { code.removeLast() }
    }

    // MARK: Forms

    /// `import './x.js';` or `import { a, b } from './x.js';`, of which only the line breaks stay.
    private mutating func readImport() throws(ScriptFault) {
        let place = place(of: drop())
        var names: [String] = []
        var piece = drop()
        if piece?.isMark("{") == true {
            repeat {
                piece = drop()
                guard let name = piece, name.kind == .word else { break }
                names.append(name.text)
                piece = drop()
            } while piece?.isMark(",") == true
            guard piece?.isMark("}") == true, drop()?.isWord("from") == true else { throw .unreadImport(at: place) }
            piece = drop()
        }
        guard let target = piece, target.kind == .string, drop()?.isMark(";") == true,
            let path = resolved(target.text.dropFirst().dropLast())
        else { throw .unreadImport(at: place) }
        imports.append(Import(path: path, names: names, place: place))
    }

    /// `export` before a declaration, which stays.
    private mutating func readExport() throws(ScriptFault) {
        let place = place(of: drop())
        dropGap()
        guard let word = pieces.first, Self.exportable.contains(word.text) else { throw .unreadExport(at: place) }
        isExporting = true
    }

    /// The word that declares, and the name that follows it.
    private mutating func readName() throws(ScriptFault) {
        take()
        takeGap()
        if pieces.first?.isMark("*") == true { take() }
        takeGap()
        guard let name = pieces.first, name.kind == .word else { throw .unreadDeclaration(at: place(of: pieces.first)) }
        declared.append((name.text, place(of: name)))
        if isExporting { exports.insert(name.text) }
        isExporting = false
        take()
    }

    /// What `./x.js` or `../y/x.js` means in this module; nil for what leads out of the page's folder or names no file.
    private func resolved(_ target: Substring) -> String? {
        var folders = path.split(separator: "/").dropLast()
        guard target.hasPrefix("./") || target.hasPrefix("../") else { return nil }
        for step in target.split(separator: "/") where step != "." {
            if step != ".." {
                folders.append(step)
            } else if folders.popLast() == nil {
                return nil
            }
        }
        return folders.joined(separator: "/")
    }

    private static let nesting = ["(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1]
    private static let exportable: Set<String> = ["async", "class", "const", "function", "let"]

    // MARK: Pieces

    private var pieces: ArraySlice<ScriptPiece>
    private var isExporting = false
    /// Whether a declaration may stand next.
    private var beginsStatement = true
    private var afterDot = false

    private func place(of piece: ScriptPiece?) -> ScriptPlace { ScriptPlace(path, line: piece?.line ?? 1) }

    /// Keeps the next piece.
    private mutating func take() {
        guard let piece = pieces.popFirst() else { return }
        code += piece.text
        guard piece.kind != .gap else { return }
        beginsStatement = piece.isMark(";") || piece.isMark("}") || (beginsStatement && piece.isWord("async"))
        afterDot = piece.isMark(".")
    }

    private mutating func takeGap() {
        if pieces.first?.kind == .gap { take() }
    }

    /// Leaves out the next piece that is no gap, and answers it.
    private mutating func drop() -> ScriptPiece? {
        dropGap()
        return pieces.popFirst()
    }

    private mutating func dropGap() {
        guard pieces.first?.kind == .gap, let gap = pieces.popFirst() else { return }
        code += gap.text.filter { $0 == "\n" }
    }
}

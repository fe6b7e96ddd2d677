/// Why the page's modules can't become one script.
package enum ScriptFault: Error, Equatable {
    /// A string, template, pattern or comment that begins here does not end.
    case endless(String, at: ScriptPlace)
    /// An import in a form that is not read.
    case unreadImport(at: ScriptPlace)
    /// An export in a form that is not read.
    case unreadExport(at: ScriptPlace)
    /// A declaration for the whole module that declares anything but one plain name.
    case unreadDeclaration(at: ScriptPlace)
    /// A module that is not there.
    case noModule(String, at: ScriptPlace?)
    case notExported(String, by: String, at: ScriptPlace)
    /// A name that two modules declare.
    case sameName(String, at: ScriptPlace, first: ScriptPlace)
    /// Modules that import one another in a ring; the first is named again at the end.
    case ring([String])
}

/// A line of one of the page's modules; both for people to read.
package struct ScriptPlace: Equatable, Sendable {
    package let path: String
    /// From 1.
    package let line: Int

    package init(_ path: String, line: Int) {
        self.path = path
        self.line = line
    }
}

extension ScriptFault: CustomStringConvertible {
    /// One line as compilers write it: place, what is wrong, what would be right.
    package var description: String {
        switch self {
        case .endless(let what, let place):
            "\(place): error: a \(what) begins here and does not end"
        case .unreadImport(let place):
            "\(place): error: this form of import is not read; write import './x.js'; or import { a, b } from './x.js';"
        case .unreadExport(let place):
            "\(place): error: this form of export is not read; write export before const, let, function or class"
        case .unreadDeclaration(let place):
            "\(place): error: outside of functions one const, let or var declares one plain name"
        case .noModule(let path, let place?):
            "\(place): error: there is no module \(path)"
        case .noModule(let path, nil):
            "\(path):1: error: there is no such module"
        case .notExported(let name, let module, let place):
            "\(place): error: \(module) exports no \(name)"
        case .sameName(let name, let place, let first):
            "\(place): error: \(name) is declared by \(first), too; in one script a name is declared once"
        case .ring(let paths):
            "\(paths[0]):1: error: modules import one another in a ring: \(paths.joined(separator: " → "))"
        }
    }
}

extension ScriptPlace: CustomStringConvertible {
    package var description: String { "\(path):\(line)" }
}

/// The modules that one needs, itself last, as one module.
///
/// Each stands after those that it imports, in the order in which a browser would run them, under a line that names
/// it: counted from there, its lines have the numbers that they have in its file. What the modules declare outside of
/// functions is declared side by side, so that a name may be declared once; and rings are refused, as what runs first in
/// one depends on where a browser enters it.
///
/// - Parameters:
///   - entry: the path of the module that the page asks for.
///   - texts: of the modules, by their paths.
/// - Throws: what stands in the way, with the line or lines.
package func joinModules(entry: String, texts: [String: String]) throws(ScriptFault) -> String {
    var modules = ModulesInOrder(texts: texts)
    try modules.add(entry, at: nil, under: [])
    var places: [String: ScriptPlace] = [:]
    for module in modules.inOrder {
        for (name, place) in module.declared {
            if let first = places[name] { throw .sameName(name, at: place, first: first) }
            places[name] = place
        }
    }
    return modules.inOrder.map { "// \($0.path)\n\($0.code)\n" }.joined()
}

private struct ModulesInOrder {
    let texts: [String: String]
    private(set) var inOrder: [PageModule] = []
    private var exports: [String: Set<String>] = [:]

    init(texts: [String: String]) { self.texts = texts }

    /// Adds a module behind those that it imports.
    ///
    /// - Parameter importers: the modules that led to it, each imported by the one before.
    mutating func add(_ path: String, at place: ScriptPlace?, under importers: [String]) throws(ScriptFault) {
        if let start = importers.firstIndex(of: path) { throw .ring(importers[start...] + [path]) }
        if exports[path] != nil { return }
        guard let text = texts[path] else { throw .noModule(path, at: place) }
        let module = try PageModule(path: path, text: text)
        for taken in module.imports {
            try add(taken.path, at: taken.place, under: importers + [path])
            for name in taken.names where exports[taken.path]?.contains(name) != true {
                throw .notExported(name, by: taken.path, at: taken.place)
            }
        }
        exports[path] = module.exports
        inOrder.append(module)
    }
}

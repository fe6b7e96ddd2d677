import Foundation
import PageScript

/// The page's files as they are sent: without comments, and with a script for each that a page asks for.
///
/// The modules are joined with those that they need; a script that neither index.html nor login.html names is not sent
/// by itself.
func asSent(_ files: [String: Data]) throws(ScriptFault) -> [String: Data] {
    var sent = files.filter { !$0.key.hasSuffix(".js") }
    func text(_ path: String) -> String { String(decoding: files[path] ?? Data(), as: UTF8.self) }
    let scripts = files.keys.filter { $0.hasSuffix(".js") }.reduce(into: [:]) { texts, path in texts[path] = text(path)
    }
    let pages = text("index.html") + text("login.html")
    for script in pages.matches(of: /<script (type="module" )?src="\/assets\/([^"]+)">/) {
        let path = String(script.2)
        guard let alone = scripts[path] else { throw .noModule(path, at: nil) }
        let isModule = script.1 != nil
        let code =
            isModule ? try joinModules(entry: path, texts: scripts) : try withoutComments(script: alone, path: path)
        sent[path] = Data(code.utf8)
    }
    for path in files.keys where path.hasSuffix(".css") {
        sent[path] = Data(withoutComments(styleSheet: text(path)).utf8)
    }
    return sent
}

import Crypto
import Foundation

/// The page as it is sent: each file under a name that changes with its content, so that a browser asks for it once.
///
/// index.html names one script and one style sheet; what has to run before the first paint stands in it, and is let in
/// by the content policy by its hash.
struct PageFiles: Sendable {
    /// What the binary carries.
    static let embedded = Result {
        try PageFiles(
            embeddedPages.reduce(into: [:]) { files, file in files[file.path] = Data(base64Encoded: file.base64) })
    }

    let index: PageFile
    let login: PageFile
    /// The sources of the scripts in index.html as a content policy names them.
    let inlineHashes: [String]
    /// By fingerprinted name below /assets/: never another content.
    let named: [String: PageFile]
    /// By path below Public/.
    let plain: [String: PageFile]

    /// - Parameter files: what is in Public/, by its path there, the page's modules as one script.
    init(_ files: [String: Data]) throws {
        var files = files
        var index = Self.text(files.removeValue(forKey: "index.html"))
        let login = Self.text(files.removeValue(forKey: "login.html"))
        let manifest = Self.text(files.removeValue(forKey: Self.manifest))
        files["page.css"] = Data(Self.joinStyleSheets(of: &index, &files).utf8)
        inlineHashes = Self.inlineScripts(of: &index, &files)
        var names: [(path: String, name: String)] = []
        var named: [String: PageFile] = [:]
        var plain: [String: PageFile] = [:]
        func add(_ path: String, _ content: Data) throws {
            let file = try PageFile(content, path: path)
            let name = Self.fingerprinted(path, file.fingerprint)
            names.append((path, name))
            named[name] = file
            plain[path] = file
        }
        func renamed(_ text: String) -> String {
            names.reduce(text) { $0.replacing("\"/assets/\($1.path)\"", with: "\"/assets/\($1.name)\"") }
        }
        for (path, content) in files.sorted(by: { $0.key < $1.key }) { try add(path, content) }
        // It names the icon, and the page names it.
        try add(Self.manifest, Data(renamed(manifest).utf8))
        self.login = try PageFile(Data(renamed(login).utf8), path: "login.html")
        self.index = try PageFile(Data(renamed(index).utf8), path: "index.html")
        self.named = named
        self.plain = plain
    }

    private static let manifest = "manifest.webmanifest"

    /// The style sheets that the page links, in their order, as one; the page links that one instead, and they go.
    private static func joinStyleSheets(of index: inout String, _ files: inout [String: Data]) -> String {
        let link = /<link rel="stylesheet" href="\/assets\/([^"]+)">/
        let paths = index.matches(of: link).map { String($0.1) }
        index.replace(link, with: "<link rel=\"stylesheet\" href=\"/assets/page.css\">", maxReplacements: 1)
        index.replace(/\n *<link rel="stylesheet" href="\/assets\/styles\/[^"]+">/, with: "")
        return paths.map { text(files.removeValue(forKey: $0)) }.joined(separator: "\n")
    }

    /// Puts the scripts that the page's drawing waits for into the page, where they cost no request, and answers their hashes.
    private static func inlineScripts(of index: inout String, _ files: inout [String: Data]) -> [String] {
        var hashes: [String] = []
        index = index.replacing(/<script src="\/assets\/([^"]+)"><\/script>/) { match in
            let script = files.removeValue(forKey: String(match.1)) ?? Data()
            hashes.append("sha256-\(Data(SHA256.hash(data: script)).base64EncodedString())")
            return "<script>\(text(script))</script>"
        }
        return hashes
    }

    private static func fingerprinted(_ path: String, _ fingerprint: String) -> String {
        let dot = path.lastIndex(of: ".") ?? path.endIndex
        return "\(path[..<dot])-\(fingerprint)\(path[dot...])"
    }

    private static func text(_ content: Data?) -> String { String(decoding: content ?? Data(), as: UTF8.self) }
}

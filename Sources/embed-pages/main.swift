import Foundation

/// `embed-pages FOLDER OUTPUT`: writes one Swift file with every file of FOLDER as base64 text.
///
/// String literals compile in a fraction of the time that byte arrays take.
let arguments = CommandLine.arguments
guard arguments.count == 3 else {
    FileHandle.standardError.write(Data("usage: embed-pages FOLDER OUTPUT\n".utf8))
    exit(64)
}
let folder = URL(filePath: arguments[1], directoryHint: .isDirectory).standardizedFileURL
let paths =
    FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])?
    .compactMap { $0 as? URL }
    .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
    .map { String($0.standardizedFileURL.path.dropFirst(folder.path.count)).trimmingPrefix("/") }
    .map(String.init)
    .filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
    .sorted() ?? []

var source = "// Generated from Public/ by embed-pages. Do not edit.\n\n"
source += "/// Path below Public/ and the file's content in base64.\n"
source += "let embeddedPages: [(path: String, base64: String)] = [\n"
for path in paths {
    var content = try Data(contentsOf: folder.appending(path: path))
    if path.hasSuffix(".js") || path.hasSuffix(".css") {
        content = Data(withoutComments(String(decoding: content, as: UTF8.self)).utf8)
    }
    source += "    (#\"\(path)\"#, \"\(content.base64EncodedString())\"),\n"
}
source += "]\n"
try Data(source.utf8).write(to: URL(filePath: arguments[2]))

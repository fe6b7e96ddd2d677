import Foundation
import PageScript

/// `embed-pages FOLDER OUTPUT`: writes one Swift file with the files of FOLDER, as they are sent, as base64 text.
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
    .filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } } ?? []
let written = try paths.reduce(into: [:]) { files, path in
    files[path] = try Data(contentsOf: folder.appending(path: path))
}

let files: [String: Data]
do {
    files = try asSent(written)
} catch {
    FileHandle.standardError.write(Data("\(folder.path)/\(error)\n".utf8))
    exit(1)
}
var source = "// Generated from Public/ by embed-pages. Do not edit.\n\n"
source += "/// Path below Public/ and the file's content in base64.\n"
source += "let embeddedPages: [(path: String, base64: String)] = [\n"
for (path, content) in files.sorted(by: { $0.key < $1.key }) {
    source += "    (#\"\(path)\"#, \"\(content.base64EncodedString())\"),\n"
}
source += "]\n"
try Data(source.utf8).write(to: URL(filePath: arguments[2]))

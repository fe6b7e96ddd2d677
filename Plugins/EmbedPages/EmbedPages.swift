import Foundation
import PackagePlugin

/// Runs `embed-pages` over `Public/` before HTTPAPI is compiled, so that the binary carries its own page.
@main struct EmbedPages: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let pages = context.package.directoryURL.appending(path: "Public", directoryHint: .isDirectory)
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedPages.swift")
        let inputs =
            FileManager.default.enumerator(at: pages, includingPropertiesForKeys: [.isRegularFileKey])?
            .compactMap { $0 as? URL }
            .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true } ?? []
        return [
            .buildCommand(
                displayName: "Embedding \(inputs.count) page assets",
                executable: try context.tool(named: "embed-pages").url,
                arguments: [pages.path, output.path],
                inputFiles: inputs,
                outputFiles: [output])
        ]
    }
}

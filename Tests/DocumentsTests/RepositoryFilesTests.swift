import CivilTime
import Documents
import Foundation
import Operations
import Testing

@Suite("Files of the repository")
struct RepositoryFilesTests {
    private func text(_ path: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    @Test("The sample workspace's configuration is in order")
    func demo() throws {
        let configuration = try readConfiguration(
            text("demo/almanac.yaml"), environment: [:], now: now, zones: ZoneDatabase.system())
        #expect(configuration.jobs.count + configuration.sessions.count >= 20)
        #expect(Set((configuration.jobs + configuration.sessions).map(\.schedule.id)).count >= 20)
    }

    @Test(
        "Every setting stands in the guide, with its variable and its default", arguments: settingsReference.map(\.name)
    )
    func guide(name: String) throws {
        let setting = try #require(settingsReference.first { $0.name == name })
        let row = try text("docs/configuration.md").split(separator: "\n").first { $0.hasPrefix("| `\(name)` |") }
        let fallback = setting.defaultText.isEmpty ? "none" : "`\(setting.defaultText)`"
        #expect(row?.contains("| \(fallback) | `\(setting.environmentVariable)` |") == true, "\(row ?? "no row")")
    }
}

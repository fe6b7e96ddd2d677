import Foundation
import Testing

@testable import Commands

@Suite("The token that a command shows")
struct TokenTests {
    /// A data folder with a token in it.
    private func withDataFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "almanac-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("almt_1_secret\n".utf8).write(to: URL(filePath: folder + "/admin-token"))
        return try await body(folder)
    }

    @Test("one that was found here is shown to a server that asks for it, and to no other")
    func found() async throws {
        try await withDataFolder { folder in
            let environment = ["ALMANAC_DATA": folder]
            let (open, asked) = try await almanac("list", environment: environment) { ServerCommandTests.answers($0) }
            #expect(open.status == .ok)
            #expect(asked.allSatisfy { $0.headers["authorization"] == nil })

            let (guarded, shown) = try await almanac("pause", "backup", environment: environment) { request in
                guard request.headers["authorization"] == "Bearer almt_1_secret" else {
                    return .problem(401, "Who is it?")
                }
                return ServerCommandTests.answers(request)
            }
            #expect(guarded.status == .ok, "\(guarded.complaint)")
            #expect(shown.count { $0.headers["authorization"] == nil } == 1, "asked once, known from then on")
            #expect(!shown.contains { $0.target.contains("secret") })
        }
    }

    @Test("one that was given is shown at once, and instead of what lies here")
    func given() async throws {
        try await withDataFolder { folder in
            let file = folder + "/other"
            try Data("from-file\n".utf8).write(to: URL(filePath: file))
            let rows: [([String], [String: String], String)] = [
                (["list"], ["ALMANAC_TOKEN": "given"], "given"), (["list"], ["ALMANAC_TOKEN_FILE": file], "from-file"),
                (["list", "--token-file", file], ["ALMANAC_TOKEN": "given"], "from-file"),
            ]
            for (arguments, variables, expected) in rows {
                let environment = variables.merging(["ALMANAC_DATA": folder]) { $1 }
                let (answer, asked) = try await almanac(arguments[0], environment: environment) {
                    ServerCommandTests.answers($0)
                }
                if arguments.count == 1 {
                    #expect(answer.status == .ok)
                    #expect(asked.allSatisfy { $0.headers["authorization"] == "Bearer \(expected)" })
                } else {
                    let source = TokenSource(file: arguments[2], at: try ServerAddress("http://127.0.0.1:1"))
                    let surroundings = Surroundings(
                        environment: environment, console: TestConsole().console(), clock: StoppedClock(now: testNow))
                    #expect(try source.token(in: surroundings).shown == expected)
                }
            }
            let (missing, _) = try await almanac("list", environment: ["ALMANAC_TOKEN_FILE": folder + "/none"]) {
                ServerCommandTests.answers($0)
            }
            #expect(missing.status == .noInput)
        }
    }

    @Test("T17: what lies here never leaves this machine")
    func elsewhere() async throws {
        try await withDataFolder { folder in
            let surroundings = Surroundings(
                environment: ["ALMANAC_DATA": folder], console: TestConsole().console(),
                clock: StoppedClock(now: testNow))
            let rows: [(String, Bool)] = [
                ("http://127.0.0.1:8787", true), ("http://localhost:8787", true), ("http://[::1]:8787", true),
                ("http://127.9.9.9", true), ("https://almanac.example.com", false), ("http://192.0.2.7:8787", false),
                ("http://127.0.0.1.example.com", false), ("http://localhost.example.com", false),
                ("http://127.1", false),
            ]
            for (address, isHere) in rows {
                let token = try TokenSource(file: nil, at: try ServerAddress(address)).token(in: surroundings)
                #expect((token.show() != nil) == isHere, "\(address)")
            }
        }
    }
}

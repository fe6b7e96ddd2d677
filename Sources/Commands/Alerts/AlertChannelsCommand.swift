import ArgumentParser
import Operations

/// `almanac alerts list`: the channels that the configuration names.
struct AlertChannelsCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the alert channels, and what each is told.")

    @OptionGroup var connection: ConnectionOptions

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            let answer = try await server.get(APIPath("ops/alerts"))
            let console = surroundings.console
            if connection.json {
                try console.write(answer.printed)
                return .ok
            }
            let channels = try answer.member("channels").list ?? []
            if channels.isEmpty {
                try console.write(line: "The configuration names no alert channels.")
                return .ok
            }
            var table = TextTable([
                .init(title: "CHANNEL"), .init(title: "TYPE"), .init(title: "IS TOLD OF", widthMin: 10),
                .init(title: "CATEGORIES", widthMin: 8), .init(title: "REPEATS AFTER"),
            ])
            for channel in channels {
                table.add([
                    .init(channel["name"]?.string ?? ""), .init(channel["type"]?.string ?? ""),
                    .init(words(channel["kinds"])), .init(words(channel["categories"])),
                    .init("\(channel["repeat_minutes"]?.whole ?? 0) min"),
                ])
            }
            try console.write(lines: table.lines(for: console))
            return .ok
        }
    }

    private func words(_ value: JSONValue?) -> String {
        (value?.list ?? []).compactMap(\.string).joined(separator: ", ")
    }
}

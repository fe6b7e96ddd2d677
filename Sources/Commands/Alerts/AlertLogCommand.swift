import ArgumentParser
import Operations

/// `almanac alerts log`: the outbox, the newest first.
struct AlertLogCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "List what was sent to alert channels, newest first.",
        discussion: "almanac alerts log --status given_up")

    @OptionGroup var connection: ConnectionOptions

    @Option(name: .long, help: ArgumentHelp("Of this channel alone.", valueName: "name"))
    var channel: String?

    @Option(name: .long, help: ArgumentHelp("pending, delivered or given_up.", valueName: "status"))
    var status: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("How many, 1 to 1000.", valueName: "count"))
    var number = 20

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            var path = APIPath("ops/alerts/deliveries").query("limit", String(number))
            if let channel { path = path.query("channel", channel) }
            if let status { path = path.query("status", status) }
            let answer = try await server.get(path)
            let console = surroundings.console
            if connection.json {
                try console.write(answer.printed)
                return .ok
            }
            let display = try await server.display(in: surroundings)
            var table = TextTable([
                .init(title: "WHEN"), .init(title: "CHANNEL"), .init(title: "EVENT"), .init(title: "STATUS"),
                .init(title: "TRIES", alignment: .right), .init(title: "WHAT", widthMin: 10),
                .init(title: "ANSWER", widthMin: 10),
            ])
            for delivery in try answer.member("deliveries").list ?? [] {
                table.add([
                    .init(delivery["created_at"]?.instant.map(display.brief) ?? "-"),
                    .init(delivery["channel"]?.string ?? ""), .init(delivery["event"]?.string ?? ""),
                    .init(delivery["status"]?.string ?? ""), .init("\(delivery["attempts"]?.whole ?? 0)"),
                    .init(delivery["title"]?.string ?? "-"), .init(delivery["answer"]?.string ?? "-"),
                ])
            }
            try console.write(lines: table.lines(for: console))
            return .ok
        }
    }
}

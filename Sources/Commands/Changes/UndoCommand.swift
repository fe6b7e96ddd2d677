import ArgumentParser
import CivilTime
import Operations

/// `almanac audit`: who changed what.
struct AuditCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "List who changed what, newest first.", discussion: "almanac audit -n 20")

    @OptionGroup var connection: ConnectionOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("How many rows, 1 to 1000.", valueName: "count"))
    var number = 20

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            let answer = try await server.get(APIPath("ops/audit").query("limit", String(number)))
            let console = surroundings.console
            if connection.json {
                try console.write(answer.printed)
                return .ok
            }
            let display = try await server.display(in: surroundings)
            var table = TextTable([
                .init(title: "ROW"), .init(title: "WHEN"), .init(title: "WHO"), .init(title: "WHAT"),
                .init(title: "SCHEDULE", widthMin: 10), .init(title: "WHY", widthMin: 10),
            ])
            for row in try answer.member("audit").list ?? [] {
                table.add([
                    .init(row["id"]?.string ?? ""), .init(row["at"]?.instant.map(display.brief) ?? "-"),
                    .init(row["actor"]?["name"]?.string ?? ""), .init(row["action"]?.string ?? ""),
                    .init(row["source_ref"]?.string ?? "-"), .init(row["reason"]?.string ?? ""),
                ])
            }
            try console.write(lines: table.lines(for: console))
            return .ok
        }
    }
}

/// `almanac undo`: takes a change back, where the schedule still is as it left it.
struct UndoCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take back a change of a schedule, by its row in the audit.",
        discussion: "almanac undo ROW    (almanac audit lists the rows)")

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The audit row.")
    var row: String

    @Option(name: .long, help: ArgumentHelp("Why, for the record.", valueName: "text"))
    var reason: String?

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            let body: [String: JSONValue] = reason.map { ["reason": .string($0)] } ?? [:]
            let answer = try await server.send(.post, APIPath("ops/audit").segment(row).segment("undo"), body: body)
            if connection.json {
                try surroundings.console.write(answer.printed)
            } else {
                try surroundings.console.write(line: "Undone.")
            }
            return .ok
        }
    }
}

import ArgumentParser
import Operations

/// `almanac remove`: deletes a schedule; what it did stays in the record.
struct RemoveCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Delete a schedule; its past stays in the record.",
        discussion: "almanac remove nightly-ledger --yes", aliases: ["rm"])

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: scheduleHelp)
    var id: String

    @Flag(name: .shortAndLong, help: "Don't ask.")
    var yes = false

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            let schedule = try await server.find(id)
            let console = surroundings.console
            let words = "\(printable(schedule.title)) (\(printable(schedule.words)))"
            guard try yes || console.confirms("Delete \(words)?") else {
                console.complain(lines: ["Nothing was deleted."])
                return .refused
            }
            let answer = try await server.send(.delete, Server.path(schedule.id))
            if connection.json {
                try console.write(answer.printed)
            } else {
                try console.write(line: "\(printable(schedule.title)) is deleted.")
            }
            return .ok
        }
    }
}

extension Console {
    /// Asks a question that is answered by "y" or "yes".
    /// - Throws: that nobody is there to answer; `--yes` is the way then.
    func confirms(_ question: String) throws -> Bool {
        guard isInteractive else {
            throw CommandFailure(
                status: .usage, message: "There is no terminal to ask at.",
                hint: "Give --yes to go ahead without asking.")
        }
        complain(lines: ["\(question) [y/N] "])
        let answer = String(decoding: try read(atMost: 1024), as: UTF8.self)
        return ["y", "yes"].contains(answer.filter { !$0.isWhitespace }.lowercased())
    }
}

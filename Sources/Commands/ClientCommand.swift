package import ArgumentParser

/// A command of the client: it is given its surroundings, writes to their console, and ends in a status.
protocol ClientCommand: AsyncParsableCommand {
    func perform(in surroundings: Surroundings) async throws -> ExitStatus
}

extension ClientCommand {
    func run() async throws {
        let status = await carryOut(in: .process())
        if status != .ok { throw status.exitCode }
    }

    /// Performs the command and tells the user what went wrong, if something did.
    func carryOut(in surroundings: Surroundings) async -> ExitStatus {
        do {
            return try await perform(in: surroundings)
        } catch let failure as CommandFailure {
            surroundings.console.complain(failure)
            return failure.status
        } catch is OutputClosed {
            return .ok
        } catch {
            surroundings.console.complain(
                CommandFailure(status: .software, message: "Something unexpected happened: \(error)."))
            return .software
        }
    }
}

/// Commands that talk to a running server or need none; the root command adds `serve`.
package let clientCommands: [any ParsableCommand.Type] = [
    AddCommand.self, ListCommand.self, ShowCommand.self, RunCommand.self, PauseCommand.self, ResumeCommand.self,
    DisableCommand.self, EnableCommand.self, RemoveCommand.self, EventsCommand.self, CalendarCommand.self,
    StasisCommand.self, RebaseCommand.self, AskCommand.self, AuditCommand.self, UndoCommand.self, LogsCommand.self,
    AlertsCommand.self,
    NextCommand.self, ExplainCommand.self, InterpretCommand.self, ImportCommand.self,
    VersionCommand.self,
]

/// Reads a command line and carries it out, as the process would, in surroundings of the caller's.
///
/// Help and usage errors go to the console like everything else.
package func carryOut(_ arguments: [String], in surroundings: Surroundings) async -> ExitStatus {
    do {
        var command = try ClientRoot.parseAsRoot(arguments)
        if let client = command as? any ClientCommand { return await client.carryOut(in: surroundings) }
        // What is left has no work of its own: it asks for help by throwing it.
        try command.run()
        return .ok
    } catch is OutputClosed {
        return .ok
    } catch {
        let status = ExitStatus(rawValue: ClientRoot.exitCode(for: error).rawValue) ?? .software
        let message = ClientRoot.fullMessage(for: error)
        if status == .ok {
            do { try surroundings.console.write(line: message) } catch { return .ok }
        } else {
            surroundings.console.complain(lines: [message])
        }
        return status
    }
}

/// The client's commands under one name, for callers that have no `serve`.
struct ClientRoot: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "almanac", abstract: "The operations calendar for cron jobs and heartbeats.",
        subcommands: clientCommands)
}

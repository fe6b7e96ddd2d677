package import ArgumentParser
import Commands

/// The command line: `serve` and `demo`, which hold the house; those that look after the record itself; and the commands
/// that talk to a running server.
package struct Almanac: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "almanac",
        abstract: "The operations calendar for cron jobs and heartbeats.",
        subcommands: [Serve.self, Demo.self, Backup.self, Check.self, Restore.self, TokenCommand.self] + clientCommands)

    package init() {}

    /// Reads the command line of the process and carries it out.
    package static func start() async {
        await main()
    }
}

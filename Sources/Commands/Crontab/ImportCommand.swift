import ArgumentParser

/// `almanac import`: takes over what other tools have scheduled.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take over schedules of other tools.",
        subcommands: [ImportCrontabCommand.self])
}

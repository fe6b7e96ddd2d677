import ArgumentParser

/// `almanac alerts`: the channels outside of the calendar.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "List alert channels, test them, and see what was sent.",
        subcommands: [AlertChannelsCommand.self, AlertTestCommand.self, AlertLogCommand.self],
        defaultSubcommand: AlertChannelsCommand.self)
}

import ArgumentParser
import CivilTime
import Operations

/// `almanac calendar`: a week or a day as an agenda.
struct CalendarCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "Show a week or a day: what ran, what was missed, what is to come.",
        discussion: """
            almanac calendar
            almanac calendar --day --date 2026-03-08
            """)

    @OptionGroup var connection: ConnectionOptions

    @Flag(exclusivity: .exclusive, help: "How much to show. Default: the week.")
    var view: View = .week

    @Option(name: .long, help: ArgumentHelp("A date in the week or the day. Default: today.", valueName: "yyyy-mm-dd"))
    var date: String?

    @Option(name: .long, help: ArgumentHelp("Only one engine's: cron or heartbeat.", valueName: "engine"))
    var source: Source?

    @Option(name: .long, help: ArgumentHelp("Only this owner's.", valueName: "owner"))
    var owner: String?

    enum View: String, EnumerableFlag {
        case week
        case day
    }

    func validate() throws {
        if let date, LocalDate(date) == nil {
            throw ValidationError("--date takes a date such as 2026-03-08; it says \"\(date)\".")
        }
    }

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            let feed = try await CalendarFeed(
                server: server, view: view.rawValue, date: date, source: source, owner: owner)
            if connection.json {
                try surroundings.console.write(jsonLine(feed.value))
            } else {
                let zone = try surroundings.zone(
                    named: feed.value["timezone"]?.string ?? "UTC", in: try surroundings.zones())
                let display = TimeDisplay(zone: zone, now: surroundings.now)
                try surroundings.console.write(
                    lines: Agenda(feed: feed, display: display, console: surroundings.console).lines)
            }
            return .ok
        }
    }
}

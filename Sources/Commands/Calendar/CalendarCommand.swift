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
            let calendar = try await server.calendar(in: surroundings)
            let display = calendar.display
            let day = date.flatMap { LocalDate($0) } ?? display.zone.local(surroundings.now).date
            let days = days(around: day, weekStart: calendar.weekStart)
            let feed = try await CalendarFeed(
                server: server, from: display.zone.startOfDay(days.first),
                to: display.zone.startOfDay(days.first.adding(days: days.count)), source: source, owner: owner)
            if connection.json {
                try surroundings.console.write(try jsonBytes(feed.value) + [UInt8(ascii: "\n")])
            } else {
                let agenda = Agenda(feed: feed, display: display, console: surroundings.console)
                try surroundings.console.write(lines: agenda.lines(from: days.first, days: days.count))
            }
            return .ok
        }
    }

    private func days(around day: LocalDate, weekStart: Int) -> (first: LocalDate, count: Int) {
        switch view {
        case .day: (day, 1)
        case .week: (day.adding(days: -((day.weekday - weekStart + 7) % 7)), 7)
        }
    }
}

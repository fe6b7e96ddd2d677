import ArgumentParser
import CivilTime
import Operations

/// `almanac list`: every schedule, a line each.
struct ListCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List cron jobs and heartbeats.",
        discussion: "almanac list --source cron --state paused")

    @OptionGroup var connection: ConnectionOptions

    @Option(name: .long, help: ArgumentHelp("Only one engine's: cron or heartbeat.", valueName: "engine"))
    var source: Source?

    @Option(name: .long, help: ArgumentHelp("Only those that are active, paused or disabled.", valueName: "state"))
    var state: String?

    func validate() throws {
        if let state, !["active", "paused", "disabled"].contains(state) {
            throw ValidationError("--state takes active, paused or disabled; it says \"\(state)\".")
        }
    }

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            let schedules = try await server.schedules(source.map { [$0] } ?? Source.allCases, state: state)
            let console = surroundings.console
            if connection.json {
                try console.write(Self.json(schedules, source: source))
            } else if schedules.isEmpty {
                try console.write(lines: emptyLines)
            } else {
                let display = try await server.display(in: surroundings)
                try console.write(lines: Self.table(schedules, display: display).lines(for: console))
            }
            return .ok
        }
    }

    private var emptyLines: [String] {
        if state != nil || source != nil { return ["No schedule is of that kind."] }
        return [
            "Nothing is scheduled yet. Begin with",
            "  almanac add 'date >> /tmp/dates' --every 1m --title 'Note the time'",
            "  crontab -l | almanac import crontab -",
        ]
    }

    static func json(_ schedules: [ScheduleView], source: Source?) throws -> [UInt8] {
        var members: [String: JSONValue] = [:]
        for source in source.map({ [$0] }) ?? Source.allCases {
            members[Server.memberName(source) + "s"] = .array(schedules.filter { $0.source == source }.map(\.value))
        }
        return jsonLine(.object(members))
    }

    static func table(_ schedules: [ScheduleView], display: TimeDisplay) -> TextTable {
        var table = TextTable([
            .init(title: "ID", widthMin: 10), .init(title: "TITLE", widthMin: 10),
            .init(title: "SCHEDULE", widthMin: 12), .init(title: "NEXT"), .init(title: "STATE"),
            .init(title: "LAST", widthMin: 7),
        ])
        for schedule in schedules.sorted(by: { ($0.source.rawValue, $0.ref) < ($1.source.rawValue, $1.ref) }) {
            let last = schedule.lastRun?["status"]?.string
            table.add([
                .init(schedule.name), .init(schedule.title), .init(schedule.words),
                .init(schedule.nextAt.map(display.brief) ?? "-"),
                .init(schedule.state, TextStyle.of(status: schedule.state)),
                .init(last ?? "-", last.map(TextStyle.of(status:)) ?? .quiet),
            ])
        }
        return table
    }
}

extension Source: ExpressibleByArgument {}

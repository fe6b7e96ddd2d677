import ArgumentParser
import CivilTime
import Operations
import Recurrence

/// `almanac show`: one schedule with all there is to know.
struct ShowCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one schedule: its settings, what comes next, what ran last.",
        discussion: "almanac show nightly-ledger")

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: scheduleHelp)
    var id: String

    static let nextCount = 5
    static let runCount = 8

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            let schedule = try await server.find(id)
            let runs = try await server.runs(of: schedule.id, limit: Self.runCount)
            if connection.json {
                let member = Server.memberName(schedule.source)
                let answer: JSONValue = .object([member: schedule.value, "runs": .array(runs)])
                try surroundings.console.write(jsonLine(answer))
                return .ok
            }
            let display = try await server.display(in: surroundings)
            let next = schedule.upcoming(Self.nextCount, after: surroundings.now, zones: try surroundings.zones())
            let page = SchedulePage(
                schedule: schedule, runs: runs, display: display, console: surroundings.console, next: next)
            try surroundings.console.write(lines: page.lines)
            return .ok
        }
    }
}

/// How a command explains the argument that names a schedule.
let scheduleHelp = ArgumentHelp(
    "Job id, heartbeat:SESSION, or the unique start of an id or a title.", valueName: "schedule")

/// How a command explains the argument that names a run.
let runHelp = ArgumentHelp("Run id, or a schedule: then its latest run.", valueName: "run or schedule")

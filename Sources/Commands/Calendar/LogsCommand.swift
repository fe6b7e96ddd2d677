import ArgumentParser
import CivilTime
import Operations

/// `almanac logs`: what a run wrote.
struct LogsCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Print what a run wrote; of a schedule, its latest run.",
        discussion: """
            almanac logs nightly-ledger
            almanac logs 01JD3Q7 --follow
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: runHelp)
    var id: String

    @Flag(name: .shortAndLong, help: "Go on as the run writes, until it ends.")
    var follow = false

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            let run = try await findRun(on: server)
            guard let runID = run["run_id"]?.string else {
                throw CommandFailure(status: .notUnderstood, message: "The server's answer names no run.")
            }
            let log = RunLog(server: server, runID: runID)
            let console = surroundings.console
            if connection.json {
                try await printJSON(run, log: log, console: console)
                return .ok
            }
            var filter = TerminalFilter(isColoured: console.isColoured)
            let isTerminal = console.width != nil
            let show: ([UInt8]) throws -> Void = { try console.write(isTerminal ? filter.passing($0) : $0) }
            if follow { try await log.follow(show) } else { _ = try await log.read(show) }
            return .ok
        }
    }

    private func findRun(on server: Server) async throws -> JSONValue {
        if let run = try await server.run(id) { return run }
        let schedule: ScheduleView
        do {
            schedule = try await server.find(id)
        } catch var failure as CommandFailure {
            if failure.details.isEmpty { failure.message = "There is no run and no schedule \"\(id)\"." }
            throw failure
        }
        guard let run = try await server.runs(of: schedule.id, limit: 1).first else {
            throw CommandFailure.refused("\(schedule.title) has not run yet.")
        }
        return run
    }

    private func printJSON(_ run: JSONValue, log: RunLog, console: Console) async throws {
        var bytes: [UInt8] = []
        if follow { try await log.follow { bytes += $0 } } else { _ = try await log.read { bytes += $0 } }
        let answer: JSONValue = ["run": run, "log": .string(String(decoding: bytes, as: UTF8.self))]
        try console.write(jsonLine(answer))
    }
}

import ArgumentParser
import CivilTime
import Operations

/// `almanac run`: runs a schedule now and tells how it went.
struct RunCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a schedule now.",
        discussion: """
            almanac run nightly-ledger --wait 300

            Exit codes: 0 the run succeeded (or nobody waited for it), 2 it failed, was skipped, cancelled or lost, \
            75 it was still running when the time to wait was over.
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: scheduleHelp)
    var id: String

    @Option(
        name: .long,
        help: ArgumentHelp("Seconds to wait for the outcome; 0 does not wait. Default 2.", valueName: "seconds"))
    var wait: Int64 = 2

    /// What one request may wait (docs/api.md).
    static let requestWaitMax: Int64 = 60

    func validate() throws {
        guard (0...86_400).contains(wait) else {
            throw ValidationError("--wait takes 0 to 86400 seconds; it says \(wait).")
        }
    }

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            let schedule = try await server.find(id)
            let end = surroundings.now.advanced(bySeconds: wait)
            var answer = try await start(schedule, on: server)
            var run = try answer.value()["run"]
            while let id = run?["run_id"]?.string, isLive(run), surroundings.now < end {
                try await Task.sleep(for: .milliseconds(500))
                answer = try await server.get(APIPath("ops/runs").segment(id))
                run = try answer.member("run")
            }
            let console = surroundings.console
            if connection.json {
                try console.write(answer.printed)
            } else {
                try console.write(lines: runWords(run, of: schedule, console: console))
            }
            return status(of: run)
        }
    }

    private func start(_ schedule: ScheduleView, on server: Server) async throws -> Answer {
        let seconds = min(wait, Self.requestWaitMax)
        switch schedule.source {
        case .cron:
            let path = Server.path(schedule.id).segment("run").query("wait", String(seconds))
            return try await server.send(.post, path, waiting: seconds)
        case .heartbeat:
            let body: [String: JSONValue] = ["session_id": .string(schedule.ref), "mode": "now"]
            let path = APIPath("heartbeat/wake").query("wait", String(seconds))
            return try await server.send(.post, path, body: body, waiting: seconds)
        }
    }

    private func isLive(_ run: JSONValue?) -> Bool {
        (run?["status"]?.string).flatMap { RunStatus(rawValue: $0) }?.isLive ?? false
    }

    /// What the outcome means to the caller; a run that nobody waited for has no outcome yet.
    private func status(of run: JSONValue?) -> ExitStatus {
        guard let status = (run?["status"]?.string).flatMap({ RunStatus(rawValue: $0) }) else { return .ok }
        switch status {
        case .success: return .ok
        case .waiting, .running: return wait == 0 ? .ok : .stillRunning
        case .failed, .skipped, .cancelled, .lost: return .runFailed
        }
    }
}

/// "Nightly ledger: success in 1.2 s (run 01J…)", then why it failed and the end of what it wrote.
func runWords(_ run: JSONValue?, of schedule: ScheduleView, console: Console) -> [String] {
    guard let run else { return ["\(printable(schedule.title)): it will run."] }
    let status = run["status"]?.string ?? "unknown"
    var line = "\(printable(schedule.title)): \(console.styled(status, .of(status: status)))"
    if let milliseconds = run["duration_ms"]?.whole { line += " in \(durationWords(milliseconds: milliseconds))" }
    if let id = run["run_id"]?.string { line += " (run \(printable(id)))" }
    var lines = [line]
    if let error = run["error"]?.string { lines.append("  \(printable(error))") }
    let output = run["output_preview"]?.string ?? ""
    return lines + output.split(separator: "\n").map { "  | \(printable(String($0)))" }
}

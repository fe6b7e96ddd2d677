import ArgumentParser
import Operations

/// `almanac rebase`: after a clock that was wrong has been set right.
struct RebaseCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebase", abstract: "Let schedules run again whose record lies ahead of the clock.",
        discussion: """
            almanac rebase --all --reason 'the clock stood a year ahead'
            almanac rebase nightly-ledger

            While the clock was ahead, occurrences became records under later instants than now; until the clock gets
            there again the schedule stands still. This takes it back to now. What ran does not run again; what was
            missed ahead of the clock is missed no more.
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: scheduleHelp)
    var id: String?

    @Flag(name: .long, help: "Every schedule whose record lies ahead of the clock.")
    var all = false

    @Option(name: .long, help: ArgumentHelp("Why, for the record.", valueName: "text"))
    var reason: String?

    mutating func validate() throws {
        if (id == nil) != all { throw ValidationError("Name a schedule, or give --all.") }
    }

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            var body: [String: JSONValue] = [:]
            if let id {
                let schedule = try await server.find(id)
                body["source"] = .string(schedule.source.rawValue)
                body["source_ref"] = .string(schedule.id.ref)
            }
            if let reason { body["reason"] = .string(reason) }
            let answer = try await server.send(.post, APIPath("ops/rebase"), body: body)
            if connection.json {
                try surroundings.console.write(answer.printed)
                return .ok
            }
            let results = try answer.member("results").list ?? []
            if results.isEmpty {
                try surroundings.console.write(line: "No schedule's record lies ahead of the clock.")
            }
            for result in results {
                let name = printable(result["source_ref"]?.string ?? "")
                let missed = result["withdrawn_missed"]?.whole ?? 0
                try surroundings.console.write(
                    line: "\(name) goes on from now; \(missed) occurrences ahead of the clock are missed no more.")
            }
            return .ok
        }
    }
}

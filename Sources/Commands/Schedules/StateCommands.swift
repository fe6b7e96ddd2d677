import ArgumentParser
import CivilTime
import Operations

/// `almanac pause`: no runs until it is resumed, or until an instant.
struct PauseCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Pause a schedule, for a while or until it is resumed.",
        discussion: "almanac pause nightly-ledger --until 'monday 9:00' --reason 'moving the database'")

    @OptionGroup var change: StateChange

    @Option(
        name: .long,
        help: ArgumentHelp(
            "When it goes on by itself: ISO 8601, epoch seconds, or words such as 'in 2h', 'tomorrow 9am'.",
            valueName: "instant"))
    var until: String?

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await change.perform("pause", until: until, in: surroundings)
    }
}

/// `almanac resume`: ends a pause.
struct ResumeCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Resume a paused schedule.", discussion: "almanac resume nightly-ledger")

    @OptionGroup var change: StateChange

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await change.perform("resume", in: surroundings)
    }
}

/// `almanac disable`: no runs until it is enabled.
struct DisableCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Disable a schedule until it is enabled.",
        discussion: "almanac disable nightly-ledger --reason 'replaced by the new report'")

    @OptionGroup var change: StateChange

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await change.perform("disable", in: surroundings)
    }
}

/// `almanac enable`: lets a disabled schedule run again.
struct EnableCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Enable a disabled schedule.", discussion: "almanac enable nightly-ledger")

    @OptionGroup var change: StateChange

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await change.perform("enable", in: surroundings)
    }
}

/// What the four have in common: which schedule, and why.
struct StateChange: ParsableArguments {
    @OptionGroup var connection: ConnectionOptions

    @Argument(help: scheduleHelp)
    var id: String

    @Option(name: .long, help: ArgumentHelp("Why, for the record.", valueName: "text"))
    var reason: String?

    func perform(
        _ action: String, until: String? = nil, in surroundings: Surroundings
    ) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            let schedule = try await server.find(id)
            var body: [String: JSONValue] = [:]
            if let until { body["until"] = readWhen(until) }
            if let reason { body["reason"] = .string(reason) }
            let answer = try await server.send(.post, Server.path(schedule.id).segment(action), body: body)
            if connection.json {
                try surroundings.console.write(answer.printed)
                return .ok
            }
            let member = try answer.value()[Server.memberName(schedule.source)]
            let changed = ScheduleView(source: schedule.source, value: member ?? schedule.value)
            let display = try await server.display(in: surroundings)
            let state = surroundings.console.styled(changed.stateWords(display), .of(status: changed.state))
            let next = changed.nextAt.map { "; next \(display.stampWithDistance($0))" } ?? ""
            try surroundings.console.write(line: "\(printable(changed.title)) is \(state)\(next).")
            return .ok
        }
    }
}

/// An instant for the server to read: digits as epoch seconds, all else as text.
func readWhen(_ text: String) -> JSONValue { Int64(text).map { .integer($0) } ?? .string(text) }

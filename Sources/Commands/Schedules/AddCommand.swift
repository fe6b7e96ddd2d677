import ArgumentParser
import Operations
import Recurrence

/// `almanac add`: creates a cron job or a heartbeat.
struct AddCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Create a cron job, or a heartbeat.",
        discussion: """
            almanac add 'pg_dump main > backup.sql' --cron '30 2 * * *' --tz Europe/Berlin --title 'Nightly backup'
            almanac add --every 15m -- /usr/local/bin/sync --all 'two words'
            almanac add 'shutdown -h now' --at 'tomorrow 22:00'
            almanac add payroll.sh --every 2w --anchor 'friday 09:00' --exclude holidays --exclude 2026-12-25
            almanac add --heartbeat ops --every 30m --hours 09:00-17:00 --prompt 'Look after the queue'

            One argument is the command as the shell reads it. Several are its words, quoted so that they stay words.
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: ArgumentHelp("What runs: shell text, `METHOD URL` or a prompt, as the runner reads it."))
    var command: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("When: a cron expression, nickname or @every interval.", valueName: "expression"))
    var cron: String?

    @Option(
        name: .long, help: ArgumentHelp("When: at a fixed rate, such as 30m, 90s, 1h30m or 2w.", valueName: "interval"))
    var every: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Instant that --every counts from, as --at takes it. Default: now.", valueName: "instant"))
    var anchor: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "When: once, at an instant, or in words such as 'in 20m', 'tomorrow 9:15am'.", valueName: "instant"))
    var at: String?

    @Option(name: .long, help: ArgumentHelp("Make a heartbeat of this session.", valueName: "session"))
    var heartbeat: String?

    @Option(name: .long, help: ArgumentHelp("Active hours of a heartbeat, as 09:00-17:00.", valueName: "from-to"))
    var hours: String?

    @Option(name: .long, help: ArgumentHelp("What a heartbeat asks.", valueName: "text"))
    var prompt: String?

    @OptionGroup(title: "Schedule and policies") var policies: AddPolicies

    func validate() throws {
        if heartbeat != nil {
            if !command.isEmpty { throw ValidationError("A heartbeat takes --prompt, not a command.") }
            if cron != nil || at != nil {
                throw ValidationError("A heartbeat beats --every so often; --cron and --at are for jobs.")
            }
            if anchor != nil { throw ValidationError("A heartbeat keeps a phase of its own; --anchor is for jobs.") }
            if policies.id != nil { throw ValidationError("A heartbeat's id is its session; --id is for jobs.") }
        } else {
            if hours != nil || prompt != nil { throw ValidationError("--hours and --prompt belong to --heartbeat.") }
            if command.isEmpty { throw ValidationError("A command is missing, such as 'backup.sh'.") }
            if anchor != nil, every == nil { throw ValidationError("--anchor goes with --every.") }
            let timings = [cron, every, at].compactMap { $0 }.count
            if timings == 0 { throw ValidationError("When is missing: give --cron, --every or --at.") }
            if timings > 1 { throw ValidationError("Give one of --cron, --every and --at.") }
        }
        try policies.check()
    }

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        let source: Source = heartbeat == nil ? .cron : .heartbeat
        let body = try body(owner: surroundings.variable("ALMANAC_OWNER"))
        return try await connection.withServer(in: surroundings) { server in
            let answer = try await server.send(.post, Server.collection(source), body: body)
            if connection.json {
                try surroundings.console.write(answer.printed)
                return .ok
            }
            let made = ScheduleView(source: source, value: try answer.member(Server.memberName(source)))
            let display = try await server.display(in: surroundings)
            try surroundings.console.write(lines: createdWords(made, answer: try answer.value(), display: display))
            return .ok
        }
    }

    /// The body of the request; `owner` is taken where --owner is not given.
    func body(owner: String?) throws -> [String: JSONValue] {
        var body = try policies.members(owner: owner)
        if let heartbeat {
            body["session_id"] = .string(heartbeat)
            if let prompt { body["prompt"] = .string(prompt) }
            if let hours { body["active_hours"] = try Self.activeHours(hours) }
        } else {
            let isShell = policies.runner.map { ["shell", "dry-run"].contains($0) } ?? true
            body["command"] = .string(commandText(command, isShell: isShell))
        }
        if let cron { body["cron_expr"] = .string(cron) }
        if let every { body["every"] = .string(every) }
        if let anchor { body["anchor"] = readWhen(anchor) }
        if let at { body["run_at"] = readWhen(at) }
        return body
    }

    /// Reads "09:00-17:00".
    static func activeHours(_ text: String) throws -> JSONValue {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { $0.filter { !$0.isWhitespace } }
        guard parts.count == 2, let hours = ActiveHours(start: parts[0], end: parts[1]) else {
            throw CommandFailure.badInput(
                "--hours says \"\(text)\"; it takes two times such as 09:00-17:00, the end up to 24:00.")
        }
        return ["start": .string("\(hours.start)"), "end": .string("\(hours.end)")]
    }
}

/// One word is the command's text; several are joined, quoted where the shell would take them apart.
func commandText(_ words: [String], isShell: Bool) -> String {
    guard words.count > 1 else { return words.first ?? "" }
    return words.map { isShell ? shellQuoted($0) : $0 }.joined(separator: " ")
}

/// The text as one word of a POSIX shell (POSIX.1, 2.2.2).
func shellQuoted(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "%"),
            UInt8(ascii: "+"), UInt8(ascii: ","):
            true
        default: false
        }
    }
    if plain, !text.isEmpty { return text }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
}

/// "Created nightly (Nightly backup): At 02:30, Berlin time; next …", then what the server warns of.
func createdWords(_ made: ScheduleView, answer: JSONValue, display: TimeDisplay) -> [String] {
    let next = made.nextAt.map { "; next \(display.stampWithDistance($0))" } ?? ""
    let title = made.title == made.ref ? "" : " (\(printable(made.title)))"
    let warnings = answer["warnings"]?.list?.compactMap(\.string) ?? []
    return ["Created \(printable(made.name))\(title): \(printable(made.words))\(next)."]
        + warnings.map { "  Note: \(printable($0))" }
}

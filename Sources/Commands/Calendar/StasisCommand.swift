import ArgumentParser
import CivilTime
import Operations

/// `almanac stasis`: what was missed, and what is to become of it.
struct StasisCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stasis", abstract: "List missed occurrences; run, reschedule or delete them.",
        discussion: """
            almanac stasis
            almanac stasis approve nightly-ledger
            almanac stasis reschedule 'cron|nightly-ledger|1772500000' --to 'tomorrow 9:15am'
            almanac stasis delete --all --yes
            """,
        subcommands: [
            StasisListCommand.self, StasisApproveCommand.self, StasisRescheduleCommand.self, StasisDeleteCommand.self,
        ], defaultSubcommand: StasisListCommand.self)
}

struct StasisListCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List what waits for an answer.")

    @OptionGroup var connection: ConnectionOptions

    @Option(
        name: .long,
        help: ArgumentHelp(
            "pending, approved_and_run, rescheduled, deleted or all. Default: pending.", valueName: "status"))
    var status: String?

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            let entries = try await server.stasis(status: status)
            let console = surroundings.console
            if connection.json {
                let list: JSONValue = ["stasis": .array(entries.map(\.value))]
                try console.write(jsonLine(list))
            } else if entries.isEmpty {
                try console.write(line: status == nil ? "Nothing waits in stasis." : "There is nothing of that status.")
            } else {
                let display = try await server.display(in: surroundings)
                try console.write(lines: stasisTable(entries, display: display).lines(for: console))
            }
            return .ok
        }
    }
}

struct StasisApproveCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Run what was missed; of a stretch, its newest occurrence.")

    @OptionGroup var selection: StasisSelection

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await selection.resolve(.approve, verb: "Run", done: "approved", in: surroundings)
    }
}

struct StasisRescheduleCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "reschedule", abstract: "Give what was missed another time.")

    @OptionGroup var selection: StasisSelection

    @Option(
        name: .long,
        help: ArgumentHelp(
            "When: ISO 8601, epoch seconds, or words such as 'in 15m', 'tomorrow 9:15am'.", valueName: "instant"))
    var to: String

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await selection.resolve(
            .reschedule, verb: "Reschedule", done: "rescheduled", body: ["run_at": readWhen(to)], in: surroundings)
    }
}

struct StasisDeleteCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Let what was missed be; it stays in the record.")

    @OptionGroup var selection: StasisSelection

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await selection.resolve(.delete, verb: "Delete", done: "deleted", in: surroundings)
    }
}

/// The entries as a table, oldest first.
func stasisTable(_ entries: [StasisView], display: TimeDisplay) -> TextTable {
    var table = TextTable([
        .init(title: "EVENT", widthMin: 16), .init(title: "TITLE", widthMin: 10),
        .init(title: "MISSED", alignment: .right), .init(title: "FROM"), .init(title: "TO"),
        .init(title: "STATUS"), .init(title: "WHY", widthMin: 10),
    ])
    for entry in entries {
        table.add([
            .init(entry.eventID), .init(entry.title), .init(String(entry.count)),
            .init(entry.firstAt.map(display.brief) ?? "-"), .init(entry.lastAt.map(display.brief) ?? "-"),
            .init(entry.status, .of(status: entry.status)), .init(entry.reason),
        ])
    }
    return table
}

import ArgumentParser
import CivilTime
import Operations

/// `almanac ask`: a change or a new job in plain words; shown first, done only when it is confirmed.
struct AskCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Say in plain words what should be different, or what new job there should be.",
        discussion: """
            almanac ask --job nightly-ledger 'move to 9am'
            almanac ask --event 'cron|nightly-ledger|1772524800' 'skip this one'
            almanac ask 'every weekday at 7am run ./report.sh in Chicago'

            What would change is shown, with what falls due before and after. Nothing changes until it is confirmed.
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "What should be different.")
    var words: [String]

    @Option(name: .long, help: ArgumentHelp("The job or session that should change.", valueName: "id"))
    var job: String?

    @Option(name: .long, help: ArgumentHelp("The occurrence that is meant by 'this one'.", valueName: "event id"))
    var event: String?

    @Flag(name: .long, help: "Confirm without asking.")
    var yes = false

    func validate() throws {
        if job != nil, event != nil { throw ValidationError("--event names the job already; give one of the two.") }
    }

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            let path = try await path(server)
            let asked = try await server.send(
                .post, path, body: ["instruction": .string(words.joined(separator: " "))])
            let proposal = ProposalView(value: try asked.member("proposal"))
            let console = surroundings.console
            let display = try await server.display(in: surroundings)
            if connection.json, !yes {
                try console.write(asked.printed)
                return proposal.isConfirmable ? .ok : .badInput
            }
            if !connection.json { try console.write(lines: proposal.lines(display, console)) }
            guard proposal.isConfirmable else {
                throw CommandFailure.badInput(proposal.warnings.first ?? "There is nothing to confirm.")
            }
            let agreed = try yes || console.confirms("Shall it be so?")
            let answer = try await server.send(
                .post, path.segment("confirm"), body: ["proposal_id": .string(proposal.id), "approve": .bool(agreed)])
            if connection.json {
                try console.write(answer.printed)
            } else {
                try console.write(line: agreed ? "Done." : "Nothing was changed.")
            }
            return .ok
        }
    }

    /// Where the request goes: to an occurrence's card, or to where new jobs are made.
    private func path(_ server: Server) async throws -> APIPath {
        let occurrence: String
        if let event {
            occurrence = event
        } else if let job {
            let schedule = try await server.find(job)
            guard let next = schedule.nextAt else {
                throw CommandFailure(
                    status: .refused, message: "\(printable(schedule.title)) has no occurrence to come.",
                    hint: "Name one of its past ones with --event.")
            }
            occurrence = "\(schedule.id)|\(next.epochSeconds)"
        } else {
            return APIPath("ops/change-request")
        }
        return APIPath("ops/calendar/events").segment(occurrence).segment("change-request")
    }
}

/// A proposal as the server tells it.
struct ProposalView: Hashable, Sendable {
    let value: JSONValue

    var id: String { value["proposal_id"]?.string ?? "" }
    var isConfirmable: Bool { value["confirmable"] == .bool(true) }
    var warnings: [String] { (value["warnings"]?.list ?? []).compactMap(\.string) }

    /// What would change, what falls due before and after, and what to mind.
    func lines(_ display: TimeDisplay, _ console: Console) -> [String] {
        var lines = [printable(value["summary"]?.string ?? "")]
        for name in (value["changed_fields"]?.list ?? []).compactMap(\.string) {
            lines.append("  \(name): \(shown(value["before"]?[name])) → \(shown(value["after"]?[name]))")
        }
        for (title, name) in [("before", "next_before"), ("after", "next_after")] {
            let instants = (value[name]?.list ?? []).compactMap(\.instant)
            if !instants.isEmpty {
                lines.append("  next \(title): " + instants.map(display.brief).joined(separator: ", "))
            }
        }
        let confidence = value["confidence"]?.string ?? "low"
        lines += warnings.map { "  Note: \(printable($0))" }
        return lines + (confidence == "high" ? [] : ["  Confidence: \(confidence)"])
    }

    private func shown(_ value: JSONValue?) -> String {
        guard let value, value != .null else { return "none" }
        return printable(value.string ?? String(decoding: jsonLine(value), as: UTF8.self).filter { !$0.isNewline })
    }
}

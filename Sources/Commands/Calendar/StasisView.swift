import ArgumentParser
import CivilTime
import Operations

/// A missed stretch as the server tells it.
struct StasisView: Hashable, Sendable {
    let value: JSONValue

    var eventID: String { value["event_id"]?.string ?? "" }
    var ref: String { value["source_ref"]?.string ?? "" }
    var source: Source? { (value["source"]?.string).flatMap { Source(rawValue: $0) } }
    var title: String { value["title"]?.string ?? ref }
    var status: String { value["status"]?.string ?? "pending" }
    var count: Int64 { value["count"]?.whole ?? 1 }
    var firstAt: Instant? { value["first_at"]?.instant }
    var lastAt: Instant? { value["last_at"]?.instant }

    /// Why it was missed, in words.
    var reason: String {
        value["reason_in_words"]?.string ?? value["reason"]?.string ?? ""
    }

    /// Whether a person who writes `text` may mean this entry: its event id, its schedule, or the start of those.
    func answers(to text: String) -> Bool {
        let name = ScheduleName(text)
        let wanted = name.ref.lowercased()
        if eventID == text { return true }
        guard let source, name.sources.contains(source) else { return false }
        return ref.lowercased() == wanted || title.lowercased().hasPrefix(wanted)
    }
}

/// What may be done with a missed stretch, by its name on the wire.
enum StasisAction: String {
    case approve = "approve_backfill_run"
    case reschedule
    case delete = "delete_missed"

    /// Its name where it goes to many at once.
    var inBulk: String {
        switch self {
        case .approve: "approve"
        case .reschedule: "reschedule"
        case .delete: "delete"
        }
    }
}

extension Server {
    /// Missed stretches of a status, those that wait for an answer by default; oldest first.
    func stasis(status: String? = nil, outage: String? = nil) async throws -> [StasisView] {
        let path = APIPath("ops/stasis").query("status", status).query("outage", outage).query("limit", "10000")
        let answer = try await get(path)
        let entries = (try answer.member("stasis").list ?? []).map { StasisView(value: $0) }
        return entries.sorted { ($0.firstAt ?? .distantPast, $0.eventID) < ($1.firstAt ?? .distantPast, $1.eventID) }
    }
}

/// Which entries a command is about.
struct StasisSelection: ParsableArguments {
    @OptionGroup var connection: ConnectionOptions

    @Argument(help: ArgumentHelp("Event id of `almanac stasis`, or a schedule.", valueName: "event or schedule"))
    var ids: [String] = []

    @Flag(name: .long, help: "All that waits, or all of the schedules that are named.")
    var all = false

    @Option(
        name: .long, help: ArgumentHelp("All that this outage left behind, by its id in the calendar.", valueName: "id")
    )
    var outage: String?

    @Flag(name: .shortAndLong, help: "Don't ask.")
    var yes = false

    @Option(name: .long, help: ArgumentHelp("Why, for the record.", valueName: "text"))
    var reason: String?

    mutating func validate() throws {
        if ids.isEmpty, !all, outage == nil {
            throw ValidationError("Name an event or a schedule, or give --outage or --all.")
        }
    }

    /// The entries meant; one for each name unless --all is given.
    func choose(among entries: [StasisView]) throws -> [StasisView] {
        guard !ids.isEmpty else { return entries }
        var chosen: [StasisView] = []
        for id in ids {
            let found = entries.filter { $0.answers(to: id) }
            if found.isEmpty {
                throw CommandFailure.refused(
                    "Nothing of \"\(id)\" waits in stasis.", hint: "`almanac stasis` lists what does.")
            }
            if found.count > 1, !all {
                throw CommandFailure.refused(
                    "\(found.count) stretches of \"\(id)\" wait:", details: found.map(\.eventID),
                    hint: "Name one of them, or give --all.")
            }
            for entry in found where !chosen.contains(entry) { chosen.append(entry) }
        }
        return chosen
    }

    /// Carries out one action on every entry chosen; goes on past those that are refused.
    func resolve(
        _ action: StasisAction, verb: String, done: String, body: [String: JSONValue] = [:],
        in surroundings: Surroundings
    ) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            let console = surroundings.console
            let entries = try choose(among: try await server.stasis(outage: outage))
            if entries.isEmpty {
                try console.write(line: "Nothing waits in stasis.")
                return .ok
            }
            if entries.count > 1, !yes, try !console.confirms("\(verb) \(entries.count) missed stretches?") {
                console.complain(lines: ["Nothing was changed."])
                return .refused
            }
            var body = body
            if let reason { body["reason"] = .string(reason) }
            if entries.count > 1 {
                body["action"] = .string(action.inBulk)
                return try await resolveTogether(entries, body: body, done: done, on: server, console: console)
            }
            body["action"] = .string(action.rawValue)
            return try await resolve(entries, body: body, done: done, on: server, console: console)
        }
    }

    /// Many answers in one request; each entry has its own result.
    private func resolveTogether(
        _ entries: [StasisView], body: [String: JSONValue], done: String, on server: Server, console: Console
    ) async throws -> ExitStatus {
        var body = body
        body["event_ids"] = .array(entries.map { .string($0.eventID) })
        let answer = try await server.send(.post, APIPath("ops/stasis/resolve"), body: body)
        let results = try answer.member("results").list ?? []
        let refused = results.contains { $0["error"] != nil }
        if connection.json {
            try console.write(answer.printed)
        } else {
            for (entry, result) in zip(entries, results) {
                if let error = result["error"]?.string {
                    console.complain(lines: ["\(printable(entry.title)): \(printable(error))"])
                } else {
                    try console.write(line: "\(printable(entry.title)): \(entry.count) missed, \(done).")
                }
            }
        }
        return refused ? .refused : .ok
    }

    private func resolve(
        _ entries: [StasisView], body: [String: JSONValue], done: String, on server: Server, console: Console
    ) async throws -> ExitStatus {
        var status = ExitStatus.ok
        for entry in entries {
            let path = APIPath("ops/calendar/events").segment(entry.eventID).segment("action")
            let answer = try await server.exchange(.post, path, body: body, waiting: 2)
            if !answer.isSuccess {
                console.complain(answer.refusal)
                status = .refused
            }
            if connection.json {
                try console.write(answer.printed)
            } else if answer.isSuccess {
                let run =
                    try answer.value()["run"]?["status"]?.string.map {
                        "; its run: \(console.styled($0, .of(status: $0)))"
                    } ?? ""
                try console.write(line: "\(printable(entry.title)): \(entry.count) missed, \(done)\(run).")
            }
        }
        return status
    }
}

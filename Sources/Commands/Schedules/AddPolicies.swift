import ArgumentParser
import Operations
import Recurrence

/// Options of `add` besides what runs and when.
struct AddPolicies: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("Zone of its local times, an IANA name. Default: the server's.", valueName: "zone"))
    var tz: String?

    @Option(name: .long, help: ArgumentHelp("Tool whose reading of --cron is meant.", valueName: "name"))
    var dialect: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Day on which it does nothing, as 2026-12-25, or a calendar of the configuration. Repeat for more.",
            valueName: "date or calendar"))
    var exclude: [String] = []

    @Option(name: .long, help: "What it is called.")
    var title: String?

    @Option(name: .long, help: ArgumentHelp("What it is for.", valueName: "text"))
    var description: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Its id: letters, digits and . _ : @ -; default: the server makes one.", valueName: "id"))
    var id: String?

    @Option(
        name: .long, help: ArgumentHelp("Whose it is. Default: ALMANAC_OWNER, else the server's.", valueName: "owner"))
    var owner: String?

    @Option(name: .long, help: ArgumentHelp("Session a job is bound to.", valueName: "session"))
    var session: String?

    @Option(name: .long, help: "Where it reports to.")
    var channel: String?

    @Option(name: .long, help: ArgumentHelp("How loudly failures speak: critical, normal, low.", valueName: "name"))
    var category: String?

    @Option(name: .long, help: ArgumentHelp("What carries it out: shell, http, agent, dry-run.", valueName: "name"))
    var runner: String?

    @Option(name: .long, help: ArgumentHelp("Folder it runs in.", valueName: "folder"))
    var workdir: String?

    @Option(
        name: .long, parsing: .upToNextOption,
        help: ArgumentHelp("Variables of its environment.", valueName: "name=value"))
    var env: [String] = []

    @Option(name: .long, help: ArgumentHelp("Longest a run may take, such as 90s or 10m.", valueName: "interval"))
    var timeout: String?

    @Option(
        name: .long, help: ArgumentHelp("When the last run is still alive: skip, queue or allow.", valueName: "name"))
    var overlap: String?

    @Option(
        name: .long,
        help: ArgumentHelp("How late a run may start, such as 30s; 0 for not at all.", valueName: "interval"))
    var grace: String?

    @Option(name: .long, help: ArgumentHelp("Further attempts after a failed run, 0 to 10.", valueName: "count"))
    var retries: Int64?

    @Flag(name: .long, help: "Delete the job after its run.")
    var deleteAfterRun = false

    @Flag(name: .long, help: "Create it disabled.")
    var disabled = false

    /// Checks what the parser can't know.
    func check() throws {
        try Self.check("--category", category, among: Operations.Category.allCases.map(\.rawValue))
        try Self.check("--overlap", overlap, among: Overlap.allCases.map(\.rawValue))
        try Self.check("--dialect", dialect, among: Dialect.allCases.map(\.rawValue))
        if let retries, !(0...10).contains(retries) {
            throw ValidationError("--retries takes 0 to 10; it says \(retries).")
        }
        if let id, !ScheduleID.isValidRef(id) {
            throw ValidationError(
                "--id takes 1 to \(ScheduleID.refLengthMax) letters, digits and . _ : @ -; it says \"\(id)\".")
        }
    }

    private static func check(_ name: String, _ value: String?, among allowed: [String]) throws {
        guard let value, !allowed.contains(value) else { return }
        throw ValidationError("\(name) takes \(allowed.joined(separator: ", ")); it says \"\(value)\".")
    }

    /// The members of the request that these options make; what is not given is left to the server.
    func members(owner defaultOwner: String?) throws -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        let texts: [(String, String?)] = [
            ("timezone", tz), ("dialect", dialect), ("title", title), ("description", description), ("job_id", id),
            ("owner", owner ?? defaultOwner), ("session_id", session), ("channel", channel), ("category", category),
            ("runner", runner), ("workspace_dir", workdir), ("overlap", overlap),
        ]
        for (name, text) in texts { if let text { members[name] = .string(text) } }
        if !exclude.isEmpty { members["exclusions"] = .array(exclude.map(JSONValue.string)) }
        if !env.isEmpty { members["env"] = .object(try variables()) }
        if let timeout { members["timeout_seconds"] = .integer(try Self.seconds(timeout, of: "--timeout")) }
        if let grace { members["grace_seconds"] = .integer(grace == "0" ? 0 : try Self.seconds(grace, of: "--grace")) }
        if let retries { members["retries"] = .integer(retries) }
        if deleteAfterRun { members["delete_after_run"] = true }
        if disabled { members["enabled"] = false }
        return members
    }

    private func variables() throws -> [String: JSONValue] {
        var variables: [String: JSONValue] = [:]
        for text in env {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw CommandFailure.badInput("--env says \"\(text)\"; it takes NAME=VALUE.")
            }
            variables[String(parts[0])] = .string(String(parts[1]))
        }
        return variables
    }

    private static func seconds(_ text: String, of name: String) throws -> Int64 {
        do {
            return try parseInterval(text)
        } catch {
            throw CommandFailure.badInput("\(name): \(error.message)", hint: "Write 90s, 10m or 1h30m.")
        }
    }
}

import ArgumentParser
import CivilTime
import Operations

/// `almanac events`: the event log, and what comes into it.
struct EventsCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Show the event log, or follow it.",
        discussion: """
            almanac events -n 50
            almanac events --since 1200 --follow
            """)

    @OptionGroup var connection: ConnectionOptions

    @Flag(name: .shortAndLong, help: "Go on with events as they happen, until interrupted.")
    var follow = false

    @Option(name: .long, help: ArgumentHelp("Start after this sequence number.", valueName: "seq"))
    var since: Int64?

    @Option(name: .shortAndLong, help: ArgumentHelp("How many of the latest. Default 20.", valueName: "count"))
    var n: Int?

    static let countDefault = 20

    func validate() throws {
        if let n, !(0...100_000).contains(n) { throw ValidationError("-n takes 0 to 100000; it says \(n).") }
        if let since, since < 0 {
            throw ValidationError("--since takes a sequence number, 0 or more; it says \(since).")
        }
    }

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            let log = EventLog(server: server)
            let events = try await log.tail(since: since, count: n ?? (since == nil ? Self.countDefault : nil))
            let display = connection.json ? nil : try await server.display(in: surroundings)
            let printer = EventPrinter(display: display, console: surroundings.console)
            for event in events { try printer.print(event) }
            if follow {
                var last = events.last?["seq"]?.whole ?? since
                if last == nil { last = try await log.lastSeq() }
                try await log.follow(after: last ?? 0, printer: printer)
            }
            return .ok
        }
    }
}

/// Writes events of the log, a line each: as JSON, or for people.
struct EventPrinter {
    /// nil writes JSON.
    let display: TimeDisplay?
    let console: Console

    func print(_ event: JSONValue) throws {
        guard let display else { return try console.write(jsonLine(event)) }
        try console.write(line: line(of: event, display: display))
    }

    func line(of event: JSONValue, display: TimeDisplay) -> String {
        let seq = event["seq"]?.whole.map(String.init) ?? "-"
        let at = event["occurred_at_utc"]?.instant.map(display.stamp) ?? "-"
        let status = event["status"]?.string ?? ""
        let subject = [event["source"]?.string, event["source_ref"]?.string].compactMap { $0 }.joined(separator: "|")
        let parts = [
            console.styled(seq, .quiet), at, printable(event["event_type"]?.string ?? "-"),
            subject.isEmpty ? nil : printable(subject),
            status.isEmpty ? nil : console.styled(printable(status), .of(status: status)),
            Self.remark(event["payload"]).map(printable),
        ]
        return parts.compactMap { $0 }.joined(separator: "  ")
    }

    /// What a reader wants to know besides the type: why it failed, or what it is called.
    private static func remark(_ payload: JSONValue?) -> String? {
        guard let payload else { return nil }
        let run = payload["run"]
        return run?["error"]?.string ?? run?["title"]?.string
            ?? payload["job"]?["title"]?.string ?? payload["session"]?["title"]?.string
            ?? payload["stasis"]?.list?.first?["title"]?.string ?? payload["notification"]?["title"]?.string
    }

    /// Says that something of the log can't be shown any more.
    func note(_ text: String) { console.complain(lines: ["almanac: \(text)"]) }
}

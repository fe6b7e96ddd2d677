import ArgumentParser
import CivilTime
import Recurrence

/// `almanac next`: the next occurrences of an expression, or of one a line on standard input.
struct NextCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "Say when an expression occurs next; needs no server.",
        discussion: """
            almanac next '30 2 * * *' --tz America/Chicago --after 2026-03-07 -n 3
            almanac next --jsonl < questions > answers

            With --jsonl a line in is {"expr","tz","after","n","dialect"}, all but the first optional; a line out is \
            {"next":[epoch seconds…]} or {"error":{"field","column","found","allowed","message","hint"}}.
            """)

    @Argument(help: ArgumentHelp("Cron expression, nickname or @every interval.", valueName: "expression"))
    var expression: [String] = []

    @OptionGroup var reading: ExpressionOptions

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Instant to start from, itself left out: ISO 8601, epoch seconds or a local date. Default: now.",
            valueName: "instant"))
    var after: String?

    @Option(
        name: .shortAndLong, help: ArgumentHelp("How many, 1 to \(NextLines.countMax). Default 5.", valueName: "count"))
    var n: Int?

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    @Flag(name: .long, help: "Read one question a line from standard input, and answer each with a line.")
    var jsonl = false

    static let countDefault = 5

    func validate() throws {
        if jsonl, !expression.isEmpty {
            throw ValidationError("With --jsonl the expressions come from standard input; none is given here.")
        }
        if !jsonl, expression.isEmpty { throw ValidationError("An expression is missing, such as '0 9 * * MON-FRI'.") }
        if let n, !(1...NextLines.countMax).contains(n) {
            throw ValidationError("-n takes 1 to \(NextLines.countMax); it says \(n).")
        }
    }

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        let zones = try surroundings.zones()
        if jsonl {
            let lines = NextLines(
                zones: zones, timezone: reading.tz ?? surroundings.defaultTimezone, dialect: reading.dialect,
                count: n ?? 1, clock: surroundings.clock)
            return try lines.answerAll(of: surroundings.console)
        }
        let read: ReadExpression
        let start: Instant
        do throws(ExpressionFault) {
            read = try ReadExpression(expression, reading, in: surroundings, zones: zones)
            start = if let after { try readAfter(after, zone: read.zone) } else { surroundings.now }
        } catch {
            if json { try surroundings.console.write(error.line) }
            throw error.failure(in: expression.joined(separator: " "))
        }
        let found = read.occurrences(after: start, count: n ?? Self.countDefault)
        if json {
            try surroundings.console.write(jsonAnswer(read, after: start, found))
        } else if found.isEmpty {
            try surroundings.console.write(line: emptyWords(read))
        } else {
            let display = TimeDisplay(zone: read.zone, now: surroundings.now)
            try surroundings.console.write(
                lines: occurrenceLines(found, display: display, console: surroundings.console))
        }
        return .ok
    }

    private func jsonAnswer(_ read: ReadExpression, after start: Instant, _ found: [Occurrence]) -> [UInt8] {
        var json = JSONText()
        json.raw(#"{"expr":"#)
        json.string(read.expression.text)
        json.raw(#","dialect":"#)
        json.string(read.expression.dialect.rawValue)
        json.raw(#","tz":"#)
        json.string(read.zone.identifier)
        json.raw(#","after":"#)
        json.string(start.iso8601)
        json.raw(#","next":"#)
        json.list(found) { $0.integer($1.at.epochSeconds) }
        json.raw(#","occurrences":"#)
        json.list(found) { $0.occurrence($1, zone: read.zone) }
        json.raw("}\n")
        return json.bytes
    }
}

import ArgumentParser
import CivilTime
import Recurrence

/// `almanac explain`: an expression in words, its plainest form, its fields, what comes next, what may surprise.
struct ExplainCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say what an expression means; needs no server.",
        discussion: "almanac explain '*/7 9-17 * * MON-FRI' --tz Europe/Berlin")

    @Argument(help: ArgumentHelp("Cron expression, nickname or @every interval.", valueName: "expression"))
    var expression: [String]

    @OptionGroup var reading: ExpressionOptions

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        let console = surroundings.console
        let zones = try surroundings.zones()
        let read: ReadExpression
        do {
            read = try ReadExpression(expression, reading, in: surroundings, zones: zones)
        } catch {
            if json { try console.write(error.line) }
            throw error.failure(in: expression.joined(separator: " "))
        }
        let explanation = Explanation(read, now: surroundings.now)
        if json {
            try console.write(explanation.json)
        } else {
            try console.write(lines: explanation.lines(console: console))
        }
        return .ok
    }
}

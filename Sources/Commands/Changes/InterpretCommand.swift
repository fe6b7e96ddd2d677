import ArgumentParser
import ChangeRequests

/// `almanac interpret`: what requests in plain words would change, one a line of standard input.
struct InterpretCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "interpret", abstract: "Say what a change in plain words would change; needs no server.",
        discussion: """
            almanac interpret --jsonl < requests > answers

            A line in is {"id","now","display_timezone","source","schedule","scheduled_at","instruction"}; a line out is \
            {"id","operation":{"type"},"patch","occurrence"?,"summary","warnings","confidence"} or \
            {"id"?,"error":{"field","message","hint"}}. Nothing is changed.
            """)

    @Flag(name: .long, help: "Read one request a line from standard input, and answer each with a line.")
    var jsonl = false

    func validate() throws {
        if !jsonl {
            throw ValidationError("Requests come from standard input, a line each: almanac interpret --jsonl.")
        }
    }

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try InterpretLines(interpreter: ChangeInterpreter(zones: surroundings.zones())).answerAll(
            of: surroundings.console)
    }
}

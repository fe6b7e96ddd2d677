import ArgumentParser
struct ImportCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "import")
    func perform(in surroundings: Surroundings) async throws -> ExitStatus { .ok }
}

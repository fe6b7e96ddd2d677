import ArgumentParser

/// Version of this program.
package let almanacVersion = "0.1.0"

struct VersionCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print this program's version.")

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try surroundings.console.write(
            line: json ? #"{"version":"\#(almanacVersion)"}"# : "almanac \(almanacVersion)")
        return .ok
    }
}

import ArgumentParser

/// Options of every command that talks to a server.
struct ConnectionOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Address of the server. Default: ALMANAC_URL, else http://127.0.0.1:8787.", valueName: "address"))
    var url: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "File that holds the access token. Default: ALMANAC_TOKEN, ALMANAC_TOKEN_FILE, else the data folder's.",
            valueName: "file"))
    var tokenFile: String?

    @Flag(name: .long, help: "Print the server's answer as JSON.")
    var json = false

    /// The address by option, variable, default.
    func address(in surroundings: Surroundings) throws -> ServerAddress {
        try ServerAddress(url ?? surroundings.variable("ALMANAC_URL") ?? ServerAddress.standard)
    }

    /// Opens a connection for as long as `body` takes.
    func withServer(
        in surroundings: Surroundings, _ body: (Server) async throws -> ExitStatus
    ) async throws -> ExitStatus {
        let address = try address(in: surroundings)
        do {
            return try await Server.withServer(
                at: address, token: try TokenSource(file: tokenFile, at: address).token(in: surroundings), body)
        } catch let failure as CommandFailure {
            if json, let document = failure.document { try surroundings.console.write(document) }
            throw failure
        }
    }
}

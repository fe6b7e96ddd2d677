import ArgumentParser
import Operations

/// `almanac alerts test`: one message, at once.
struct AlertTestCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Send a test through a channel, and say how it went.",
        discussion: "almanac alerts test ops")

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The channel's name.")
    var channel: String

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        try await connection.withServer(in: surroundings) { server in
            let path = APIPath("ops/alerts").segment(channel).segment("test")
            let answer = try await server.send(.post, path, waiting: 60)
            let delivery = try answer.member("delivery")
            let isDelivered = delivery["status"]?.string == "delivered"
            if connection.json {
                try surroundings.console.write(answer.printed)
            } else {
                let how = printable(delivery["answer"]?.string ?? "no answer")
                try surroundings.console.write(
                    line: isDelivered ? "Delivered: \(how)." : "Not delivered: \(how).")
            }
            return isDelivered ? .ok : .runFailed
        }
    }
}

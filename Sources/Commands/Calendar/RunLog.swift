import Operations

/// The log of one run.
struct RunLog {
    let server: Server
    let runID: String

    static func path(_ runID: String) -> APIPath { APIPath("ops/runs").segment(runID).segment("log") }

    /// Bytes asked for at once.
    static let pieceBytesMax = 1_048_576
    /// Between two looks at a log that is still being written.
    static let pause: Duration = .milliseconds(300)

    /// Prints the log as it grows, until the run has ended and all of it is printed.
    ///
    /// By range requests (RFC 9110, 14.2): they take up exactly where the last one ended, whatever broke in between.
    func follow(to console: Console) async throws {
        var position = 0
        while true {
            // Asked before the log is read: what a run writes before it ends is there once it has ended.
            let isLive = try await isLive()
            var isAtEnd = false
            while !isAtEnd {
                let piece = try await server.bytes(Self.path(runID), from: position, atMost: Self.pieceBytesMax)
                if !piece.isEmpty { try console.write(piece) }
                position += piece.count
                isAtEnd = piece.count < Self.pieceBytesMax
            }
            guard isLive else { return }
            try await Task.sleep(for: Self.pause)
        }
    }

    private func isLive() async throws -> Bool {
        let status = try await server.run(runID)?["status"]?.string
        return status.flatMap { RunStatus(rawValue: $0) }?.isLive ?? false
    }
}

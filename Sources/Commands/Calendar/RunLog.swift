import Operations

/// The log of one run.
///
/// Read by range requests (RFC 9110, 14.1): they take up exactly where the last one ended, whatever broke in between.
struct RunLog {
    let server: Server
    let runID: String

    /// Bytes asked for at once; the server hands out no more.
    static let pieceBytesMax = 1_048_576
    /// Between two looks at a log that is still being written.
    static let pause: Duration = .milliseconds(300)

    private var path: APIPath { APIPath("ops/runs").segment(runID).segment("log") }

    /// Hands out the log piece by piece from a position on; answers with the position of its end.
    func read(from start: Int = 0, _ body: ([UInt8]) throws -> Void) async throws -> Int {
        var position = start
        while true {
            let piece = try await server.bytes(path, from: position, atMost: Self.pieceBytesMax)
            if piece.isEmpty { return position }
            try body(piece)
            position += piece.count
        }
    }

    /// Hands out the log as it grows, until the run has ended and all of it is out.
    func follow(_ body: ([UInt8]) throws -> Void) async throws {
        var position = 0
        while true {
            // Asked before the log is read: what a run writes before it ends is there once it has ended.
            let isLive = try await isLive()
            position = try await read(from: position, body)
            guard isLive else { return }
            try await Task.sleep(for: Self.pause)
        }
    }

    private func isLive() async throws -> Bool {
        let status = try await server.run(runID)?["status"]?.string
        return status.flatMap { RunStatus(rawValue: $0) }?.isLive ?? false
    }
}

import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Server-sent events over a response that ends when the client goes, the server stops, or the client is cut off.
enum EventStream {
    typealias Write = @Sendable @concurrent (ByteBuffer) async throws -> Void

    /// Milliseconds after which a browser comes back.
    static let retryMilliseconds = 2_000

    static func frame(id: Int64? = nil, event: String, data: some Sequence<UInt8>) -> ByteBuffer {
        var buffer = ByteBuffer()
        if let id { buffer.writeString("id: \(id)\n") }
        buffer.writeString("event: \(event)\ndata: ")
        buffer.writeBytes(data)
        buffer.writeString("\n\n")
        return buffer
    }

    /// `body` writes frames until it returns. `cut`, when it finishes, closes the connection even while a write waits for a
    /// reader that has stopped reading.
    static func response(
        to request: Request, cut: AsyncStream<Never>? = nil, onEnd: @escaping @Sendable () -> Void = {},
        _ body: @escaping @Sendable @concurrent (_ write: @escaping Write) async throws -> Void
    ) -> Response {
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-store",
            HTTPField.Name("x-accel-buffering")!: "no",
        ]
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                defer { onEnd() }
                let box = WriterBox(writer)
                let (gone, goneContinuation) = AsyncStream<Never>.makeStream()
                let pump: @Sendable () async throws -> Void = {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask {
                            try await box.write(ByteBuffer(string: "retry: \(retryMilliseconds)\n\n"))
                            try await body { try await box.write($0) }
                        }
                        group.addTask {
                            for await _ in gone {}
                            throw CancellationError()
                        }
                        if let cut {
                            group.addTask {
                                for await _ in cut {}
                                throw CancellationError()
                            }
                        }
                        try await group.next()
                        group.cancelAll()
                    }
                }
                try await withGracefulShutdownHandler {
                    try await request.body.consumeWithInboundCloseHandler { requestBody in
                        // Its end first: a source of the body that goes before it has seen the end is a fatal error in
                        // the server library, and an answer can be done before the request's last part is looked at.
                        for try await _ in requestBody {}
                        try await pump()
                    } onInboundClosed: {
                        goneContinuation.finish()
                    }
                } onGracefulShutdown: {
                    goneContinuation.finish()
                }
                try await box.finish()
            })
    }

    /// The response's writer, used by one task at a time.
    private final class WriterBox: @unchecked Sendable {
        private var writer: any ResponseBodyWriter

        init(_ writer: any ResponseBodyWriter) { self.writer = writer }

        func write(_ buffer: ByteBuffer) async throws { try await writer.write(buffer) }

        func finish() async throws { try await writer.finish(nil) }
    }
}

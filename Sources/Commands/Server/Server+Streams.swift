import AsyncHTTPClient
import NIOCore
import NIOHTTP1

extension Server {
    /// What became of a stream that was followed.
    enum StreamEnding: Hashable, Sendable {
        /// The server ended it, or the connection broke.
        case closed
        /// `body` had seen enough.
        case satisfied
    }

    /// Follows a stream of events until it ends or `body` answers false.
    /// - Throws: the server's refusal, or that no server answers.
    func follow(
        _ path: APIPath, lastEventID: String?, _ body: (EventStreamReader.Event) async throws -> Bool
    ) async throws -> StreamEnding {
        var request = request(.get, path)
        request.headers.replaceOrAdd(name: "accept", value: "text/event-stream")
        if let lastEventID { request.headers.add(name: "last-event-id", value: lastEventID) }
        let response = try await head(of: request, deadline: .distantFuture)
        guard response.status.code == 200 else { throw try await refusal(in: response) }
        var reader = EventStreamReader()
        var fault: (any Error)?
        do {
            for try await piece in response.body {
                for event in reader.read(piece.readableBytesView) {
                    do {
                        guard try await body(event) else { return .satisfied }
                    } catch {
                        fault = error
                        throw error
                    }
                }
            }
        } catch {
            // What `body` throws is its caller's; a connection that broke means "ask again".
            if let fault { throw fault }
            if error is CancellationError { throw error }
        }
        return .closed
    }

    private func refusal(in response: HTTPClientResponse) async throws -> CommandFailure {
        let bytes = try await response.body.collect(upTo: Self.answerBytesMax)
        return Answer(
            status: Int(response.status.code), contentType: response.headers.first(name: "content-type") ?? "",
            bytes: Array(bytes.readableBytesView), address: address
        ).refusal
    }
}

extension Server {
    /// Bytes of a resource from a position on; empty where there are none yet.
    func bytes(_ path: APIPath, from position: Int, atMost limit: Int) async throws -> [UInt8] {
        var request = request(.get, path)
        request.headers.replaceOrAdd(name: "accept", value: "*/*")
        request.headers.add(name: "range", value: "bytes=\(position)-\(position + limit - 1)")
        let response = try await head(of: request, deadline: .now() + Self.answerTimeout)
        switch response.status.code {
        case 206:
            return Array(try await response.body.collect(upTo: limit).readableBytesView)
        case 200:
            // The whole of it, from a server or proxy that keeps no ranges.
            let all = try await response.body.collect(upTo: Self.answerBytesMax).readableBytesView
            return Array(all.dropFirst(position).prefix(limit))
        case 416:
            // Nothing there yet (RFC 9110, 15.5.17).
            return []
        default: throw try await refusal(in: response)
        }
    }
}

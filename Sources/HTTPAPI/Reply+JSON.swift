import CivilTime
import Documents
import HTTPTypes
import Hummingbird
import NIOCore
import Operations

extension Response {
    /// An answer whose body is the JSON object that `body` writes the fields of.
    static func json(
        _ status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], reserving capacity: Int = 1_024,
        _ body: (inout JSONWriter) throws -> Void
    ) rethrows -> Response {
        var writer = JSONWriter(reserving: capacity)
        try writer.object { json in try body(&json) }
        var headers = headers
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes)))
    }
}

/// Fields of an object that are written piece by piece.
protocol JSONPieces: Sendable {
    /// Writes on until there are so many bytes; whether there is more to write.
    mutating func write(to json: inout JSONWriter, upTo bytes: Int) -> Bool
}

extension Response {
    /// Bytes after which a long answer is sent on while the rest is written.
    private static var pieceBytes: Int { 256 * 1024 }

    /// An answer whose body is a JSON object that may be long.
    static func json(pieces: some JSONPieces) -> Response {
        let headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                var pieces = pieces
                var json = JSONWriter(reserving: pieceBytes + 4_096)
                json.beginObject()
                while pieces.write(to: &json, upTo: pieceBytes) {
                    try await writer.write(ByteBuffer(bytes: json.bytes))
                    json.dropBytes()
                }
                json.endObject()
                try await writer.write(ByteBuffer(bytes: json.bytes))
                try await writer.finish(nil)
            })
    }
}

/// Bounds on what a request may bring (docs/api.md).
enum RequestLimits {
    static let bodyBytesMax = 1 << 20
    static let waitSecondsMax = 60.0
    static let waitSecondsDefault = 2.0
}

extension Request {
    /// The body as JSON; an empty body is an empty object.
    mutating func jsonBody() async throws -> JSONValue {
        let buffer: ByteBuffer
        do {
            buffer = try await collectBody(upTo: RequestLimits.bodyBytesMax)
        } catch is NIOTooManyBytesError {
            throw Problem(
                status: .contentTooLarge, title: "Body too large",
                detail: "A body may hold at most \(RequestLimits.bodyBytesMax) bytes.")
        }
        guard buffer.readableBytes > 0 else { return .object([:]) }
        do {
            return try readJSON(buffer.readableBytesView)
        } catch {
            throw Problem(
                status: .badRequest, title: "Not JSON", detail: error.items.map(\.message).joined(separator: " "),
                errors: error.items)
        }
    }

    /// The body as an object with no other fields than these.
    mutating func fields(_ allowed: Set<String>) async throws -> [String: JSONValue] {
        guard let fields = try await jsonBody().object else {
            throw Problem.badRequest("The body must be a JSON object.", field: "body")
        }
        if let unknown = fields.keys.sorted().first(where: { !allowed.contains($0) }) {
            throw Problem.badRequest(
                "There is no field \"\(unknown)\" here; "
                    + (allowed.isEmpty ? "it takes none." : "allowed are \(allowed.sorted().joined(separator: ", "))."),
                field: unknown)
        }
        return fields
    }

    /// A query parameter, percent-decoded; nil if it is absent or empty.
    func query(_ name: String) -> String? {
        guard let value = uri.queryParameters[Substring(name)], !value.isEmpty else { return nil }
        return String(value)
    }

    /// `?wait=SECONDS` of calls that start a run (docs/api.md).
    func waitSeconds() throws -> Double {
        guard let text = query("wait") else { return RequestLimits.waitSecondsDefault }
        guard let seconds = Double(text), (0...RequestLimits.waitSecondsMax).contains(seconds) else {
            throw Problem.badRequest("wait says \"\(text)\"; it takes 0 to 60 seconds.", field: "wait")
        }
        return seconds
    }

    func limit(default fallback: Int, max: Int) throws -> Int {
        guard let text = query("limit") else { return fallback }
        guard let limit = Int(text), (1...max).contains(limit) else {
            throw Problem.badRequest("limit says \"\(text)\"; it takes 1 to \(max).", field: "limit")
        }
        return limit
    }

    /// The version an edit was based on, from `If-Match`; nil if none was sent or any is good.
    func expectedVersion() throws -> Int? {
        guard let text = headers[.ifMatch], text != "*" else { return nil }
        guard let version = Int(text.filter { $0 != "\"" }) else {
            throw Problem.badRequest(
                "If-Match says \(text); it takes the version that your change is based on.", field: "If-Match")
        }
        return version
    }
}

extension Dictionary where Key == String, Value == JSONValue {
    /// A text field; nil if absent or null.
    func text(_ name: String) throws -> String? {
        switch self[name] {
        case nil, .null?: return nil
        case .string(let text)?: return text
        case .some(let other):
            throw Problem.badRequest("\(name) is \(other.kind); it takes text.", field: name)
        }
    }
}

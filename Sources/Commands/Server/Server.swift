import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Operations

/// A running server, spoken to over HTTP.
struct Server: Sendable {
    let address: ServerAddress
    let token: Token
    let http: HTTPClient

    /// What a request does.
    enum Method: String, Hashable, Sendable {
        case get = "GET"
        case post = "POST"
        case delete = "DELETE"
    }

    /// The longest answer that is read.
    static let answerBytesMax = 64 * 1_048_576
    /// How long an answer may take, beyond what the server was asked to wait.
    static let answerTimeout: TimeAmount = .seconds(30)

    /// Silence after which a connection counts as dead: more than any wait a request may ask for, several keepalives.
    static let silenceMax: TimeAmount = .seconds(90)

    static func withServer(
        at address: ServerAddress, token: Token, _ body: (Server) async throws -> ExitStatus
    ) async throws -> ExitStatus {
        var configuration = HTTPClient.Configuration(
            // A redirect would carry the token elsewhere, and the API answers with none.
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5), read: silenceMax))
        configuration.connectionPool.retryConnectionEstablishment = false
        return try await HTTPClient.withHTTPClient(configuration: configuration) { http in
            try await body(Server(address: address, token: token, http: http))
        }
    }

    /// Reads; throws what the server refused.
    func get(_ path: APIPath) async throws -> Answer {
        try await exchange(.get, path).orRefusal()
    }

    /// Writes; throws what the server refused. `waiting` is how many seconds the server was asked to wait.
    func send(
        _ method: Method = .post, _ path: APIPath, body: [String: JSONValue] = [:], waiting seconds: Int64 = 0
    ) async throws -> Answer {
        try await exchange(method, path, body: body, waiting: seconds).orRefusal()
    }

    /// Sends a request and reads the whole answer, refusals included.
    func exchange(
        _ method: Method, _ path: APIPath, body: [String: JSONValue]? = nil, waiting seconds: Int64 = 0
    ) async throws -> Answer {
        var request = request(method, path)
        if let body { request.body = .bytes(ByteBuffer(bytes: jsonBytes(.object(body)))) }
        let deadline = NIODeadline.now() + Self.answerTimeout + .seconds(seconds)
        let response = try await head(of: request, deadline: deadline)
        do {
            let bytes = try await response.body.collect(upTo: Self.answerBytesMax)
            return Answer(
                status: Int(response.status.code), contentType: response.headers.first(name: "content-type") ?? "",
                bytes: Array(bytes.readableBytesView), address: address)
        } catch {
            throw CommandFailure(
                status: .unreachable, message: "The server at \(address) broke off its answer (\(error)).")
        }
    }

    func request(_ method: Method, _ path: APIPath) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: address.description + path.text)
        request.method = HTTPMethod(rawValue: method.rawValue)
        request.headers.add(name: "accept", value: "application/json")
        request.headers.add(name: "user-agent", value: "almanac/\(almanacVersion)")
        if let token = token.shown { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        if method != .get {
            request.headers.add(name: "content-type", value: "application/json")
            request.headers.add(name: "origin", value: address.origin)
        }
        return request
    }

    /// Sends a request and answers with its head; the body is still to come.
    func head(of request: HTTPClientRequest, deadline: NIODeadline) async throws -> HTTPClientResponse {
        do {
            let response = try await http.execute(request, deadline: deadline)
            // Refused at the door, so nothing was done and it may be sent again.
            guard response.status == .unauthorized, let token = token.show() else { return response }
            var request = request
            request.headers.replaceOrAdd(name: "authorization", value: "Bearer \(token)")
            return try await http.execute(request, deadline: deadline)
        } catch let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout {
            throw CommandFailure(
                status: .unreachable, message: "The server at \(address) did not answer in time.",
                hint: "Look at its log; `almanac list --url …` asks another one.")
        } catch let error as HTTPClientError where error == .remoteConnectionClosed {
            throw CommandFailure(
                status: .unreachable, message: "The server at \(address) closed the connection without an answer.")
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw CommandFailure(
                status: .unreachable, message: "No Almanac server answers at \(address).",
                hint: "Start one with `almanac serve`, or give --url.")
        }
    }
}

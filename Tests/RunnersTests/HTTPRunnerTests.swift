import AsyncHTTPClient
import Glibc
import HTTPTestKit
import Operations
import Testing

@testable import Runners

struct HTTPRunnerTests {
    let bench: Bench

    init() throws { bench = try Bench() }

    private func carryOut(
        _ assignment: Assignment, destinations: DestinationRule = .any, clock: any Clock<Duration> = ContinuousClock()
    ) async throws -> (RunOutcome, String) {
        try await withClient { client in
            try await bench.carryOut(
                assignment, by: HTTPRunner(client: client, destinations: destinations, clock: clock))
        }
    }

    @Test("A request carries method, headers, body and which run it is; status line and body come into the log")
    func request() async throws {
        let server = try TinyServer { _ in .text(200, "all well\n") }
        let assignment = bench.assignment(
            "PUT \(server.url)/hook?x=1",
            metadata: [
                "http": ["headers": ["X-Token": "abc", "x-almanac-run-id": "forged"], "body": ["a": [1, true]]]
            ])
        let (outcome, log) = try await carryOut(assignment)
        #expect(outcome.ending == .success)
        #expect(outcome.detail == "200 OK")
        #expect(log == "HTTP/1.1 200 OK\nall well\n")
        let request = try #require(server.requests.first)
        #expect(request.line == "PUT /hook?x=1 HTTP/1.1")
        #expect(request.body == #"{"a":[1,true]}"#)
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.headers["x-token"] == "abc")
        #expect(request.headers["x-almanac-run-id"] == assignment.run.id)
        #expect(request.headers["x-almanac-job-id"] == "nightly")
        #expect(request.headers["x-almanac-scheduled-at"] == "1772500000")
        #expect(request.headers["x-almanac-attempt"] == "2")
    }

    @Test("Without a method it is GET, and POST if there is something to send")
    func methods() async throws {
        let server = try TinyServer { _ in .text(204, "") }
        _ = try await carryOut(bench.assignment(server.url))
        _ = try await carryOut(bench.assignment(server.url, stdin: "hello"))
        _ = try await carryOut(bench.assignment(server.url, metadata: ["http": ["body": "text"]]))
        #expect(server.requests.map(\.method) == ["GET", "POST", "POST"])
        #expect(server.requests.map(\.body) == ["", "hello", "text"])
    }

    @Test(
        "The status decides",
        arguments: [
            (200, nil, true), (299, nil, true), (304, nil, false), (404, nil, false), (500, nil, false),
            (404, 404, true), (200, 404, false), (304, [200, 304], true), (201, "200, 300-304", false),
            (302, "200, 300-304", true), (418, "4xx", true), (200, "4xx", false),
        ] as [(Int, JSONValue?, Bool)])
    func status(status: Int, success: JSONValue?, isSuccess: Bool) async throws {
        let server = try TinyServer { _ in .text(status, "", headers: ["Location": "/elsewhere"]) }
        let metadata: [String: JSONValue] = success.map { ["http": ["success_status": $0]] } ?? [:]
        let (outcome, _) = try await carryOut(bench.assignment(server.url, metadata: metadata))
        #expect(outcome.ending == (isSuccess ? .success : .failed))
        if !isSuccess { #expect(outcome.reason?.hasPrefix("answered \(status)") == true) }
    }

    @Test("Redirects are followed three times; credentials stay with their origin, POST becomes GET where it should")
    func redirects() async throws {
        let other = try TinyServer { _ in .text(200, "arrived") }
        let server = try TinyServer { request in
            switch request.path {
            case "/a": .text(307, "", headers: ["Location": "/b"])
            case "/b": .text(302, "", headers: ["Location": "c"])
            case "/c": .text(301, "", headers: ["Location": "\(other.url)/d"])
            default: .text(302, "", headers: ["Location": "/loop"])
            }
        }
        let metadata: [String: JSONValue] = ["http": ["headers": ["Authorization": "Bearer x"], "body": "text"]]
        let (outcome, log) = try await carryOut(bench.assignment("POST \(server.url)/a", metadata: metadata))
        #expect(outcome.ending == .success)
        #expect(log.hasSuffix("HTTP/1.1 200 OK\narrived"))
        #expect(server.requests.map(\.line) == ["POST /a HTTP/1.1", "POST /b HTTP/1.1", "GET /c HTTP/1.1"])
        #expect(server.requests.map(\.body) == ["text", "text", ""])
        #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer x" })
        #expect(other.requests.map(\.line) == ["GET /d HTTP/1.1"])
        #expect(other.requests.first?.headers["authorization"] == nil)
        let (endless, _) = try await carryOut(bench.assignment("\(server.url)/loop"))
        #expect(endless.reason == "more than 3 redirects")
    }

    @Test("The destination rule is asked before the request and before every redirect")
    func destinations() async throws {
        let server = try TinyServer { _ in .text(302, "", headers: ["Location": "http://169.254.169.254/latest"]) }
        let rule = DestinationRule { $0.host == "169.254.169.254" ? "it is link-local" : nil }
        let (redirected, _) = try await carryOut(bench.assignment(server.url), destinations: rule)
        #expect(redirected.ending == .failed)
        #expect(redirected.reason == "may not send to 169.254.169.254: it is link-local")
        let (direct, _) = try await carryOut(bench.assignment("http://169.254.169.254:8080/"), destinations: rule)
        #expect(direct.reason == "may not send to 169.254.169.254: it is link-local")
        let (other, _) = try await carryOut(
            bench.assignment(try TinyServer { _ in .text(302, "", headers: ["Location": "file:///etc/passwd"]) }.url))
        #expect(other.ending == .failed)
    }

    @Test(
        "T9: link-local and metadata addresses are refused in any notation, others are not",
        arguments: [
            ("169.254.169.254", true), ("169.254.0.1", true), ("2852039166", true), ("0xA9FEA9FE", true),
            ("0251.0376.0251.0376", true), ("::ffff:169.254.169.254", true), ("fe80::1", true), ("fd00:ec2::254", true),
            ("100.100.100.200", true), ("127.0.0.1", false), ("10.0.0.1", false), ("::1", false), ("localhost", false),
        ])
    func linkLocal(host: String, isRefused: Bool) async {
        let refusal = await DestinationRule.outsideLinkLocal.refusal(
            Destination(scheme: "http", host: host, port: 80))
        #expect((refusal != nil) == isRefused)
    }

    @Test("An answer that does not come to its end is timed out, or ended when cancelled")
    func timeouts() async throws {
        let server = try TinyServer { _ in .hangs }
        let clock = HandClock()
        let assignment = bench.assignment(server.url, timeoutSeconds: 30)
        let log = try bench.logs.create(runID: assignment.run.id)
        let outcome = try await withClient { client in
            let runner = HTTPRunner(client: client, clock: clock)
            async let outcome = runner.carryOut(assignment, log: log, started: {})
            await bench.wait(for: "part", of: assignment.run.id)
            await clock.advance(by: .seconds(30))
            return await outcome
        }
        #expect(outcome.ending == .failed)
        #expect(outcome.reason == "timed out after 30 s")
        #expect(outcome.outputPreview == "HTTP/1.1 200 OK\npart")
    }

    @Test("Cancelling ends the request")
    func cancelling() async throws {
        let server = try TinyServer { _ in .hangs }
        let assignment = bench.assignment(server.url)
        let log = try bench.logs.create(runID: assignment.run.id)
        let outcome = try await withClient { client in
            let task = Task { await HTTPRunner(client: client).carryOut(assignment, log: log, started: {}) }
            await bench.wait(for: "part", of: assignment.run.id)
            task.cancel()
            return await task.value
        }
        #expect(outcome.ending == .cancelled)
    }

    @Test("What keeps a request from being answered is told")
    func faults() async throws {
        let held = HeldPort()
        defer { held.release() }
        let (refused, _) = try await carryOut(bench.assignment("http://127.0.0.1:\(held.port)/"))
        #expect(refused.ending == .failed)
        #expect(refused.reason?.contains("Connection refused") == true, "\(refused)")
        let server = try TinyServer { _ in .breaks }
        let (broken, log) = try await carryOut(bench.assignment(server.url))
        #expect(broken.ending == .failed)
        #expect(log.hasSuffix("part"))
    }

    @Test(
        "A description that can't be a request fails before anything is sent, and says what is allowed",
        arguments: [
            ("", nil, "the command of an http job is “URL” or “METHOD URL”"),
            ("GET http://a b", nil, "the command of an http job is “URL” or “METHOD URL”"),
            ("get http://localhost", nil, "“get” is not a method; it takes capital letters, such as POST"),
            ("file:///etc/passwd", nil, "the URL's scheme is file; it takes http or https"),
            ("localhost", nil, "“localhost” is not a URL with a host, such as https://example.org/path"),
            ("http:///x", nil, "“http:///x” is not a URL with a host, such as https://example.org/path"),
            ("http://localhost", "text", "metadata.http takes an object"),
            ("http://localhost", ["heads": [:]], "metadata.http.heads: it takes only headers, body and success_status"),
            (
                "http://localhost", ["headers": ["a b": "c"]],
                "metadata.http.headers: “a b” can't be sent; names are tokens, values are text in one line"
            ),
            (
                "http://localhost", ["headers": ["a": "c\r\nd: e"]],
                "metadata.http.headers: “a” can't be sent; names are tokens, values are text in one line"
            ),
            (
                "http://localhost", ["success_status": "fine"],
                "metadata.http.success_status: it takes a status, a list of them, or text such as “200-299, 304”"
            ),
            (
                "http://localhost", ["success_status": 99],
                "metadata.http.success_status: it takes a status, a list of them, or text such as “200-299, 304”"
            ),
        ] as [(String, JSONValue?, String)])
    func refused(command: String, http: JSONValue?, reason: String) async throws {
        let started = Tally()
        let assignment = bench.assignment(command, metadata: http.map { ["http": $0] } ?? [:])
        let log = try bench.logs.create(runID: assignment.run.id)
        let outcome = try await withClient { client in
            await HTTPRunner(client: client).carryOut(assignment, log: log) { started.add() }
        }
        #expect(outcome == RunOutcome(.failed, reason: reason))
        #expect(started.count == 0)
    }
}

/// Gives the body a client and shuts it down whatever happens.
func withClient<Value>(_ body: (HTTPClient) async throws -> Value) async throws -> Value {
    let client = HTTPClient(configuration: HTTPRunner.clientConfiguration)
    let result: Result<Value, any Error>
    do { result = .success(try await body(client)) } catch { result = .failure(error) }
    try await client.shutdown()
    return try result.get()
}

/// A port that is bound and not listened on: it refuses, and no test that runs beside can be given it.
private struct HeldPort {
    private let descriptor: Int32
    let port: UInt16

    init() {
        let held = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        descriptor = held
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = bind(held, generic, length)
                _ = getsockname(held, generic, &length)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
    }

    func release() { close(descriptor) }
}

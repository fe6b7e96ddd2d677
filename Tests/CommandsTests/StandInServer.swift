import Foundation
import Synchronization

@testable import Commands

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A server of a few lines: answers each request by a closure, and remembers what it was asked.
final class StandInServer: Sendable {
    struct Request: Sendable {
        var method: String
        var target: String
        var headers: [String: String]
        var body: String
    }

    struct Answer: Sendable {
        var status = 200
        var body: String
        var contentType = "application/json"

        static func json(_ body: String, status: Int = 200) -> Answer { Answer(status: status, body: body) }

        static func problem(_ status: Int, _ detail: String) -> Answer {
            Answer(status: status, body: #"{"detail":"\#(detail)","status":\#(status)}"#)
        }

        static func stream(_ text: String) -> Answer { Answer(body: text, contentType: "text/event-stream") }
    }

    let port: UInt16
    private let descriptor: Int32
    private let asked = Mutex<[Request]>([])

    var requests: [Request] { asked.withLock { $0 } }
    var url: String { "http://127.0.0.1:\(port)" }

    /// Listens on a free port of the loopback interface until it is stopped.
    init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
        #if canImport(Darwin)
            let kind = SOCK_STREAM
        #else
            let kind = Int32(SOCK_STREAM.rawValue)
        #endif
        let listener = socket(AF_INET, kind, 0)
        descriptor = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) | listen(listener, 16) | getsockname(listener, pointer, &length)
            }
        }
        guard listener >= 0, code == 0 else { throw CommandFailure.badInput("The stand-in can't listen.") }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                serve(connection, answer)
            }
        }
    }

    func stop() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    private func serve(_ connection: Int32, _ answer: (Request) -> Answer) {
        defer { close(connection) }
        guard let request = Self.readRequest(connection) else { return }
        asked.withLock { $0.append(request) }
        let made = answer(request)
        let head =
            "HTTP/1.1 \(made.status) Said\r\ncontent-type: \(made.contentType)\r\nconnection: close\r\n"
            + "content-length: \(made.body.utf8.count)\r\n\r\n"
        let bytes = Array((head + made.body).utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { write(connection, $0.baseAddress!, $0.count) }
            guard count > 0 else { return }
            done += count
        }
    }

    private static func readRequest(_ connection: Int32) -> Request? {
        var text = ""
        while true {
            guard let piece = try? readSome(atMost: 65_536, from: connection), !piece.isEmpty else { return nil }
            text += String(decoding: piece, as: UTF8.self)
            let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let lines = parts[0].split(separator: "\r\n")
            let words = lines[0].split(separator: " ").map(String.init)
            var headers: [String: String] = [:]
            for line in lines.dropFirst() {
                let pair = line.split(separator: ":", maxSplits: 1)
                headers[pair[0].lowercased()] = String(pair[1].drop { $0 == " " })
            }
            if parts[1].utf8.count < headers["content-length"].flatMap({ Int($0) }) ?? 0 { continue }
            return Request(method: words[0], target: words[1], headers: headers, body: String(parts[1]))
        }
    }
}

/// Carries out a command line against a stand-in, which is stopped afterwards; answers with what it was asked, too.
func almanac(
    _ arguments: String..., environment: [String: String] = [:], input: String = "",
    against answer: @escaping @Sendable (StandInServer.Request) -> StandInServer.Answer
) async throws -> (Answered, [StandInServer.Request]) {
    let server = try StandInServer(answer)
    defer { server.stop() }
    let console = TestConsole(input: input)
    let status = await carryOut(
        arguments,
        in: Surroundings(
            environment: ["TZ": "America/Chicago", "ALMANAC_URL": server.url].merging(environment) { $1 },
            console: console.console(), clock: StoppedClock(now: testNow)))
    return (Answered(status: status, output: console.output, complaint: console.complaint), server.requests)
}

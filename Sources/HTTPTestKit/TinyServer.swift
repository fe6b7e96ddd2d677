import Foundation
import Glibc
import Synchronization

/// An HTTP server of a few lines, for one test: it answers what it is told to and remembers what it was asked.
package final class TinyServer: Sendable {
    package struct Request: Sendable {
        package var line: String
        /// Names in lower case.
        package var headers: [String: String]
        package var body: String
        package var path: String { line.split(separator: " ").dropFirst().first.map(String.init) ?? "" }
        package var method: String { line.split(separator: " ").first.map(String.init) ?? "" }
    }

    package enum Answer: Sendable {
        case text(Int, String, headers: [String: String] = [:])
        /// Head and part of the body, and then nothing more.
        case hangs
        /// Nothing is answered, and the connection stays.
        case silent
        /// The connection is cut in the middle of the body.
        case breaks
    }

    package let port: UInt16
    private let socket: Int32
    private let seen = Mutex<[Request]>([])
    private let held = Mutex<[Int32]>([])

    package var requests: [Request] { seen.withLock { $0 } }
    package var url: String { "http://127.0.0.1:\(port)" }

    package init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.socket = socket
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(socket, pointer, length) == 0 && listen(socket, 64) == 0
                    && getsockname(socket, pointer, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRINUSE) }
        port = UInt16(bigEndian: address.sin_port)
        // Threads of their own: blocking calls must not take the test's.
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(socket, nil, nil)
                guard connection >= 0 else {
                    // Here and not where the server ends: its number could be another's before this thread asks again.
                    close(socket)
                    return
                }
                Thread.detachNewThread { [weak self] in
                    guard let self else {
                        _ = close(connection)
                        return
                    }
                    self.serve(connection, answer)
                }
            }
        }
    }

    deinit {
        shutdown(socket, Int32(SHUT_RDWR))
        held.withLock { for connection in $0 { close(connection) } }
    }

    private func serve(_ connection: Int32, _ answer: @Sendable (Request) -> Answer) {
        guard let request = Self.read(connection) else {
            close(connection)
            return
        }
        seen.withLock { $0.append(request) }
        switch answer(request) {
        case .text(let status, let body, let headers):
            let fields = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
            send(
                connection,
                "HTTP/1.1 \(status) Whatever\r\n\(fields)Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
            )
            close(connection)
        case .hangs:
            send(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart")
            held.withLock { $0.append(connection) }
        case .silent: held.withLock { $0.append(connection) }
        case .breaks:
            send(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart")
            close(connection)
        }
    }

    private func send(_ connection: Int32, _ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func read(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
                var headers: [String: String] = [:]
                for line in lines.dropFirst() {
                    let parts = line.split(separator: ":", maxSplits: 1)
                    headers[parts[0].lowercased()] = parts.last.map { $0.trimmingCharacters(in: .whitespaces) }
                }
                let body = String(text[end.upperBound...])
                if body.utf8.count >= Int(headers["content-length"] ?? "0") ?? 0 {
                    return Request(line: lines[0], headers: headers, body: body)
                }
            }
            let count = Glibc.read(connection, &buffer, buffer.count)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
    }
}

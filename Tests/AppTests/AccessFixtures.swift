import Access
import CivilTime
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Both clocks at once, moved by hand.
final class ManualTime: Sendable {
    private let seconds = Mutex<Int64>(0)
    private let start = Instant(iso8601: "2026-03-02T06:00:00Z")!

    var now: Instant { start.advanced(bySeconds: seconds.withLock { $0 }) }
    var monotonic: Duration { .seconds(seconds.withLock { $0 }) }

    func advance(_ by: Int64) { seconds.withLock { $0 += by } }
}

func withAccessFile(_ book: AccessBook, _ body: (AccessFile) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "access-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = AccessFile(path: folder + "/access.json")
    try file.create(book)
    try body(file)
}

extension Request {
    /// A request with these headers and nothing else.
    static func made(_ headers: [String: String], method: HTTPRequest.Method = .get) -> Request {
        var fields = HTTPFields()
        for (name, value) in headers { fields[HTTPField.Name(name)!] = value }
        return Request(
            head: HTTPRequest(
                method: method, scheme: "http", authority: "localhost", path: "/api/v1/cron/jobs", headerFields: fields),
            body: RequestBody(buffer: ByteBuffer()))
    }
}

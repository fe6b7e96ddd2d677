import Access
import Documents
import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Runners
import Store

extension API {
    func addRuns(to router: Router<Context>) {
        router.get("api/v1/ops/runs/:run_id") { _, context in
            try await acting(context).showRun(try pathText(context, "run_id"))
        }
        router.get("api/v1/ops/runs/:run_id/log") { request, context in
            try await acting(context).showLog(try pathText(context, "run_id"), request)
        }
    }

    /// The run, where the principal may see it.
    private func visibleRun(_ id: String) async throws -> Run {
        let missing = Problem.notFound("The run \"\(id)\"")
        guard RunLogFolder.isValidRunID(id) else { throw missing }
        // Not asked within the condition: the optimizer of Swift 6.3.1 dies of that.
        let found = try await store.run(id)
        guard let found, isVisible(found.ownerID) else { throw missing }
        return found
    }

    private func showRun(_ id: String) async throws -> Response {
        let run = try await visibleRun(id)
        return Response.json { json in
            json.name("run")
            json.run(run)
        }
    }

    private func showLog(_ id: String, _ request: Request) async throws -> Response {
        let run = try await visibleRun(id)
        return request.query("follow") == nil ? try await log(run.id, request) : follow(run.id, request)
    }

    /// Bytes of a log that one answer carries; the rest is had by range requests.
    private static let logBytesMax = 1 << 20

    /// At most `limit` bytes of a run's output from `offset`, and the length of all that is kept; nil if nothing is.
    ///
    /// The folder is asked first: what it has let go of is on record by then.
    func output(of id: String, from offset: Int64, limit: Int) async throws -> (bytes: [UInt8], total: Int64)? {
        if let found = logs.read(runID: id, offset: offset, limit: limit) { return found }
        guard let whole = try await store.run(id)?.wholeOutput?.utf8 else { return nil }
        return (Array(whole.dropFirst(Int(clamping: offset)).prefix(limit)), Int64(whole.count))
    }

    /// The log as plain text, whatever the job wrote: never as a page.
    private func log(_ id: String, _ request: Request) async throws -> Response {
        var headers: HTTPFields = [
            .contentType: "text/plain; charset=utf-8", .cacheControl: "no-store", .acceptRanges: "bytes",
            .contentSecurityPolicy: "default-src 'none'; sandbox",
        ]
        guard let wanted = request.headers[.range] else {
            let bytes = try await output(of: id, from: 0, limit: Self.logBytesMax)?.bytes ?? []
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        let total = try await output(of: id, from: 0, limit: 0)?.total ?? 0
        guard let range = ByteRange(wanted, total: total) else {
            headers[.contentRange] = "bytes */\(total)"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        }
        let limit = Int(min(range.count, Int64(Self.logBytesMax)))
        let bytes = try await output(of: id, from: range.first, limit: limit)?.bytes ?? []
        headers[.contentRange] = "bytes \(range.first)-\(range.first + Int64(bytes.count) - 1)/\(total)"
        return Response(
            status: .partialContent, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func follow(_ id: String, _ request: Request) -> Response {
        let chunks = logs.follow(runID: id)
        return EventStream.response(to: request) { write in
            var isTold = false
            for await chunk in chunks {
                guard access.stands(principal) else { return }
                isTold = true
                try await write(Self.logFrame(String(decoding: chunk, as: UTF8.self)))
            }
            if !isTold, let whole = try await store.run(id)?.wholeOutput, !whole.isEmpty {
                try await write(Self.logFrame(whole))
            }
            try await write(EventStream.frame(event: "end", data: Array("{}".utf8)))
        }
    }

    private static func logFrame(_ text: String) -> ByteBuffer {
        var json = JSONWriter(reserving: text.utf8.count + 16)
        json.value(text)
        return EventStream.frame(event: "log", data: json.bytes)
    }
}

/// One range of a `Range: bytes=…` header (RFC 9110, 14.1.2); several ranges at once are not served.
struct ByteRange: Equatable {
    var first: Int64
    var count: Int64

    init?(_ header: String, total: Int64) {
        guard header.hasPrefix("bytes="), total > 0 else { return nil }
        let parts = header.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let (from, to) = (Int64(parts[0]), Int64(parts[1]))
        switch (parts[0].isEmpty, parts[1].isEmpty) {
        case (false, false):
            guard let from, let to, from <= to, from < total else { return nil }
            self.init(first: from, count: min(to, total - 1) - from + 1)
        case (false, true):
            guard let from, from >= 0, from < total else { return nil }
            self.init(first: from, count: total - from)
        case (true, false):
            guard let to, to > 0 else { return nil }
            self.init(first: max(0, total - to), count: min(to, total))
        case (true, true): return nil
        }
    }

    private init(first: Int64, count: Int64) {
        self.first = first
        self.count = count
    }
}

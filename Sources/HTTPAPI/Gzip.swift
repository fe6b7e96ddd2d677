import CZlib
import HTTPTypes
import Hummingbird
import NIOCore

/// Sends JSON compressed to clients that take gzip (RFC 9110, 8.4.1.3 and 12.5.3): a feed is a tenth of its length then.
///
/// Answers with an entity tag are left alone, as their tag names their bytes; so are short ones and streams of events.
struct Gzip<Context: RequestContext>: RouterMiddleware {
    /// Shorter answers would gain nothing.
    private static var bytesMin: Int { 1_024 }

    @concurrent
    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard Self.isCompressible(response) else { return response }
        response.headers[.vary] = "accept-encoding"
        guard request.method != .head, acceptsGzip(request.headers[.acceptEncoding]) else { return response }
        let body = response.body
        response.headers[.contentEncoding] = "gzip"
        response.headers[.contentLength] = nil
        response.body = ResponseBody { writer in
            try await body.write(GzipWriter(writer))
        }
        return response
    }

    private static func isCompressible(_ response: Response) -> Bool {
        response.headers[.contentType] == "application/json" && response.headers[.eTag] == nil
            && response.headers[.contentEncoding] == nil && response.body.contentLength.map { $0 >= bytesMin } ?? true
    }
}

/// Whether an `Accept-Encoding` takes gzip: by name or by `*`, with a quality above 0.
func acceptsGzip(_ header: String?) -> Bool {
    guard let header else { return false }
    var anything: Bool?
    for part in header.split(separator: ",") {
        let words = part.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
        let quality = words.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
        if words.first == "gzip" { return quality > 0 }
        if words.first == "*" { anything = quality > 0 }
    }
    return anything ?? false
}

private struct GzipWriter: ResponseBodyWriter {
    private var inner: any ResponseBodyWriter
    /// Fastest: a feed repeats itself so much that more effort gains little.
    private let deflater = Deflater(level: 1)

    init(_ inner: any ResponseBodyWriter) { self.inner = inner }

    @concurrent
    mutating func write(_ buffer: ByteBuffer) async throws {
        let compressed = try deflater.add(buffer)
        if compressed.readableBytes > 0 { try await inner.write(compressed) }
    }

    @concurrent
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        try await inner.write(try deflater.finish())
        try await inner.finish(trailingHeaders)
    }
}

/// One gzip stream; used by one task at a time.
final class Deflater {
    struct Failure: Error {
        var code: CInt
    }

    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let state: CInt

    /// - Parameter level: zlib's, 1 (fastest) to 9 (smallest).
    init(level: CInt) {
        stream.initialize(to: z_stream())
        state = czlib_begin_gzip(stream, level)
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// What is ready of the text so far.
    func add(_ buffer: ByteBuffer) throws -> ByteBuffer { try compress(buffer, Z_NO_FLUSH) }

    /// The rest; nothing may be added after.
    func finish() throws -> ByteBuffer { try compress(ByteBuffer(), Z_FINISH) }

    private func compress(_ input: ByteBuffer, _ flush: CInt) throws -> ByteBuffer {
        guard state == Z_OK else { throw Failure(code: state) }
        var output = ByteBuffer()
        let room = max(4_096, input.readableBytes / 4)
        try input.withUnsafeReadableBytes { bytes in
            // zlib reads through the pointer and does not write to it.
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
            stream.pointee.avail_in = UInt32(bytes.count)
            var code = Z_OK
            repeat {
                try output.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { target in
                    stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    stream.pointee.avail_out = UInt32(target.count)
                    code = deflate(stream, flush)
                    // Z_BUF_ERROR: there was nothing to do.
                    guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw Failure(code: code) }
                    return target.count - Int(stream.pointee.avail_out)
                }
            } while stream.pointee.avail_out == 0 && code == Z_OK
        }
        return output
    }
}

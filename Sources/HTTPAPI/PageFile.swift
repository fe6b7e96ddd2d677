import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Operations

/// A file of the page, ready to be sent plain or compressed.
struct PageFile: Sendable {
    /// Compression is done once and sent often: zlib's best.
    private static let compressionLevel: CInt = 9

    let type: String
    /// A short name of the content: the same bytes, the same name.
    let fingerprint: String
    private let plain: ByteBuffer
    private let compressed: ByteBuffer

    init(_ content: Data, path: String) throws {
        type = Self.mediaType(path)
        fingerprint = hexadecimal(SHA256.hash(data: content).prefix(6))
        plain = ByteBuffer(bytes: content)
        let deflater = Deflater(level: Self.compressionLevel)
        var compressed = try deflater.add(plain)
        compressed.writeImmutableBuffer(try deflater.finish())
        self.compressed = compressed
    }

    /// The answer to a request for it; nothing but its tag where the client has it already.
    ///
    /// Plain and compressed bytes have tags of their own, as a tag names bytes (RFC 9110, 8.8.3).
    func response(to request: Request, cacheControl: String) -> Response {
        let packed = acceptsGzip(request.headers[.acceptEncoding])
        let tag = "\"\(fingerprint)\(packed ? "-gzip" : "")\""
        var headers: HTTPFields = [
            .contentType: type, .cacheControl: cacheControl, .eTag: tag, .vary: "accept-encoding",
        ]
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        if packed { headers[.contentEncoding] = "gzip" }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: packed ? compressed : plain))
    }

    private static func mediaType(_ path: String) -> String {
        switch path.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "json": "application/json"
        case "webmanifest": "application/manifest+json"
        case "yaml": "application/yaml"
        default: "application/octet-stream"
        }
    }
}

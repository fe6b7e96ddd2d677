import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A file of the page, as the binary carries it.
struct PageAsset: Sendable {
    var bytes: ByteBuffer
    var type: String
    var tag: String

    /// Every embedded file by its path below Public/.
    static let all: [String: PageAsset] = Dictionary(
        uniqueKeysWithValues: embeddedPages.compactMap { path, base64 in
            guard let data = Data(base64Encoded: base64) else { return nil }
            let digest = SHA256.hash(data: data).prefix(12).map { hexadecimal($0) }.joined()
            return (path, PageAsset(bytes: ByteBuffer(bytes: data), type: mediaType(path), tag: "\"\(digest)\""))
        })

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
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

extension API {
    func addPages(to router: Router<Context>) {
        router.get("/") { request, _ in try asset("index.html", request) }
        router.get("openapi.yaml") { request, _ in try asset("openapi.yaml", request) }
        router.get("manifest.webmanifest") { request, _ in try asset("manifest.webmanifest", request) }
        router.get("favicon.ico") { request, _ in try asset("icon.svg", request) }
        router.get("assets/**") { request, context in
            try asset(context.parameters.getCatchAll().joined(separator: "/"), request)
        }
    }

    private func asset(_ path: String, _ request: Request) throws -> Response {
        guard let asset = PageAsset.all[path] else { throw Problem.notFound("The file \"\(path)\"") }
        let headers: HTTPFields = [.contentType: asset.type, .cacheControl: "no-cache", .eTag: asset.tag]
        if request.headers[.ifNoneMatch] == asset.tag { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: asset.bytes))
    }
}

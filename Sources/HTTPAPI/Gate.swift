import HTTPTypes
import Hummingbird

/// What every request must pass before a route sees it: which host it was meant for, where it comes from, and, for those
/// that change something, that a page of another site can't have sent it (docs/api.md).
struct Gate<Context: RequestContext>: RouterMiddleware {
    /// Host names that are answered besides those of the loopback interface, without port, lower case.
    var allowedHosts: Set<String>

    /// The longest that a client of this API has a use for is a cursor's.
    private static var urlBytesMax: Int { 8_192 }

    private static var loopbackHosts: Set<String> { ["localhost", "127.0.0.1", "[::1]"] }

    @concurrent
    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let host = request.head.authority ?? ""
        guard isAllowed(host) else {
            throw Problem(
                status: .misdirectedRequest, title: "Unknown host",
                detail: "This server does not answer for \"\(host)\". Add it to allowed_hosts if it should.")
        }
        guard request.uri.string.utf8.count <= Self.urlBytesMax else {
            throw Problem(
                status: .uriTooLong, title: "URL too long", detail: "A URL may have at most \(Self.urlBytesMax) bytes.")
        }
        if !Self.readOnly.contains(request.method) {
            try checkSender(of: request, host: host)
            try checkType(of: request)
        } else {
            // Another site may link to the page; what the page asks for is nobody else's to ask for.
            if request.uri.path.hasPrefix("/api/") { try checkSender(of: request, host: host) }
            if Self.hasBody(request) {
                // A stream's answer waits for the end of its request; one that never comes would hold it for ever.
                throw Problem.badRequest("A \(request.method) request takes no body.")
            }
        }
        return try await next(request, context)
    }

    private static var readOnly: Set<HTTPRequest.Method> { [.get, .head] }

    private func isAllowed(_ authority: String) -> Bool {
        let name = Self.withoutPort(authority.lowercased())
        return Self.loopbackHosts.contains(name) || allowedHosts.contains(name)
    }

    private static func withoutPort(_ authority: String) -> String {
        guard let colon = authority.lastIndex(of: ":"),
            authority[authority.index(after: colon)...].allSatisfy(\.isNumber),
            !authority.hasSuffix("]")
        else { return authority }
        return String(authority[..<colon])
    }

    private static func hasBody(_ request: Request) -> Bool {
        (request.headers[.contentLength].flatMap { Int($0) } ?? 0) > 0 || request.headers[.transferEncoding] != nil
    }

    /// A browser says whose page a request is from; whoever is no browser need not say so.
    private func checkSender(of request: Request, host: String) throws {
        if let site = request.headers[HTTPField.Name("sec-fetch-site")!], site != "same-origin", site != "none" {
            throw Problem(
                status: .forbidden, title: "Foreign page",
                detail: "A page of another site may ask for nothing here (Sec-Fetch-Site: \(site)).")
        }
        if let origin = request.headers[.origin], origin != "http://\(host)", origin != "https://\(host)" {
            throw Problem(
                status: .forbidden, title: "Foreign page",
                detail: "A page of \(origin) may ask for nothing here.")
        }
    }

    private func checkType(of request: Request) throws {
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() }
        if Self.hasBody(request) || type != nil, type != "application/json" {
            throw Problem(
                status: .unsupportedMediaType, title: "JSON expected",
                detail: "Send the body as content-type application/json.")
        }
        // Without a body nothing but a same-origin or non-browser client gets here: a form always sends a content type.
    }
}

/// What a browser may do with an answer: nothing that does not come from this server.
///
/// - Parameter scriptHashes: of the scripts in the answer itself that may run.
func contentPolicy(scriptHashes: [String] = []) -> String {
    let scripts = (["self"] + scriptHashes).map { "'\($0)'" }.joined(separator: " ")
    return "default-src 'none'; script-src \(scripts); style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'"
}

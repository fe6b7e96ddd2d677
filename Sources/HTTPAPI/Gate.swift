import HTTPTypes
import Hummingbird

/// What every request must pass before a route sees it: which host it was meant for, where it comes from, and, for those
/// that change something, that a page of another site can't have sent it (docs/api.md).
struct Gate<Context: RequestContext>: RouterMiddleware {
    /// Host names that are answered besides those of the loopback interface, without port, lower case.
    var allowedHosts: Set<String>

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
        if !Self.readOnly.contains(request.method) {
            try checkOrigin(of: request, host: host)
        } else if Self.hasBody(request) {
            // A stream's answer waits for the end of its request; one that never comes would hold it for ever.
            throw Problem.badRequest("A \(request.method) request takes no body.")
        }
        var response = try await next(request, context)
        for (name, value) in Self.headers where response.headers[name] == nil { response.headers[name] = value }
        return response
    }

    private static var readOnly: Set<HTTPRequest.Method> { [.get, .head] }

    private static var headers: [(HTTPField.Name, String)] {
        [
            (.contentSecurityPolicy, contentPolicy()),
            (.xContentTypeOptions, "nosniff"),
            (HTTPField.Name("referrer-policy")!, "no-referrer"),
            (HTTPField.Name("cross-origin-opener-policy")!, "same-origin"),
            (HTTPField.Name("cross-origin-resource-policy")!, "same-origin"),
        ]
    }

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

    private func checkOrigin(of request: Request, host: String) throws {
        if let site = request.headers[HTTPField.Name("sec-fetch-site")!], site != "same-origin", site != "none" {
            throw Problem(
                status: .forbidden, title: "Foreign page",
                detail: "A page of another site may not change anything here (Sec-Fetch-Site: \(site)).")
        }
        if let origin = request.headers[.origin], origin != "http://\(host)", origin != "https://\(host)" {
            throw Problem(
                status: .forbidden, title: "Foreign page",
                detail: "A page of \(origin) may not change anything here.")
        }
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

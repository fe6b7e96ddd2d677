import HTTPTypes
import Hummingbird

extension API {
    func addPages(to router: Router<Context>) {
        router.get("/") { request, _ in
            let pages = try PageFiles.embedded.get()
            var response = pages.index.response(to: request, cacheControl: Self.askAgain)
            response.headers[.contentSecurityPolicy] = contentPolicy(scriptHashes: pages.inlineHashes)
            return response
        }
        router.get("login") { request, _ in try LoginPage.response(to: request) }
        for (route, path) in [
            ("openapi.yaml", "openapi.yaml"), ("manifest.webmanifest", "manifest.webmanifest"),
            ("favicon.ico", "icon.svg"),
        ] {
            router.get(RouterPath(route)) { request, _ in try Self.asset(path, request) }
        }
        router.get("assets/**") { request, context in
            try Self.asset(context.parameters.getCatchAll().joined(separator: "/"), request)
        }
    }

    /// What has a fixed name is asked for anew each time; mostly the answer is that nothing has changed.
    private static let askAgain = "no-cache"
    /// A name that goes with its content is asked for once (RFC 8246).
    private static let keepForEver = "public, max-age=31536000, immutable"

    private static func asset(_ path: String, _ request: Request) throws -> Response {
        let pages = try PageFiles.embedded.get()
        if let file = pages.named[path] { return file.response(to: request, cacheControl: keepForEver) }
        if let file = pages.plain[path] { return file.response(to: request, cacheControl: askAgain) }
        throw Problem.notFound("The file \"\(path)\"")
    }
}

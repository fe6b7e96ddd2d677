import HTTPTypes
import Hummingbird

/// What goes out with every answer, refusals included, unless the answer has its own word.
struct SafetyHeaders<Context: RequestContext>: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for (name, value) in Self.headers where response.headers[name] == nil { response.headers[name] = value }
        return response
    }

    private static var headers: [(HTTPField.Name, String)] {
        [
            (.contentSecurityPolicy, contentPolicy()),
            (.xContentTypeOptions, "nosniff"),
            (HTTPField.Name("referrer-policy")!, "no-referrer"),
            (HTTPField.Name("cross-origin-opener-policy")!, "same-origin"),
            (HTTPField.Name("cross-origin-resource-policy")!, "same-origin"),
        ]
    }
}

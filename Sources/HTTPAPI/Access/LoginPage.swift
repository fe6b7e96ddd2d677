import HTTPTypes
import Hummingbird

/// The page that asks who somebody is. It stands at `/login`, and in the place of the page for those who are not known:
/// the address stays, so that signing in leads to where one was.
enum LoginPage {
    static func response(to request: Request) throws -> Response {
        try PageFiles.embedded.get().login.response(to: request, cacheControl: "no-cache")
    }

    /// The login page with the refusal's status and headers, kept by nobody.
    static func instead(of problem: Problem, for request: Request) throws -> Response {
        var response = try PageFiles.embedded.get().login.response(to: request, cacheControl: "no-store")
        response.status = problem.status
        response.headers[.eTag] = nil
        for field in problem.headers { response.headers.append(field) }
        return response
    }
}

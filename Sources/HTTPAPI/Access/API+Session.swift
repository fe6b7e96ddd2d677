import Access
import CivilTime
import Documents
import HTTPTypes
import Hummingbird

/// Who asks, and the exchange of a token or a code for a browser's cookie.
extension API {
    func addSession(to router: Router<Context>) {
        let session = router.group("api/v1/session")
        session.get { _, context in
            let api = acting(context)
            return Response.json { json in json.access(api.principal) }
        }
        session.post { request, context in
            var request = request
            return try await signIn(&request, context)
        }
        session.delete { request, context in try acting(context).signOut(request) }
    }

    private func signIn(_ request: inout Request, _ context: Context) async throws -> Response {
        let fields = try await request.fields(["token", "code"])
        let text: String
        switch (try fields.text("token"), try fields.text("code")) {
        case (let token?, nil): text = token
        case (nil, let code?): text = code
        case (nil, nil), (_?, _?): throw Problem.badRequest("Give either token or code.", field: "token")
        }
        let opened: AccessDesk.Opened
        let cookie: SessionCookie
        do {
            opened = try access.openSession(text, from: trust.source(of: request, from: context.peer))
            cookie = SessionCookie(mark: try access.cookieMark())
        } catch {
            throw Problem(error)
        }
        let seconds = Int64(clocks.now.seconds(to: opened.expiresAt))
        return Response.json(
            headers: [
                .setCookie: cookie.header(
                    opened.secret.text, seconds: seconds,
                    isSecure: trust.isSecure(request, from: context.peer, own: isTLS))
            ]
        ) { json in json.access(opened.principal) }
    }

    private func signOut(_ request: Request) throws -> Response {
        guard case .session(let id, token: _) = principal.voucher else {
            throw Problem.conflict("There is no session to sign out of: you came in with a token, or without one.")
        }
        let cookie: SessionCookie
        do {
            try access.closeSession(id)
            cookie = SessionCookie(mark: try access.cookieMark())
        } catch {
            throw Problem(error)
        }
        var response = Response.json { json in json.field("status", "signed_out") }
        for header in cookie.removal { response.headers.append(HTTPField(name: .setCookie, value: header)) }
        return response
    }
}

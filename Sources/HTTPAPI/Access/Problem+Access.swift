import Access
import HTTPTypes

// Words for those who are not let in, in one place.

extension Problem {
    /// - Parameter spoiled: `Set-Cookie` headers that take a spent cookie away.
    init(_ denial: AccessDenial, spoiled: [String] = []) {
        switch denial {
        case .credentialNeeded(let isForwarded):
            self = .signIn(
                isForwarded
                    ? "This request came by way of a proxy and says nothing of who it is. Send a token, or have the proxy "
                        + "named in trusted_proxies and its user in user_header."
                    : "This server answers to those it knows. Send a token as \"Authorization: Bearer …\", or sign in on its page."
            )
        case .fault(.unknown): self = .signIn("This token or session is not known here.")
        case .fault(.expired(let name)): self = .signIn("The token or session of \"\(name)\" has expired.")
        case .fault(.revoked(let name)): self = .signIn("The token of \"\(name)\" has been revoked.")
        case .fault(.noSuchUser(let name)):
            self = .signIn(
                "The proxy names \"\(name)\", for whom there is no token. `almanac token create \(name)` makes one, and "
                    + "says what that user may do.")
        case .shutOut(let seconds):
            self.init(
                status: .tooManyRequests, title: "Too many failures",
                detail: "Too many wrong tokens came from this address. Try again in \(seconds) s.",
                headers: [.retryAfter: "\(seconds)"])
        case .unavailable:
            // Where the file lies and what is wrong with it is the server's to know; its log says it.
            self.init(
                status: .serviceUnavailable, title: "Nobody can be recognised",
                detail: "The server can't read who may come in, so it lets nobody in. Its log says why.")
        }
        for cookie in spoiled { headers.append(HTTPField(name: .setCookie, value: cookie)) }
    }

    init(_ refusal: AccessRefusal, of principal: Principal = .nobody) {
        switch refusal {
        case .nobody:
            self = .signIn("This server answers to those it knows. Send a token as \"Authorization: Bearer …\".")
        case .noRule:
            self.init(
                status: .forbidden, title: "Not allowed", detail: "No rule says who may do this, so nobody may.")
        case .role(let needed, let has):
            self.init(
                status: .forbidden, title: "Not allowed",
                detail:
                    "This takes the role \(needed.rawValue); \"\(principal.name)\" is \(has.article) \(has.rawValue).")
        case .outsideScope: self = .notFound("It")
        case .wholeHouse(let scope):
            self.init(
                status: .forbidden, title: "Not allowed",
                detail: "This concerns everybody's schedules; \"\(principal.name)\" is let in to those of \"\(scope)\"."
            )
        }
    }

    private static func signIn(_ detail: String) -> Problem {
        Problem(
            status: .unauthorized, title: "Not signed in", detail: detail,
            headers: [.wwwAuthenticate: "Bearer realm=\"Almanac\""])
    }
}

extension Role {
    fileprivate var article: String {
        switch self {
        case .viewer: "a"
        case .operator, .admin: "an"
        }
    }
}

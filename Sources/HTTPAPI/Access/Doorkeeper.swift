package import Access
import HTTPTypes
import Hummingbird

/// Which addresses are trusted to say who a request is from, and where they say it.
package struct ProxyTrust: Sendable {
    var proxies: [NetworkRange]
    /// The header that names the user; nil where none is believed.
    var userHeader: HTTPField.Name?

    /// - Parameters:
    ///   - proxies: nobody else's word is taken, for the user or for where a request came from.
    ///   - userHeader: a header's name; nil for none, and for what can't be one.
    package init(proxies: [NetworkRange] = [], userHeader: String? = nil) {
        self.proxies = proxies
        self.userHeader = userHeader.flatMap { HTTPField.Name($0) }
    }

    func trusts(_ address: NetworkAddress?) -> Bool {
        guard let address else { return false }
        return proxies.contains { $0.contains(address) }
    }

    /// Where a request came from: the other end of the connection, or whom a trusted proxy there names.
    ///
    /// Of the addresses that proxies wrote down one after the other it is the last that is none of theirs: those before
    /// it may be anybody's word.
    func source(of request: Request, from peer: NetworkAddress?) -> NetworkAddress? {
        guard trusts(peer), let name = HTTPField.Name("x-forwarded-for") else { return peer }
        let addresses = request.headers[values: name].flatMap { $0.split(separator: ",") }
            .map { NetworkAddress(String($0).trimmingBlanks) }
        guard let last = addresses.last(where: { address in address.map { !trusts($0) } ?? true }) else { return peer }
        return last ?? peer
    }

    /// Whether the browser's end of it is encrypted: by this server, or by a trusted proxy in front.
    func isSecure(_ request: Request, from peer: NetworkAddress?, own isTLS: Bool) -> Bool {
        guard !isTLS, trusts(peer), let name = HTTPField.Name("x-forwarded-proto") else { return isTLS }
        return request.headers[name]?.lowercased() == "https"
    }
}

/// Lets a request in or not: says who it is from, and whether that one may use the route at all.
///
/// What it may do to what the route finds is asked for there (`API.allow`).
struct Doorkeeper: RouterMiddleware {
    typealias Context = APIContext

    let desk: AccessDesk
    let trust: ProxyTrust

    @concurrent
    func handle(
        _ request: Request, context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        try refuseSecretsInTheURL(request)
        let rule: RouteRules.Rule?
        if let path = context.endpointPath {
            guard let known = RouteRules.rule(request.method, path) else { throw Problem(.noRule) }
            if known.permission == .open { return try await next(request, context) }
            rule = known
        } else {
            // Nothing is there; but only who may come in is told so.
            rule = nil
        }
        let (credential, source) = try credential(of: request, from: context.peer)
        let principal: Principal
        do {
            principal = try desk.principal(credential, from: source)
        } catch {
            let problem = Problem(error, spoiled: cookies(credential, error))
            if problem.status == .unauthorized, Self.isBrowser(at: request, rule) {
                return try LoginPage.instead(of: problem, for: request)
            }
            throw problem
        }
        do {
            try authorise(principal, rule?.permission ?? .see, on: rule?.isWholeHouse == true ? .house : .own)
        } catch {
            throw Problem(error, of: principal)
        }
        try checkIntent(of: request, by: principal)
        var context = context
        context.principal = principal
        return try await next(request, context)
    }

    // MARK: Who says so

    private static let bearer = "bearer "

    func credential(
        of request: Request, from peer: NetworkAddress?
    ) throws -> (Credential, source: NetworkAddress?) {
        let isProxy = trust.trusts(peer)
        let source = trust.source(of: request, from: peer)
        if let header = request.headers[.authorization] {
            if header.lowercased().hasPrefix(Self.bearer) {
                return (.token(String(header.dropFirst(Self.bearer.count)).trimmingBlanks), source)
            }
            // A proxy may have its own use for the header, and says in another one whom it let in.
            guard isProxy, trust.userHeader != nil else { return (.token(""), source) }
        }
        if let cookie = try sessionCookie(of: request) { return (.session(cookie), source) }
        if isProxy, let name = trust.userHeader, let user = request.headers[name], !user.isEmpty {
            return (.user(user), source)
        }
        return (.none(isForwarded: isProxy || Self.isForwarded(request)), source)
    }

    private static let forwarding = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"]
        .compactMap { HTTPField.Name($0) }

    /// Whether a proxy has had it in its hands: who reaches that one need not be on this machine.
    private static func isForwarded(_ request: Request) -> Bool {
        forwarding.contains { request.headers[$0] != nil }
    }

    private func sessionCookie(of request: Request) throws -> String? {
        guard request.headers[.cookie] != nil else { return nil }
        let mark: String
        do {
            mark = try desk.cookieMark()
        } catch {
            throw Problem(error)
        }
        return SessionCookie(mark: mark).value(in: request)
    }

    /// A cookie that opens nothing any more is taken away, so that the browser does not show it again.
    private func cookies(_ credential: Credential, _ denial: AccessDenial) -> [String] {
        guard case .session = credential, case .fault = denial, let mark = try? desk.cookieMark() else { return [] }
        return SessionCookie(mark: mark).removal
    }

    /// Whether it is somebody who opens the page, so that a form is of more use than a sentence.
    private static func isBrowser(at request: Request, _ rule: RouteRules.Rule?) -> Bool {
        rule?.path == "/" && request.headers[.accept]?.contains("text/html") == true
    }

    // MARK: What no request may do

    private static let secretNames = ["token", "access_token", "api_key", "authorization"]

    /// A URL ends up in histories, logs and referrers; a secret in it counts as told to everybody.
    private func refuseSecretsInTheURL(_ request: Request) throws {
        for name in Self.secretNames where request.uri.queryParameters[Substring(name)] != nil {
            throw Problem.badRequest(
                "A token never goes into a URL, where histories and logs keep it. Send it as \"Authorization: Bearer …\", and "
                    + "make a new one: this one has been told.", field: name)
        }
    }

    /// What a browser adds by itself proves nothing of who sent a request: its page must show that it is this server's.
    private func checkIntent(of request: Request, by principal: Principal) throws {
        guard principal.voucher.isAmbient, request.method != .get, request.method != .head else { return }
        guard request.headers[.origin] != nil || request.headers[HTTPField.Name("sec-fetch-site")!] != nil else {
            throw Problem(
                status: .forbidden, title: "No origin",
                detail:
                    "A change that is vouched for by a cookie or a proxy needs the header Origin, which browsers send.")
        }
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}

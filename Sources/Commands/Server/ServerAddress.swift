/// Where the server answers: scheme, host, port and a base path, without a slash at its end.
struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    let scheme: String
    /// Host and port, as they stand in a `Host` header.
    let authority: String
    let basePath: String

    static let standard = "http://127.0.0.1:8787"

    /// The form a request's `Origin` takes.
    var origin: String { "\(scheme)://\(authority)" }
    var description: String { origin + basePath }

    /// Reads `http://host:port` or `https://host/base`.
    ///
    /// A user, a password or a query is refused, and never repeated in the message: addresses end up in histories,
    /// process lists and logs, secrets must not.
    init(_ text: String) throws {
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        scheme = parts[0].lowercased()
        guard parts.count == 2, scheme == "http" || scheme == "https" else {
            throw Self.refusal("An address starts with http:// or https://, like \(Self.standard).")
        }
        let rest = parts[1]
        guard !rest.contains(where: { $0 == "@" || $0 == "?" || $0 == "#" }) else {
            throw Self.refusal(
                "The server's address holds a user, a password, a query or a fragment; it takes host, port and path.",
                hint: "Put an access token into ALMANAC_TOKEN: it is sent as a header and never becomes part of a URL.")
        }
        let host = rest.prefix { $0 != "/" }
        guard Self.isAuthority(host) else {
            throw Self.refusal("\"\(text)\" names no host and port, like \(Self.standard).")
        }
        authority = String(host)
        var path = String(rest.dropFirst(host.count))
        while path.last == "/" { path.removeLast() }
        basePath = path
    }

    private static func refusal(_ message: String, hint: String? = nil) -> CommandFailure {
        CommandFailure(status: .usage, message: message, hint: hint)
    }

    private static func isAuthority(_ text: Substring) -> Bool {
        let end = text.first == "[" ? text.firstIndex(of: "]").map { text.index(after: $0) } : text.firstIndex(of: ":")
        let host = text[..<(end ?? text.endIndex)]
        let port = text[(end ?? text.endIndex)...]
        guard !host.isEmpty, host != "[]", text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return false }
        guard !port.isEmpty else { return true }
        return port.first == ":" && Int(port.dropFirst()).map { (1...65_535).contains($0) } ?? false
    }
}

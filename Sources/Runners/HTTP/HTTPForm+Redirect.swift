import FoundationEssentials

extension HTTPForm {
    static let redirectsMax = 3
    private static let redirectStatuses: Set<Int> = [301, 302, 303, 307, 308]

    /// The request that an answer with `status` and `location` asks for instead; nil if it asks for none.
    ///
    /// 303, and 301 and 302 after POST, become GET without a body (RFC 9110, 15.4). Credentials stay with the
    /// origin that they were meant for.
    func redirected(status: Int, location: String?) throws(Fault) -> HTTPForm? {
        guard Self.redirectStatuses.contains(status), !success.names(status), let location else { return nil }
        var next = self
        next.url = try Self.checked(URL(string: location, relativeTo: url)?.absoluteURL, text: location)
        if status == 303 && method != "HEAD" || (status == 301 || status == 302) && method == "POST" {
            next.method = "GET"
            next.body = nil
            next.headers.removeAll { $0.name.lowercased().hasPrefix("content-") }
        }
        if next.destination != destination {
            next.headers.removeAll {
                ["authorization", "cookie", "proxy-authorization"].contains($0.name.lowercased())
            }
        }
        return next
    }
}

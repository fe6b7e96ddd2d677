import Documents

/// Path and query of a request, each part encoded as RFC 3986 wants it.
struct APIPath: Hashable, Sendable {
    private(set) var path: String
    private var query: [String] = []

    /// Starts from a path that needs no encoding.
    init(_ path: StaticString) { self.path = "/api/v1/\(path)" }

    /// The path with one more segment, whatever it holds.
    func segment(_ text: String) -> APIPath {
        var longer = self
        longer.path += "/" + percentEncoded(text)
        return longer
    }

    /// The path with a query item; a nil value adds nothing.
    func query(_ name: StaticString, _ value: String?) -> APIPath {
        guard let value else { return self }
        var longer = self
        longer.query.append("\(name)=\(percentEncoded(value))")
        return longer
    }

    var text: String { query.isEmpty ? path : path + "?" + query.joined(separator: "&") }
}

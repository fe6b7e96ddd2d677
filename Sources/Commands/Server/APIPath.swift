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

/// Everything but the unreserved characters of RFC 3986, 2.3 as %XX.
func percentEncoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            encoded.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            let digits = String(byte, radix: 16, uppercase: true)
            encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
        }
    }
    return encoded
}

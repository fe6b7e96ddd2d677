import CivilTime
import HTTPTypes
import Hummingbird

/// A browser's session as a cookie. Its name holds the house's mark: hosts share cookies between their ports.
struct SessionCookie {
    let mark: String

    private var plainName: String { "almanac-\(mark)" }
    /// Browsers take it over TLS alone, for this host alone (RFC 6265bis, 4.1.3.2).
    private var hostName: String { "__Host-almanac-\(mark)" }

    func value(in request: Request) -> String? {
        var plain: String?
        for header in request.headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { continue }
                let name = parts[0].drop { $0 == " " }
                if name == hostName { return String(parts[1]) }
                if name == plainName { plain = String(parts[1]) }
            }
        }
        return plain
    }

    /// `Set-Cookie` of a session; scripts can't read it, and no other site's page makes a browser send it.
    func header(_ value: String, seconds: Int64, isSecure: Bool) -> String {
        let name = isSecure ? hostName : plainName
        return "\(name)=\(value); Path=/; Max-Age=\(max(0, seconds)); HttpOnly; SameSite=Strict"
            + (isSecure ? "; Secure" : "")
    }

    /// `Set-Cookie` headers that take both away.
    var removal: [String] {
        [header("", seconds: 0, isSecure: false), header("", seconds: 0, isSecure: true)]
    }
}

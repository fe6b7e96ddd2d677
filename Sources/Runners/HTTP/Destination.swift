/// Where a request is about to go.
package struct Destination: Hashable, Sendable {
    /// `http` or `https`.
    package var scheme: String
    /// As the URL has it: a name, or an address without brackets.
    package var host: String
    package var port: Int

    package init(scheme: String, host: String, port: Int) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }
}

/// Which destinations requests may have; asked before the first request and before every redirect.
///
/// This is the place where addresses of the own network are to be refused.
package struct DestinationRule: Sendable {
    /// Why the destination is refused, in words; nil if it may be used.
    package let refusal: @Sendable (Destination) async -> String?

    package init(refusal: @escaping @Sendable (Destination) async -> String?) {
        self.refusal = refusal
    }

    package static let any = DestinationRule { _ in nil }
}

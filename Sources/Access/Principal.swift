package import Operations

/// Who asks, as the server's own record has it; nothing a client says of itself is in here.
package struct Principal: Hashable, Sendable {
    /// What vouched for it.
    package enum Voucher: Hashable, Sendable {
        /// Nothing did.
        case none
        /// The loopback interface, in the mode that trusts it.
        case loopback
        /// A token, by its id.
        case token(String)
        /// A browser's session, by its id, and the token it was given for.
        case session(String, token: String)
        /// A trusted proxy's header, and the token of that name, which says what the user may do.
        case proxy(token: String)

        /// Whether a browser brings it along by itself, so that a page of another site could make use of it.
        package var isAmbient: Bool {
            switch self {
            case .session, .proxy: true
            case .none, .loopback, .token: false
            }
        }
    }

    package var name: String
    /// nil may do nothing.
    package var role: Role?
    package var scope: OwnerScope
    package var voucher: Voucher

    package init(name: String, role: Role?, scope: OwnerScope, voucher: Voucher) {
        self.name = name
        self.role = role
        self.scope = scope
        self.voucher = voucher
    }

    /// Nobody: every question of what it may do is answered with no.
    package static let nobody = Principal(name: "nobody", role: nil, scope: .owner(""), voucher: .none)

    /// Whoever reaches a server that trusts the loopback interface.
    package static func local(_ name: String) -> Principal {
        Principal(name: name, role: .admin, scope: .all, voucher: .loopback)
    }

    /// As the record names who did something.
    package var actor: Actor { .operator(name) }

    /// Owner of what it makes without naming one.
    package func owner(orElse fallback: String) -> String { scope.owner ?? fallback }
}

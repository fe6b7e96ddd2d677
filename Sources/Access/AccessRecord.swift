package import CivilTime

/// A token on record: who it stands for and what it may do, never the token itself.
package struct TokenRecord: Hashable, Sendable, Codable {
    package var id: String
    /// As the audit names whoever uses it. 1 to 64 characters of those that a schedule's id takes.
    package var name: String
    var hash: SecretHash
    package var role: Role
    package var scope: OwnerScope
    package var createdAt: Instant
    /// From this instant on it is refused; nil never.
    package var expiresAt: Instant?
    package var lastUsedAt: Instant?
    package var revokedAt: Instant?

    enum CodingKeys: String, CodingKey {
        case id, name, hash, role, scope
        case createdAt = "created_at"
        case expiresAt = "expires_at"
        case lastUsedAt = "last_used_at"
        case revokedAt = "revoked_at"
    }

    package func isLive(at now: Instant) -> Bool { end(at: now) == nil }

    /// Why it no longer opens anything; nil while it does.
    package func end(at now: Instant) -> AccessFault? {
        if revokedAt != nil { return .revoked(name: name) }
        if let expiresAt, now >= expiresAt { return .expired(name: name) }
        return nil
    }
}

/// A browser that has signed in.
package struct SessionRecord: Hashable, Sendable, Codable {
    package var id: String
    var hash: SecretHash
    /// The token that it was given for; it may do what that may, and ends with it.
    package var tokenID: String
    package var createdAt: Instant
    package var expiresAt: Instant

    enum CodingKeys: String, CodingKey {
        case id, hash
        case tokenID = "token_id"
        case createdAt = "created_at"
        case expiresAt = "expires_at"
    }
}

/// A code that signs a browser in once.
package struct CodeRecord: Hashable, Sendable, Codable {
    package var id: String
    var hash: SecretHash
    package var tokenID: String
    package var expiresAt: Instant

    enum CodingKeys: String, CodingKey {
        case id, hash
        case tokenID = "token_id"
        case expiresAt = "expires_at"
    }
}

/// Why a credential opens nothing.
package enum AccessFault: Error, Hashable, Sendable {
    /// It can't be one of this house's.
    case unknown
    case expired(name: String)
    case revoked(name: String)
    /// A proxy named somebody for whom there is no token.
    case noSuchUser(String)
}

package import CivilTime
import Operations

/// Who may come in: the tokens, and the browsers that are signed in with them. A value; `AccessFile` keeps it on disk.
package struct AccessBook: Hashable, Sendable, Codable {
    /// The only form there is.
    static let form = 1
    package static let tokensMax = 1_000
    /// The oldest are signed out when there are more.
    package static let sessionsMax = 1_000
    static let codesMax = 20
    package static let sessionSeconds: Int64 = 30 * 86_400
    package static let codeSeconds: Int64 = 600
    package static let nameLengthMax = 64

    private var format = Self.form
    /// Tells this house's cookies from those of another on the same host.
    package let install: String
    package private(set) var tokens: [TokenRecord] = []
    package private(set) var sessions: [SessionRecord] = []
    private(set) var codes: [CodeRecord] = []

    package init(random: (_ count: Int) -> [UInt8]) {
        install = hexadecimal(random(4))
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        format = try container.decode(Int.self, forKey: .format)
        guard format == Self.form else {
            throw DecodingError.dataCorruptedError(
                forKey: .format, in: container, debugDescription: "format is \(format); this version reads \(Self.form)"
            )
        }
        install = try container.decode(String.self, forKey: .install)
        tokens = try container.decode([TokenRecord].self, forKey: .tokens)
        sessions = try container.decode([SessionRecord].self, forKey: .sessions)
        codes = try container.decode([CodeRecord].self, forKey: .codes)
        let ids = tokens.map(\.id)
        guard Set(ids).count == ids.count else {
            throw DecodingError.dataCorruptedError(
                forKey: .tokens, in: container, debugDescription: "two tokens have the same id")
        }
    }

    // MARK: Tokens

    package enum Refusal: Error, Hashable, Sendable {
        case badName(String)
        case badOwner(String)
        case nameTaken(String)
        case tooMany
        case noSuchToken(String)
        case alreadyRevoked(String)
        case notAhead(Instant)
    }

    /// Makes a token; the secret is in the answer and nowhere else.
    package mutating func create(
        name: String, role: Role, scope: OwnerScope, expiresAt: Instant? = nil, now: Instant,
        random: (_ count: Int) -> [UInt8]
    ) throws(Refusal) -> Secret {
        guard Self.isName(name) else { throw .badName(name) }
        if let owner = scope.owner, OwnerScope(OwnerScope.owner(owner).text) == nil { throw .badOwner(owner) }
        if let expiresAt, expiresAt <= now { throw .notAhead(expiresAt) }
        guard !tokens.contains(where: { $0.name == name && $0.isLive(at: now) }) else { throw .nameTaken(name) }
        if tokens.count >= Self.tokensMax, let ended = tokens.firstIndex(where: { !$0.isLive(at: now) }) {
            tokens.remove(at: ended)
        }
        guard tokens.count < Self.tokensMax else { throw .tooMany }
        var secret = Secret(.token, random: random)
        while tokens.contains(where: { $0.id == secret.id }) { secret = Secret(.token, random: random) }
        tokens.append(
            TokenRecord(
                id: secret.id, name: name, hash: secret.hash, role: role, scope: scope, createdAt: now,
                expiresAt: expiresAt, lastUsedAt: nil, revokedAt: nil))
        return secret
    }

    private static func isName(_ name: String) -> Bool {
        (1...nameLengthMax).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "@"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// Ends a token, named by its name or id, and every session that was given for it.
    package mutating func revoke(_ nameOrID: String, now: Instant) throws(Refusal) -> TokenRecord {
        let place =
            tokens.firstIndex { $0.id == nameOrID } ?? tokens.firstIndex { $0.name == nameOrID && $0.revokedAt == nil }
            ?? tokens.lastIndex { $0.name == nameOrID }
        guard let place else { throw .noSuchToken(nameOrID) }
        guard tokens[place].revokedAt == nil else { throw .alreadyRevoked(nameOrID) }
        tokens[place].revokedAt = now
        let id = tokens[place].id
        sessions.removeAll { $0.tokenID == id }
        codes.removeAll { $0.tokenID == id }
        return tokens[place]
    }

    /// The live token of this name.
    package func token(named name: String, at now: Instant) -> TokenRecord? {
        tokens.first { $0.name == name && $0.isLive(at: now) }
    }

    package mutating func markUsed(_ tokenID: String, at now: Instant) {
        guard let place = tokens.firstIndex(where: { $0.id == tokenID }) else { return }
        tokens[place].lastUsedAt = max(now, tokens[place].lastUsedAt ?? now)
    }

    // MARK: Who is it

    /// The principal that a token or a session stands for.
    package func principal(_ secret: Secret, at now: Instant) throws(AccessFault) -> Principal {
        switch secret.kind {
        case .token:
            guard let token = tokens.first(where: { $0.id == secret.id }), token.hash.matches(secret.hash) else {
                throw .unknown
            }
            return try principal(token, .token(token.id), at: now)
        case .session:
            guard let session = sessions.first(where: { $0.id == secret.id }), session.hash.matches(secret.hash),
                let token = tokens.first(where: { $0.id == session.tokenID })
            else { throw .unknown }
            guard now < session.expiresAt else { throw .expired(name: token.name) }
            return try principal(token, .session(session.id, token: token.id), at: now)
        case .code: throw .unknown
        }
    }

    /// The principal that a trusted proxy names: it may do what the live token of that name may.
    package func principal(user: String, at now: Instant) throws(AccessFault) -> Principal {
        guard let token = token(named: user, at: now) else { throw .noSuchUser(user) }
        return try principal(token, .proxy(token: token.id), at: now)
    }

    private func principal(
        _ token: TokenRecord, _ voucher: Principal.Voucher, at now: Instant
    ) throws(AccessFault) -> Principal {
        if let end = token.end(at: now) { throw end }
        return Principal(name: token.name, role: token.role, scope: token.scope, voucher: voucher)
    }

    // MARK: Browsers

    /// Signs a browser in with a token or with a code, which is used up by it.
    package mutating func openSession(
        with secret: Secret, now: Instant, random: (_ count: Int) -> [UInt8]
    ) throws(AccessFault) -> (secret: Secret, expiresAt: Instant, principal: Principal) {
        let token: TokenRecord
        switch secret.kind {
        case .token:
            _ = try principal(secret, at: now)
            guard let found = tokens.first(where: { $0.id == secret.id }) else { throw .unknown }
            token = found
        case .code:
            guard let place = codes.firstIndex(where: { $0.id == secret.id }), codes[place].hash.matches(secret.hash)
            else { throw .unknown }
            let code = codes.remove(at: place)
            guard let found = tokens.first(where: { $0.id == code.tokenID }) else { throw .unknown }
            guard now < code.expiresAt else { throw .expired(name: found.name) }
            token = found
        case .session: throw .unknown
        }
        if let end = token.end(at: now) { throw end }
        let session = Secret(.session, random: random)
        let expiresAt = min(now.advanced(bySeconds: Self.sessionSeconds), token.expiresAt ?? .distantFuture)
        sessions.removeAll { $0.expiresAt <= now }
        if sessions.count >= Self.sessionsMax { sessions.removeFirst(sessions.count - Self.sessionsMax + 1) }
        sessions.append(
            SessionRecord(id: session.id, hash: session.hash, tokenID: token.id, createdAt: now, expiresAt: expiresAt))
        return (session, expiresAt, try principal(token, .session(session.id, token: token.id), at: now))
    }

    package mutating func closeSession(_ id: String) { sessions.removeAll { $0.id == id } }

    /// A code that signs a browser in once, within ten minutes, as this token.
    package mutating func createCode(
        for tokenID: String, now: Instant, random: (_ count: Int) -> [UInt8]
    ) -> Secret {
        let code = Secret(.code, random: random)
        codes.removeAll { $0.expiresAt <= now }
        if codes.count >= Self.codesMax { codes.removeFirst(codes.count - Self.codesMax + 1) }
        codes.append(
            CodeRecord(
                id: code.id, hash: code.hash, tokenID: tokenID, expiresAt: now.advanced(bySeconds: Self.codeSeconds)))
        return code
    }

    private enum CodingKeys: String, CodingKey {
        case format, install, tokens, sessions, codes
    }
}

package import CivilTime
import Synchronization

/// Whether a server asks everybody who they are.
package enum AccessMode: String, Hashable, Sendable, CaseIterable {
    /// Requests without a credential act as the local operator; only for a server that listens on the loopback interface.
    case loopback
    /// Nothing is answered without a credential, but for what is open to all.
    case required
}

/// What a request brings along to say who it is.
package enum Credential: Hashable, Sendable {
    /// Nothing. `isForwarded`: a proxy passed it on, so that it need not come from this machine.
    case none(isForwarded: Bool)
    /// A token in a header.
    case token(String)
    /// A browser's cookie.
    case session(String)
    /// The user that a trusted proxy names.
    case user(String)
}

/// Why a request is not let in.
package enum AccessDenial: Error, Hashable, Sendable {
    /// It says nothing of who it is, and must.
    case credentialNeeded(isForwarded: Bool)
    case fault(AccessFault)
    /// Its source has failed too often.
    case shutOut(seconds: Int64)
    /// The file of those who may come in can't be used.
    case unavailable(AccessFileError)
}

/// Says who a request is from, by the book as it stands at that moment.
package final class AccessDesk: Sendable {
    package let mode: AccessMode
    private let file: AccessFile
    private let localName: String
    private let now: @Sendable () -> Instant
    private let monotonic: @Sendable () -> Duration
    private let random: @Sendable (_ count: Int) -> [UInt8]
    private let failures = Mutex(FailureGuard())

    /// Seconds between two notes of when a token was last used.
    package static let useNoteSeconds: Int64 = 300

    /// - Parameters:
    ///   - localName: whom requests without a credential act as, where the mode lets them.
    ///   - monotonic: time that only runs forward; measures how long a source is shut out.
    package init(
        mode: AccessMode, file: AccessFile, localName: String, now: @escaping @Sendable () -> Instant,
        monotonic: @escaping @Sendable () -> Duration, random: @escaping @Sendable (_ count: Int) -> [UInt8]
    ) {
        self.mode = mode
        self.file = file
        self.localName = localName
        self.now = now
        self.monotonic = monotonic
        self.random = random
    }

    /// Who a request from this source is.
    ///
    /// A wrong credential is a refusal, also where none is needed: whoever shows one means to be judged by it.
    /// - Parameter source: the address that failures are counted for; nil where it is not known.
    package func principal(_ credential: Credential, from source: NetworkAddress?) throws(AccessDenial) -> Principal {
        switch credential {
        case .none(let isForwarded):
            guard mode == .loopback, !isForwarded else { throw .credentialNeeded(isForwarded: isForwarded) }
            return .local(localName)
        case .token(let text):
            return try guarded(source) { () throws(AccessDenial) in try principal(text, .token) }
        // Not counted: a browser shows a session that has ended with each of its requests.
        case .session(let text): return try principal(text, .session)
        case .user(let name):
            do {
                return try book().principal(user: name, at: now())
            } catch {
                throw error as? AccessDenial ?? .fault(.noSuchUser(name))
            }
        }
    }

    /// Whether it still is who it was: its token has not ended, nor its session.
    package func stands(_ principal: Principal) -> Bool {
        switch principal.voucher {
        case .none: return false
        case .loopback: return mode == .loopback
        case .token(let id), .proxy(token: let id): return isLive(token: id, session: nil, as: principal)
        case .session(let id, let token): return isLive(token: token, session: id, as: principal)
        }
    }

    private func isLive(token id: String, session: String?, as principal: Principal) -> Bool {
        guard let book = try? file.read(), let token = book.tokens.first(where: { $0.id == id }) else { return false }
        let moment = now()
        guard token.isLive(at: moment), token.role == principal.role, token.scope == principal.scope else {
            return false
        }
        guard let session else { return true }
        return book.sessions.contains { $0.id == session && moment < $0.expiresAt }
    }

    // MARK: Browsers

    /// Tells this house's cookies from those of another on the same host.
    package func cookieMark() throws(AccessDenial) -> String { try book().install }

    package struct Opened: Sendable {
        package var secret: Secret
        package var expiresAt: Instant
        package var principal: Principal
    }

    /// Signs a browser in with a token or a code.
    package func openSession(_ text: String, from source: NetworkAddress?) throws(AccessDenial) -> Opened {
        try guarded(source) { () throws(AccessDenial) in
            guard let secret = Secret(text) else { throw .fault(.unknown) }
            // A token that is no good writes nothing and takes no lock.
            if secret.kind == .token { _ = try principal(text, .token) }
            let moment = now()
            let opened = try change { book throws(AccessFault) in
                try book.openSession(with: secret, now: moment, random: random)
            }
            return Opened(secret: opened.secret, expiresAt: opened.expiresAt, principal: opened.principal)
        }
    }

    package func closeSession(_ id: String) throws(AccessDenial) {
        try change { book throws(AccessFault) in book.closeSession(id) }
    }

    // MARK: The book

    private func book() throws(AccessDenial) -> AccessBook {
        do {
            return try file.read()
        } catch {
            throw .unavailable(error)
        }
    }

    private func change<Value>(
        _ body: (inout AccessBook) throws(AccessFault) -> Value
    ) throws(AccessDenial) -> Value {
        let result: Result<Value, AccessFault>
        do {
            result = try file.change(body)
        } catch {
            throw .unavailable(error)
        }
        switch result {
        case .success(let value): return value
        case .failure(let fault): throw .fault(fault)
        }
    }

    private func principal(_ text: String, _ kind: Secret.Kind) throws(AccessDenial) -> Principal {
        guard let secret = Secret(text), secret.kind == kind else { throw .fault(.unknown) }
        let book = try book()
        let moment = now()
        let principal: Principal
        do {
            principal = try book.principal(secret, at: moment)
        } catch {
            throw .fault(error)
        }
        noteUse(of: principal, in: book, at: moment)
        return principal
    }

    private func noteUse(of principal: Principal, in book: AccessBook, at moment: Instant) {
        let id: String
        switch principal.voucher {
        case .token(let token), .session(_, let token), .proxy(let token): id = token
        case .none, .loopback: return
        }
        guard let token = book.tokens.first(where: { $0.id == id }) else { return }
        if let last = token.lastUsedAt, last.seconds(to: moment) < Double(Self.useNoteSeconds) { return }
        // A remark, not what anything rests on: a full disk must not shut anybody out.
        _ = try? file.change { book throws(AccessFault) in book.markUsed(id, at: moment) }
    }

    /// Counts what fails. A source that is shut out is not looked at, but for one on this machine: any process could
    /// shut its operator out otherwise.
    private func guarded<Value>(
        _ source: NetworkAddress?, _ body: () throws(AccessDenial) -> Value
    ) throws(AccessDenial) -> Value {
        guard let source else { return try body() }
        let key = source.source
        let time = monotonic()
        let wait = failures.withLock { $0.wait(of: key, now: time) }
        if let wait, !source.isLoopback { throw .shutOut(seconds: wait.components.seconds + 1) }
        do {
            let value = try body()
            failures.withLock { $0.succeeded(key) }
            return value
        } catch {
            guard case .fault = error else { throw error }
            if let wait { throw .shutOut(seconds: wait.components.seconds + 1) }
            failures.withLock { $0.failed(key, now: time) }
            throw error
        }
    }
}

import CivilTime
import Foundation
import Testing

@testable import Access

@Suite("The book of those who may come in")
struct BookTests {
    private func fault(_ body: () throws -> Void) -> AccessFault? {
        do {
            try body()
            return nil
        } catch {
            return error as? AccessFault
        }
    }

    @Test("T16: a token has 256 random bits, is known by its hash alone, and is told from all its neighbours")
    func secrets() throws {
        var book = AccessBook(random: systemRandom)
        let secret = try book.made()
        #expect(Secret.bytes * 8 == 256)
        let written = String(decoding: try JSONEncoder().encode(book), as: UTF8.self)
        let proof = try #require(secret.text.split(separator: "_", maxSplits: 2).last)
        #expect(proof.count == 43)
        #expect(!written.contains(proof))
        #expect(try book.principal(secret, at: dawn).name == "ci")
        for place in secret.text.indices {
            var text = secret.text
            text.replaceSubrange(place...place, with: text[place] == "A" ? "B" : "A")
            guard let other = Secret(text) else { continue }
            #expect(fault { _ = try book.principal(other, at: dawn) } == .unknown, "\(text)")
        }
        let many = Set((0..<200).map { _ in Secret(.token, random: systemRandom).text })
        #expect(many.count == 200)
    }

    @Test("T16: hashes are compared over their whole length", arguments: [0, 15, 31])
    func comparison(place: Int) throws {
        let hash = Secret(.token, random: CountingBytes().callAsFunction).hash
        var text = try #require(String(data: try JSONEncoder().encode(hash), encoding: .utf8))
        let digit = text.index(text.startIndex, offsetBy: 1 + 2 * place)
        text.replaceSubrange(digit...digit, with: text[digit] == "0" ? "1" : "0")
        let other = try JSONDecoder().decode(SecretHash.self, from: Data(text.utf8))
        #expect(!hash.matches(other))
        #expect(hash.matches(hash))
    }

    @Test("a token ends at its time, when it is revoked, and never falls back to another")
    func ends() throws {
        var book = AccessBook(random: systemRandom)
        let until = dawn + .seconds(60)
        let short = try book.made("short", expiresAt: until)
        #expect(try book.principal(short, at: until - .milliseconds(1)).name == "short")
        #expect(fault { _ = try book.principal(short, at: until) } == .expired(name: "short"))
        let long = try book.made("long")
        _ = try book.revoke("long", now: dawn)
        #expect(fault { _ = try book.principal(long, at: dawn) } == .revoked(name: "long"))
        // The name is free again, and the old secret stays what it was.
        let newer = try book.made("long", .admin)
        #expect(try book.principal(newer, at: dawn).role == .admin)
        #expect(fault { _ = try book.principal(long, at: dawn) } == .revoked(name: "long"))
    }

    @Test("names, owners and times that can't be are refused, each by name")
    func refusals() throws {
        var book = AccessBook(random: systemRandom)
        _ = try book.made("ci")
        func refusal(_ name: String, _ scope: OwnerScope = .all, _ expiresAt: Instant? = nil) -> AccessBook.Refusal? {
            do {
                _ = try book.create(
                    name: name, role: .viewer, scope: scope, expiresAt: expiresAt, now: dawn, random: systemRandom)
                return nil
            } catch {
                return error
            }
        }
        for name in ["", "a b", "ä", "a/b", String(repeating: "x", count: 65)] {
            #expect(refusal(name) == .badName(name))
        }
        #expect(refusal("ci") == .nameTaken("ci"))
        #expect(refusal("x", .owner("")) == .badOwner(""))
        #expect(refusal("x", .all, dawn) == .notAhead(dawn))
        #expect(throws: AccessBook.Refusal.noSuchToken("nobody")) { try book.revoke("nobody", now: dawn) }
        _ = try book.revoke("ci", now: dawn)
        #expect(throws: AccessBook.Refusal.alreadyRevoked("ci")) { try book.revoke("ci", now: dawn) }
    }

    @Test("T6: a browser's session ends with its token, at its own time and by signing out")
    func sessions() throws {
        var book = AccessBook(random: systemRandom)
        let token = try book.made("ci", .viewer, .owner("ada"))
        let first = try book.openSession(with: token, now: dawn, random: systemRandom)
        let second = try book.openSession(with: token, now: dawn, random: systemRandom)
        #expect(first.principal.role == .viewer)
        #expect(try book.principal(first.secret, at: dawn).scope == .owner("ada"))
        book.closeSession(first.secret.id)
        #expect(fault { _ = try book.principal(first.secret, at: dawn) } == .unknown)
        #expect(fault { _ = try book.principal(second.secret, at: second.expiresAt) } == .expired(name: "ci"))
        _ = try book.revoke("ci", now: dawn)
        #expect(fault { _ = try book.principal(second.secret, at: dawn) } == .unknown)
        #expect(
            fault { _ = try book.openSession(with: token, now: dawn, random: systemRandom) } == .revoked(name: "ci"))
        // A session or a code is no token, whatever is done with it.
        #expect(fault { _ = try book.openSession(with: second.secret, now: dawn, random: systemRandom) } == .unknown)
    }

    @Test("T5: a code signs in once, within ten minutes, and is no token")
    func codes() throws {
        var book = AccessBook(random: systemRandom)
        let token = try book.made()
        let code = book.createCode(for: token.id, now: dawn, random: systemRandom)
        #expect(fault { _ = try book.principal(code, at: dawn) } == .unknown)
        #expect(try book.openSession(with: code, now: dawn, random: systemRandom).principal.name == "ci")
        #expect(fault { _ = try book.openSession(with: code, now: dawn, random: systemRandom) } == .unknown)
        let late = book.createCode(for: token.id, now: dawn, random: systemRandom)
        let end = dawn.advanced(bySeconds: AccessBook.codeSeconds)
        #expect(fault { _ = try book.openSession(with: late, now: end, random: systemRandom) } == .expired(name: "ci"))
    }

    @Test("what is kept has bounds: the oldest sessions and codes go first")
    func bounds() throws {
        var book = AccessBook(random: systemRandom)
        let token = try book.made()
        let first = try book.openSession(with: token, now: dawn, random: systemRandom)
        for _ in 0..<AccessBook.sessionsMax { _ = try book.openSession(with: token, now: dawn, random: systemRandom) }
        #expect(book.sessions.count == AccessBook.sessionsMax)
        #expect(fault { _ = try book.principal(first.secret, at: dawn) } == .unknown)
        for _ in 0..<100 { _ = book.createCode(for: token.id, now: dawn, random: systemRandom) }
        #expect(book.codes.count == AccessBook.codesMax)
    }
}

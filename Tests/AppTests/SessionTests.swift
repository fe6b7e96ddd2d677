import Access
import CivilTime
import HTTPTypes
import NIOCore
import Operations
import Testing

@testable import HTTPAPI

@Suite("Browsers and proxies", .serialized)
struct SessionTests {
    private static let session = "/api/v1/session"
    private static let jobs = "/api/v1/cron/jobs"
    private static let own = ["host": "localhost", "origin": "http://localhost"]

    /// The cookie of a sign-in as a browser sends it back.
    private static func cookie(_ answer: TestHouse.Answer) throws -> String {
        let header = try #require(answer.headers[.setCookie])
        return String(try #require(header.split(separator: ";").first))
    }

    @Test("T15: a token is exchanged for a cookie that no script reads and no other site sends, named for this house")
    func exchange() async throws {
        try await withHouse(.required) { house in
            let token = try house.token("ada", .operator)
            let answer = try await house.post(Self.session, #"{"token":"\#(token)"}"#)
            #expect(answer.status == 200)
            #expect(answer.json["name"] == "ada")
            #expect(!answer.text.contains("almt_") && !answer.text.contains("alms_"))
            let header = try #require(answer.headers[.setCookie])
            let mark = try house.access.read().install
            #expect(header.hasPrefix("almanac-\(mark)=alms_"))
            for part in ["; Path=/", "; HttpOnly", "; SameSite=Strict"] {
                #expect(header.hasSuffix(part) || header.contains(part + ";"), "\(part)")
            }
            let age = try #require(header.firstMatch(of: /Max-Age=(\d+)/)?.1).description
            #expect((2_591_900...2_592_000).contains(try #require(Int(age))))
            #expect(!header.contains("Secure"))
            let cookie = try Self.cookie(answer)
            let who = try await house.send(.get, Self.session, headers: ["cookie": "x=y; \(cookie)"])
            #expect(who.json["name"] == "ada")
            #expect(who.json["signed_in"] == true)
            // Another house's cookie on the same host is none of this one's business.
            #expect(try await house.send(.get, Self.jobs, headers: ["cookie": "almanac-0=\(cookie)"]).status == 401)
            // A cookie is no token, nor the other way about.
            let value = String(cookie.split(separator: "=", maxSplits: 1)[1])
            #expect(try await house.send(.get, Self.jobs, headers: AccessTests.bearer(value)).status == 401)
            #expect(
                try await house.send(.get, Self.jobs, headers: ["cookie": "almanac-\(mark)=\(token)"]).status == 401)
        }
    }

    @Test("T4: what a cookie vouches for needs this server's own page: without an origin it changes nothing")
    func crossSite() async throws {
        try await withHouse(.required) { house in
            let cookie = try Self.cookie(
                try await house.post(Self.session, #"{"token":"\#(try house.token("ada", .admin))"}"#))
            let body = #"{"command":"true","every":"1h"}"#
            func post(_ headers: [String: String]) async throws -> Int {
                try await house.send(.post, Self.jobs, body, headers: headers.merging(["cookie": cookie]) { $1 }).status
            }
            #expect(try await post([:]) == 403)
            #expect(try await post(Self.own) == 201)
            #expect(try await post(["sec-fetch-site": "same-origin"]) == 201)
            #expect(try await post(["host": "localhost", "origin": "http://evil.example"]) == 403)
            #expect(try await post(Self.own.merging(["sec-fetch-site": "cross-site"]) { $1 }) == 403)
            #expect(try await post(Self.own.merging(["sec-fetch-site": "same-site"]) { $1 }) == 403)
            #expect(try await post(Self.own.merging(["content-type": "text/plain"]) { $1 }) == 415)
        }
    }

    @Test("T2: another site's page gets nothing of the API, the stream included; links to the page work")
    func foreignReads() async throws {
        try await withHouse { house in
            for path in [
                Self.jobs, "/api/v1/ops/scheduling/stream?once=1", "/api/v1/ops/calendar/events", Self.session,
            ] {
                for headers in [
                    ["sec-fetch-site": "cross-site"], ["sec-fetch-site": "same-site"],
                    ["host": "localhost", "origin": "http://evil.example"], ["origin": "null"],
                ] {
                    let answer = try await house.send(.get, path, headers: headers)
                    #expect(answer.status == 403, "\(path) \(headers)")
                    #expect(answer.headers[.accessControlAllowOrigin] == nil)
                }
                #expect(try await house.send(.get, path, headers: ["sec-fetch-site": "same-origin"]).status == 200)
            }
            #expect(try await house.send(.get, "/", headers: ["sec-fetch-site": "cross-site"]).status == 200)
        }
    }

    @Test("T6: signing out, and revoking the token, end the session with the next request; its cookie is taken away")
    func ends() async throws {
        try await withHouse(.required) { house in
            let token = try house.token("ada", .operator)
            let first = try Self.cookie(try await house.post(Self.session, #"{"token":"\#(token)"}"#))
            let second = try Self.cookie(try await house.post(Self.session, #"{"token":"\#(token)"}"#))
            let out = try await house.send(.delete, Self.session, headers: Self.own.merging(["cookie": first]) { $1 })
            #expect(out.status == 200)
            #expect(out.headers[values: .setCookie].allSatisfy { $0.contains("Max-Age=0") })
            let after = try await house.send(.get, Self.jobs, headers: ["cookie": first])
            #expect(after.status == 401)
            #expect(after.headers[values: .setCookie].count == 2)
            #expect(try await house.send(.get, Self.jobs, headers: ["cookie": second]).status == 200)
            _ = try house.access.change { book throws(AccessBook.Refusal) in
                try book.revoke("ada", now: SystemWallClock().now)
            }.get()
            #expect(try await house.send(.get, Self.jobs, headers: ["cookie": second]).status == 401)
            #expect(try await house.post(Self.session, #"{"token":"\#(token)"}"#).status == 401)
        }
    }

    @Test("T5: a secret in a URL is refused and not repeated; a code from a link signs in once")
    func links() async throws {
        try await withHouse(.required) { house in
            let token = try house.token("ada", .admin)
            for name in ["token", "access_token", "api_key"] {
                let answer = try await house.send(
                    .get, "\(Self.jobs)?\(name)=\(token)", headers: AccessTests.bearer(token))
                #expect(answer.status == 400)
                #expect(!answer.text.contains(token))
                #expect(answer.headers[HTTPField.Name("referrer-policy")!] == "no-referrer")
            }
            let id = try #require(try house.access.read().tokens.first).id
            let code = try house.access.change { book throws(AccessFault) in
                book.createCode(for: id, now: SystemWallClock().now, random: systemRandom)
            }.get().text
            #expect(try await house.send(.get, Self.jobs, headers: AccessTests.bearer(code)).status == 401)
            #expect(try await house.post(Self.session, #"{"code":"\#(code)"}"#).status == 200)
            #expect(try await house.post(Self.session, #"{"code":"\#(code)"}"#).status == 401)
            #expect(try await house.post(Self.session, "{}").status == 400)
        }
    }

    @Test("Whoever opens the page without being known gets the login page at the same address, and programs a sentence")
    func loginPage() async throws {
        try await withHouse(.required) { house in
            let page = try await house.send(.get, "/?view=day", headers: ["accept": "text/html,*/*"])
            #expect(page.status == 401)
            #expect(page.headers[.contentType]?.hasPrefix("text/html") == true)
            #expect(page.headers[.cacheControl] == "no-store")
            #expect(page.text.contains("Access token"))
            #expect(page.headers[.contentSecurityPolicy]?.contains("'unsafe-inline'") == false)
            #expect(
                try await house.send(.get, "/", headers: ["accept": "*/*"]).headers[.contentType]?.contains("problem")
                    == true)
            #expect(try await house.get("/login").status == 200)
            let named = try #require(page.text.firstMatch(of: /src="(\/assets\/login[^"]*\.js)"/)).1
            #expect(try await house.get(String(named)).status == 200)
            #expect(!page.text.contains("<script>"))
        }
    }

    @Test("T16: an address that fails too often is shut out for a while; another is not")
    func shutOut() async throws {
        let clock = ManualTime()
        var book = AccessBook(random: systemRandom)
        let good = try book.create(name: "ada", role: .admin, scope: .all, now: clock.now, random: systemRandom)
        try withAccessFile(book) { file in
            let desk = AccessDesk(
                mode: .required, file: file, localName: "ada", now: { clock.now }, monotonic: { clock.monotonic },
                random: systemRandom)
            let (attacker, other, here) = (
                NetworkAddress("203.0.113.9"), NetworkAddress("203.0.113.10"), NetworkAddress("127.0.0.1")
            )
            func denial(_ text: String, _ source: NetworkAddress?) -> AccessDenial? {
                do {
                    _ = try desk.principal(.token(text), from: source)
                    return nil
                } catch {
                    return error
                }
            }
            for source in [attacker, here] {
                for _ in 0..<FailureGuard.failuresMax { #expect(denial("almt_0", source) == .fault(.unknown)) }
                #expect(denial("almt_0", source) == .shutOut(seconds: 31))
            }
            // Not even a right one: who guesses is not told when it is one. On this machine it is let in.
            #expect(denial(good.text, attacker) == .shutOut(seconds: 31))
            #expect(denial(good.text, here) == nil)
            #expect(denial(good.text, other) == nil)
            clock.advance(31)
            #expect(denial(good.text, attacker) == nil)
        }
    }

    @Test("T6: what was let in stands as long as its token and session do, and no longer with another role")
    func stands() async throws {
        let clock = ManualTime()
        var book = AccessBook(random: systemRandom)
        let until = clock.now.advanced(bySeconds: 60)
        let short = try book.create(
            name: "short", role: .admin, scope: .all, expiresAt: until, now: clock.now, random: systemRandom)
        let long = try book.create(name: "long", role: .viewer, scope: .all, now: clock.now, random: systemRandom)
        try withAccessFile(book) { file in
            func desk(_ mode: AccessMode) -> AccessDesk {
                AccessDesk(
                    mode: mode, file: file, localName: "op", now: { clock.now }, monotonic: { clock.monotonic },
                    random: systemRandom)
            }
            let door = desk(.required)
            let passing = try door.principal(.token(short.text), from: nil)
            let lasting = try door.principal(.token(long.text), from: nil)
            let browser = try door.openSession(long.text, from: nil).principal
            #expect(door.stands(passing) && door.stands(lasting) && door.stands(browser))
            var promoted = lasting
            promoted.role = .admin
            #expect(!door.stands(promoted) && !door.stands(.nobody) && !door.stands(.local("op")))
            #expect(desk(.loopback).stands(.local("op")))
            clock.advance(60)
            #expect(!door.stands(passing) && door.stands(lasting))
            guard case .session(let id, token: _) = browser.voucher else {
                Issue.record("a session is what it was let in by")
                return
            }
            try door.closeSession(id)
            #expect(!door.stands(browser) && door.stands(lasting))
            _ = try file.change { book throws(AccessBook.Refusal) in try book.revoke("long", now: clock.now) }.get()
            #expect(!door.stands(lasting))
        }
    }

    @Test("A proxy's word for the user is taken from a trusted address alone, and gives what that user's token has")
    func proxies() async throws {
        let trust = ProxyTrust(proxies: [NetworkRange("10.0.0.0/8")!], userHeader: "X-Forwarded-User")
        let clock = ManualTime()
        var book = AccessBook(random: systemRandom)
        let ada = try book.create(
            name: "ada", role: .viewer, scope: .owner("ada"), now: clock.now, random: systemRandom)
        try withAccessFile(book) { file in
            let desk = AccessDesk(
                mode: .required, file: file, localName: "op", now: { clock.now }, monotonic: { clock.monotonic },
                random: systemRandom)
            let door = Doorkeeper(desk: desk, trust: trust)
            func credential(_ headers: [String: String], from peer: String) throws -> Credential {
                try door.credential(of: .made(headers), from: NetworkAddress(peer)).0
            }
            let named = ["x-forwarded-user": "ada"]
            #expect(try credential(named, from: "10.1.2.3") == .user("ada"))
            #expect(try credential(named, from: "192.0.2.1") == .none(isForwarded: false))
            #expect(try credential([:], from: "10.1.2.3") == .none(isForwarded: true))
            #expect(try credential(["x-forwarded-for": "127.0.0.1"], from: "127.0.0.1") == .none(isForwarded: true))
            #expect(try credential(["authorization": "Basic eDp5"], from: "192.0.2.1") == .token(""))
            #expect(
                try credential(named.merging(["authorization": "Basic eDp5"]) { $1 }, from: "10.1.2.3") == .user("ada"))
            #expect(
                try credential(named.merging(["authorization": "Bearer \(ada.text)"]) { $1 }, from: "10.1.2.3")
                    == .token(ada.text))
            let principal = try desk.principal(.user("ada"), from: nil)
            #expect(principal.role == .viewer && principal.scope == .owner("ada"))
            #expect(throws: AccessDenial.fault(.noSuchUser("root"))) { try desk.principal(.user("root"), from: nil) }
            // Of several addresses only what trusted proxies wrote is believed.
            let chain: [(String, String, String)] = [
                ("10.1.2.3", "198.51.100.7, 10.9.9.9", "198.51.100.7"),
                ("10.1.2.3", "127.0.0.1, 198.51.100.7", "198.51.100.7"),
                ("192.0.2.1", "127.0.0.1", "192.0.2.1"), ("10.1.2.3", "nonsense", "10.1.2.3"),
            ]
            for (peer, list, expected) in chain {
                let source = trust.source(of: .made(["x-forwarded-for": list]), from: NetworkAddress(peer))
                #expect(source == NetworkAddress(expected), "\(peer) \(list)")
            }
            #expect(trust.isSecure(.made(["x-forwarded-proto": "https"]), from: NetworkAddress("10.1.2.3"), own: false))
            #expect(
                !trust.isSecure(.made(["x-forwarded-proto": "https"]), from: NetworkAddress("192.0.2.1"), own: false))
        }
        let cookie = SessionCookie(mark: "ab")
        #expect(cookie.header("v", seconds: 9, isSecure: true).hasPrefix("__Host-almanac-ab=v; Path=/; "))
        #expect(cookie.header("v", seconds: 9, isSecure: true).hasSuffix("; Secure"))
    }

    @Test("T1: in the loopback mode, what came by way of a proxy is not the local operator's")
    func forwarded() async throws {
        try await withHouse { house in
            #expect(try await house.get(Self.jobs).status == 200)
            for header in ["x-forwarded-for", "forwarded", "via", "x-real-ip", "x-forwarded-host"] {
                let answer = try await house.send(.get, Self.jobs, headers: [header: "192.0.2.1"])
                #expect(answer.status == 401, "\(header)")
                #expect(answer.text.contains("trusted_proxies"))
            }
        }
    }
}

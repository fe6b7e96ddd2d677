import Access
import CivilTime
import Foundation
import HTTPTypes
import Operations
import Testing

@testable import HTTPAPI

@Suite("Who is let in, and to what", .serialized)
struct AccessTests {
    /// Operations of the description: `GET /api/v1/health`.
    static func described() throws -> [(method: HTTPRequest.Method, path: String)] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "Public/openapi.yaml"), encoding: .utf8)
        var found: [(HTTPRequest.Method, String)] = []
        var path: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("  /"), line.hasSuffix(":") { path = String(line.dropFirst(2).dropLast()) }
            if !line.hasPrefix("  "), !line.isEmpty { path = nil }
            guard let path, line.hasPrefix("    "), line.hasSuffix(":") else { continue }
            for method: HTTPRequest.Method in [.get, .put, .post, .delete, .patch]
            where line == "    \(method.rawValue.lowercased()):" { found.append((method, path)) }
        }
        return found
    }

    static func bearer(_ token: String) -> [String: String] { ["authorization": "Bearer \(token)"] }

    @Test("T7: every operation of the description has a rule and a row of the matrix, and no rule is for nothing")
    func complete() throws {
        let described = Set(try Self.described().map { RouteRules.key($0.method, $0.path) })
        try #require(described.count > 40)
        let ruled = Set(RouteRules.all.map { RouteRules.key($0.method, $0.path) })
        #expect(ruled.count == RouteRules.all.count)
        #expect(described.subtracting(ruled) == [])
        #expect(described.subtracting(AccessRow.all.map { RouteRules.key($0.method, $0.path) }) == [])
        let files: Set = ["GET /", "GET /login", "GET /assets/**", "GET /favicon.ico", "GET /manifest.webmanifest"]
        #expect(ruled.subtracting(described) == files)
        for row in AccessRow.all {
            let rule = try #require(RouteRules.rule(row.method, row.path))
            // An action's own permission comes on top of its route's.
            if !row.path.hasSuffix("/action") { #expect(rule.permission.role == row.role, "\(row.testDescription)") }
        }
    }

    @Test("T1: without a credential every route but the open ones answers 401, the unknown ones too")
    func nobody() async throws {
        try await withHouse(.required) { house in
            for rule in RouteRules.all {
                let path = rule.path.replacing("/assets/**", with: "/assets/app.js")
                    .replacing(/\{[a-z_]+\}/, with: "x")
                let body = rule.method == .get || rule.method == .delete ? nil : "{}"
                let answer = try await house.send(rule.method, path, body)
                let isOpen = rule.permission == .open
                #expect((answer.status == 401) == !isOpen, "\(rule.method) \(path): \(answer.status)")
                if !isOpen {
                    #expect(answer.headers[.wwwAuthenticate] == "Bearer realm=\"Almanac\"")
                    #expect(answer.headers[.contentType] == "application/problem+json")
                    #expect(answer.headers[.xContentTypeOptions] == "nosniff")
                }
                if rule.method == .get {
                    #expect((try await house.send(.head, path).status == 401) == !isOpen, "HEAD \(path)")
                }
            }
            for (method, path): (HTTPRequest.Method, String) in [
                (.get, "/api/v1/nothing"), (.post, "/api/v1/health"), (.put, "/api/v1/cron/jobs"), (.get, "/x"),
            ] {
                #expect(try await house.send(method, path, method == .get ? nil : "{}").status == 401, "\(path)")
            }
        }
    }

    @Test("T6: a wrong, expired, revoked or changed credential is 401 in either mode, and never falls back")
    func wrong() async throws {
        for mode in AccessMode.allCases {
            try await withHouse(mode) { house in
                let jobs = "/api/v1/cron/jobs"
                let expired = try house.token(
                    "old", .admin, expiresAt: Instant(iso8601: "2026-01-02T00:00:00Z")!,
                    now: Instant(iso8601: "2026-01-01T00:00:00Z")!)
                let good = try house.token("good", .admin)
                let wrong = [
                    "Bearer x", "Bearer ", "Basic dTpw", "bearer \(good)x", "Bearer \(expired)", good,
                    "Bearer \(good.replacing("almt", with: "alms"))", "Bearer \(good.replacing("almt", with: "almc"))",
                ]
                for value in wrong {
                    let answer = try await house.send(.get, jobs, headers: ["authorization": value])
                    #expect(answer.status == 401, "\(value)")
                    #expect(!answer.text.contains(good))
                }
                for value in ["Bearer \(good)", "bearer \(good)", "BEARER  \(good) "] {
                    #expect(try await house.send(.get, jobs, headers: ["authorization": value]).status == 200)
                }
                // It holds from the next request on, without a restart.
                _ = try house.access.change { book throws(AccessBook.Refusal) in
                    try book.revoke("good", now: SystemWallClock().now)
                }.get()
                let answer = try await house.send(.get, jobs, headers: Self.bearer(good))
                #expect(answer.status == 401)
                #expect(answer.text.contains("revoked"))
                // What a client says of itself is nothing.
                for header in ["x-forwarded-user", "x-role", "x-almanac-role", "x-remote-user"] {
                    let answer = try await house.send(.get, jobs, headers: [header: "admin"])
                    #expect(answer.status == (mode == .required ? 401 : 200), "\(header)")
                }
            }
        }
    }

    @Test("T11: when the file is gone or damaged, nobody is let in by a token")
    func failsClosed() async throws {
        try await withHouse(.required) { house in
            let token = try house.token("ci", .admin)
            #expect(try await house.send(.get, "/api/v1/cron/jobs", headers: Self.bearer(token)).status == 200)
            let text = try String(contentsOfFile: house.access.path, encoding: .utf8)
            for broken in ["{}", String(text.dropLast(30))] {
                try Data(broken.utf8).write(to: URL(filePath: house.access.path))
                let answer = try await house.send(.get, "/api/v1/cron/jobs", headers: Self.bearer(token))
                #expect(answer.status == 503)
                #expect(!answer.text.contains(house.access.path), "an answer tells nothing of the machine")
            }
            try FileManager.default.removeItem(atPath: house.access.path)
            #expect(try await house.send(.get, "/api/v1/cron/jobs", headers: Self.bearer(token)).status == 503)
            #expect(try await house.send(.get, "/api/v1/cron/jobs").status == 401)
            #expect(try await house.get("/api/v1/health").status == 200)
        }
    }

    struct Guest: Sendable {
        var role: Role
        var scope: OwnerScope
        var token: String
    }

    @Test("T7: route × role × scope: each answers what its row says, and nothing of another owner's is told")
    func matrix() async throws {
        try await withHouse(.required) { house in
            let admin = try house.token("root", .admin)
            var guests: [Guest] = []
            for role in Role.allCases {
                for (name, scope): (String, OwnerScope) in [
                    ("all", .all), ("ada", .owner("ada")), ("ben", .owner("ben")),
                ] {
                    guests.append(
                        Guest(role: role, scope: scope, token: try house.token("\(role.rawValue)-\(name)", role, scope))
                    )
                }
            }
            var number = 0
            func specimen() async throws -> Specimen {
                number += 1
                return try await Specimen(house, ref: "n\(number)x", owner: "ada", admin: admin)
            }
            let shared = try await specimen()
            // Those that read come first: the newest of a list are the shared one's then.
            for row in AccessRow.all.filter({ $0.method == .get }) + AccessRow.all.filter({ $0.method != .get }) {
                for guest in guests {
                    let isForeign = guest.scope == .owner("ben")
                    let isTooLittle = row.role.map { guest.role < $0 } ?? false
                    // What is refused changes nothing, and what reads neither: they can all be asked about the same.
                    let isFresh = !isForeign && !isTooLittle && row.method != .get
                    let specimen = isFresh ? try await specimen() : shared
                    let (path, body) = row.request(specimen)
                    let answer = try await house.send(row.method, path, body, headers: Self.bearer(guest.token))
                    let what: Comment =
                        "\(row.testDescription) as \(guest.role) of \(guest.scope.text): \(answer.status)"
                    if isTooLittle {
                        // Whether it is there at all is nobody's business who could not touch it.
                        #expect(answer.status == 403 || answer.status == 404 && isForeign, what)
                    } else if row.role != nil, row.reach == .house, guest.scope != .all {
                        #expect(answer.status == 403, what)
                    } else if row.reach == .object, isForeign {
                        #expect(answer.status == 404, what)
                    } else if row.reach == .making, isForeign {
                        #expect(answer.status == 403, what)
                    } else {
                        #expect(
                            ![401, 403, 404].contains(answer.status) && answer.status < 500, "\(what) \(answer.text)")
                    }
                    if row.reach == .list, answer.status == 200, row.method == .get, row.role != nil {
                        let isTold = specimen.isTold(in: answer.text)
                        if isForeign { #expect(!isTold, "\(what): tells of another owner's") }
                        if !isForeign, Self.listing.contains(row.path) {
                            #expect(isTold, "\(what): leaves out what is its own")
                        }
                    }
                    if isFresh { try await specimen.remove(from: house, admin: admin) }
                }
            }
            // Whatever was refused, nothing of it was done.
            let job = try await house.send(.get, "\(Specimen.jobs)/\(shared.ref)", headers: Self.bearer(admin))
            #expect(job.json["job"]["state"] == "active")
            #expect(job.json["job"]["title"] != "other")
        }
    }

    private static let listing: Set = [
        "/api/v1/cron/jobs", "/api/v1/heartbeat/sessions", "/api/v1/cron/runs", "/api/v1/ops/calendar/events",
        "/api/v1/ops/stasis", "/api/v1/ops/notifications", "/api/v1/ops/audit", "/api/v1/ops/change-requests",
        "/api/v1/ops/scheduling/events", "/api/v1/ops/scheduling/stream",
    ]

    @Test("T20: an operator decides when, an admin what: proposals and undos that touch the work are the admin's")
    func work() async throws {
        try await withHouse(.required) { house in
            let admin = Self.bearer(try house.token("root", .admin))
            let hand = Self.bearer(try house.token("hand", .operator))
            func ask(_ path: String, _ body: String, as headers: [String: String]) async throws -> TestHouse.Answer {
                try await house.send(.post, path, body, headers: headers)
            }
            let new = try await ask(
                "/api/v1/ops/change-request", #"{"instruction":"every day at 7am run ./x"}"#, as: hand)
            #expect(new.status == 201)
            #expect(new.json["proposal"]["confirmable"] == false, "not by whoever may not confirm it")
            let id = try #require(new.json["proposal"]["proposal_id"].string)
            let confirm = "/api/v1/ops/change-request/confirm"
            let yes = #"{"proposal_id":"\#(id)","approve":true}"#
            let refused = try await ask(confirm, yes, as: hand)
            #expect(refused.status == 403)
            #expect(refused.text.contains("role admin"))
            let made = try await ask(confirm, yes, as: admin)
            #expect(made.status == 200)
            let row = try #require(made.json["audit_id"].string)
            #expect(try await ask("/api/v1/ops/audit/\(row)/undo", "{}", as: hand).status == 403)
            #expect(try await ask("/api/v1/ops/audit/\(row)/undo", "{}", as: admin).status == 200)

            let specimen = try await Specimen(
                house, ref: "nightly", owner: "ada", admin: try house.token("maker", .admin))
            let event = "\(Specimen.events)/\(specimen.upcomingEvent)/change-request"
            let moved = try await ask(event, #"{"instruction":"make it critical"}"#, as: hand)
            #expect(moved.json["proposal"]["confirmable"] == true)
            let moving = try #require(moved.json["proposal"]["proposal_id"].string)
            #expect(
                try await ask("\(event)/confirm", #"{"proposal_id":"\#(moving)","approve":true}"#, as: hand).status
                    == 200)
            let rows = try await house.send(.get, "/api/v1/ops/audit?source=cron&source_ref=nightly", headers: admin)
            #expect(rows.json["audit"][0]["actor"]["name"] == "hand", "the audit names whoever did it")
        }
    }

    @Test("The feed says what its reader may do, and what only others may")
    func actions() async throws {
        try await withHouse(.required) { house in
            let admin = try house.token("root", .admin)
            let specimen = try await Specimen(house, ref: "nightly", owner: "ada", admin: admin)
            let viewer = Self.bearer(try house.token("eye", .viewer, .owner("ada")))
            let event = try await house.send(.get, "\(Specimen.events)/\(specimen.upcomingEvent)", headers: viewer)
            #expect(event.json["event"]["actions"].items == ["open_logs"])
            #expect(event.json["event"]["denied_actions"].items.contains("run_now"))
            let feed = try await house.send(.get, Specimen.events, headers: viewer)
            #expect(feed.json["access"]["role"] == "viewer")
            #expect(feed.json["access"]["owner"] == "ada")
            let all = try await house.send(
                .get, "\(Specimen.events)/\(specimen.upcomingEvent)", headers: Self.bearer(admin))
            #expect(all.json["event"]["actions"].items.contains("run_now"))
            #expect(all.json["event"]["denied_actions"] == .null)
            let notices = try await house.send(.get, "/api/v1/ops/notifications", headers: viewer)
            #expect(notices.json["notifications"].items.allSatisfy { $0["actions"].items.isEmpty })
            // What is asked for outright is refused as well.
            #expect(try await house.send(.get, "\(Specimen.events)?owner=ben", headers: viewer).status == 403)
        }
    }
}

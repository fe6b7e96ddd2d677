import Testing

@testable import Commands

@Suite("almanac alerts")
struct AlertCommandTests {
    private static let channel =
        #"{"name":"ops","type":"webhook","kinds":["failure","recovery"],"categories":["critical"],"repeat_minutes":60,"timeout_seconds":10,"allow_private":false}"#

    private static func delivery(_ status: String, _ answer: String) -> String {
        #"{"id":"d1","channel":"ops","event":"opened","status":"\#(status)","title":"Nightly failed","created_at":"2026-03-04T08:30:00Z","attempts":2,"answer":"\#(answer)"}"#
    }

    private static func answers(
        _ request: StandInServer.Request, test status: String = "delivered"
    ) -> StandInServer.Answer {
        switch (request.method, request.target.split(separator: "?")[0]) {
        case ("GET", "/api/v1/health"): .json(#"{"timezone":"America/Chicago"}"#)
        case ("GET", "/api/v1/ops/alerts"): .json(#"{"channels":[\#(channel)]}"#)
        case ("GET", "/api/v1/ops/alerts/deliveries"):
            .json(#"{"deliveries":[\#(delivery("pending", "answered 500"))]}"#)
        case ("POST", "/api/v1/ops/alerts/ops/test"):
            .json(#"{"delivery":\#(delivery(status, #"answered 500\u001b[31m"#))}"#)
        default: .problem(404, "There is no such channel; there is ops.")
        }
    }

    @Test("lists the channels, as does list")
    func list() async throws {
        for arguments in [["alerts"], ["alerts", "list"]] {
            let (answer, _) =
                arguments.count == 1
                ? try await almanac("alerts", against: { Self.answers($0) })
                : try await almanac("alerts", "list", against: { Self.answers($0) })
            #expect(
                answer.lines == [
                    "CHANNEL  TYPE     IS TOLD OF         CATEGORIES  REPEATS AFTER",
                    "ops      webhook  failure, recovery  critical    60 min",
                ])
        }
    }

    @Test("test says how it went, and ends accordingly; what receivers say is printed harmlessly")
    func test() async throws {
        let (good, asked) = try await almanac("alerts", "test", "ops", against: { Self.answers($0) })
        #expect(good.status == .ok && good.output.hasPrefix("Delivered: "))
        #expect(asked.contains { $0.method == "POST" && $0.target == "/api/v1/ops/alerts/ops/test" })
        let (bad, _) = try await almanac(
            "alerts", "test", "ops", against: { Self.answers($0, test: "given_up") })
        #expect(bad.status == .runFailed && bad.output.hasPrefix("Not delivered: answered 500"))
        #expect(!bad.output.contains("\u{1B}"))
        let (none, _) = try await almanac("alerts", "test", "nobody", against: { Self.answers($0) })
        #expect(none.status == .refused && none.complaint.contains("there is ops"))
    }

    @Test("log is a table of the outbox, filtered by the server")
    func log() async throws {
        let (answer, asked) = try await almanac(
            "alerts", "log", "--status", "pending", "--channel", "ops", "-n", "5", against: { Self.answers($0) })
        #expect(
            answer.lines == [
                "WHEN                    CHANNEL  EVENT   STATUS   TRIES  WHAT            ANSWER",
                "Wed 4 Mar 02:30 -06:00  ops      opened  pending      2  Nightly failed  answered 500",
            ])
        let target = asked.map(\.target).first { $0.hasPrefix("/api/v1/ops/alerts/deliveries") } ?? ""
        #expect(target.contains("limit=5") && target.contains("channel=ops") && target.contains("status=pending"))
    }
}

import Operations
import Testing

@testable import Commands

@Suite("Asking in plain words")
struct AskTests {
    private static func proposal(_ confidence: String, confirmable: Bool) -> String {
        #"{"proposal":{"proposal_id":"p1","summary":"Run it: At 09:00.","changed_fields":["cron_expr"],"before":{"cron_expr":"30 2 * * *"},"after":{"cron_expr":"0 9 * * *"},"next_before":["2026-03-04T08:30:00Z"],"next_after":["2026-03-04T15:00:00Z"],"warnings":["Mind the gap."],"confidence":"\#(confidence)","confirmable":\#(confirmable)}}"#
    }

    private static func answers(
        _ request: StandInServer.Request, confidence: String = "high", confirmable: Bool = true
    ) -> StandInServer.Answer {
        switch (request.method, request.target.split(separator: "?")[0]) {
        case ("POST", "/api/v1/ops/change-request"),
            ("POST", "/api/v1/ops/calendar/events/cron%7Cbackup%7C1772613000/change-request"):
            return .json(proposal(confidence, confirmable: confirmable), status: 201)
        case ("POST", "/api/v1/ops/change-request/confirm"),
            ("POST", "/api/v1/ops/calendar/events/cron%7Cbackup%7C1772613000/change-request/confirm"):
            return .json(#"{"status":"applied"}"#)
        case ("POST", "/api/v1/ops/audit/row-1/undo"): return .json(#"{"status":"undone"}"#)
        case ("GET", "/api/v1/ops/audit"):
            return .json(
                #"{"audit":[{"id":"row-1","at":"2026-03-04T15:00:00Z","actor":{"kind":"operator","name":"ada"},"action":"edit","source_ref":"backup","reason":null}]}"#
            )
        default: return ServerCommandTests.answers(request)
        }
    }

    @Test("What would change is shown before it is done: fields, what falls due, and what to mind")
    func shown() async throws {
        let (answer, requests) = try await almanac(
            "ask", "--job", "backup", "--yes", "move", "to", "9am", against: { Self.answers($0) })
        #expect(
            answer.lines == [
                "Run it: At 09:00.", "  cron_expr: 30 2 * * * → 0 9 * * *", "  next before: Wed 4 Mar 02:30 -06:00",
                "  next after: Wed 4 Mar 09:00 -06:00", "  Note: Mind the gap.", "Done.",
            ])
        #expect(requests.last?.body.contains(#""approve":true"#) == true)
    }

    @Test("Without a terminal and without --yes nothing is confirmed") func noTerminal() async throws {
        let (answer, requests) = try await almanac("ask", "every day at 9am run ./x", against: { Self.answers($0) })
        #expect(answer.status == .usage)
        #expect(!requests.contains { $0.target.hasSuffix("/confirm") })
    }

    @Test("What was not understood is no success, and is not confirmed") func notUnderstood() async throws {
        let (answer, requests) = try await almanac(
            "ask", "--yes", "howl at the moon",
            against: { Self.answers($0, confidence: "low", confirmable: false) })
        #expect(answer.status == .badInput)
        #expect(!requests.contains { $0.target.hasSuffix("/confirm") })
    }

    @Test("audit lists the rows, and undo takes one back") func undo() async throws {
        let (list, _) = try await almanac("audit", against: { Self.answers($0) })
        #expect(list.lines.count == 2 && list.lines[1].hasPrefix("row-1"))
        let (answer, _) = try await almanac("undo", "row-1", against: { Self.answers($0) })
        #expect(answer.lines == ["Undone."])
    }
}

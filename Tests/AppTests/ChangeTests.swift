import CivilTime
import HTTPTypes
import Operations
import Testing

@Suite("Request Change over HTTP") struct ChangeTests {
    /// A daily job of 09:00 in Chicago, and the path of its next occurrence.
    private func daily(_ house: TestHouse, _ id: String = "nightly") async throws -> String {
        let job = try await house.post(
            "/api/v1/cron/jobs",
            #"{"job_id":"\#(id)","title":"Ledger","command":"true","cron_expr":"0 9 * * *","timezone":"America/Chicago"}"#
        )
        let next = try #require(job.json["job"]["next_run_at"].string.flatMap { Instant(iso8601: $0) })
        return "/api/v1/ops/calendar/events/cron%7C\(id)%7C\(next.epochSeconds)"
    }

    private func propose(_ house: TestHouse, _ event: String, _ words: String) async throws -> JSONValue {
        let answer = try await house.post(event + "/change-request", #"{"instruction":"\#(words)"}"#)
        #expect(answer.status == 201)
        return answer.json["proposal"]
    }

    private func confirm(_ house: TestHouse, _ event: String, _ proposal: JSONValue, approve: Bool = true) async throws
        -> TestHouse.Answer
    {
        try await house.post(
            event + "/change-request/confirm",
            #"{"proposal_id":"\#(proposal["proposal_id"].string ?? "")","approve":\#(approve)}"#)
    }

    @Test("The words become a proposal with before, after and what comes next; nothing changes by it")
    func proposal() async throws {
        try await withHouse { house in
            let event = try await daily(house)
            let proposal = try await propose(house, event, "move to 10:30am")
            #expect(proposal["operation"]["type"] == "set_schedule")
            #expect(proposal["patch"]["cron_expr"] == "30 10 * * *")
            #expect(proposal["before"]["cron_expr"] == "0 9 * * *")
            #expect(proposal["after"]["cron_expr"] == "30 10 * * *")
            #expect(proposal["changed_fields"] == ["cron_expr"])
            #expect(proposal["next_before"].items.count == 5 && proposal["next_after"].items.count == 5)
            #expect(proposal["next_before"] != proposal["next_after"])
            #expect(proposal["confidence"] == "high" && proposal["confirmable"] == true)
            #expect(proposal["status"] == "pending_confirmation" && proposal["based_on_version"] == 1)
            let job = try await house.get("/api/v1/cron/jobs/nightly").json["job"]
            #expect(job["cron_expr"] == "0 9 * * *" && job["version"] == 1)
        }
    }

    @Test("T20: confirmed from two clients at once it is applied once, and both are told so") func twice() async throws
    {
        try await withHouse { house in
            let event = try await daily(house)
            let proposal = try await propose(house, event, "move to 10:30am")
            async let first = confirm(house, event, proposal)
            async let second = confirm(house, event, proposal)
            let answers = try await [first, second]
            #expect(answers.map(\.status) == [200, 200])
            #expect(answers.map { $0.json["status"] } == ["applied", "applied"])
            let job = try await house.get("/api/v1/cron/jobs/nightly").json["job"]
            #expect(job["cron_expr"] == "30 10 * * *" && job["version"] == 2)
            let audit = try await house.get("/api/v1/ops/audit?source=cron&source_ref=nightly").json["audit"].items
            #expect(audit.filter { $0["action"] == "change_applied" }.count == 1)
        }
    }

    @Test("After an edit or a deletion it is stale, on another card it is unknown, rejected it stays so")
    func refused() async throws {
        try await withHouse { house in
            let event = try await daily(house)
            let other = try await daily(house, "other")
            let proposal = try await propose(house, event, "move to 10:30am")
            #expect(try await confirm(house, other, proposal).status == 404)
            _ = try await house.send(.put, "/api/v1/cron/jobs/nightly", #"{"category":"critical"}"#)
            let stale = try await confirm(house, event, proposal)
            #expect(stale.status == 409 && stale.json["job"]["version"] == 2)
            let fresh = try await propose(house, event, "move to 10:30am")
            _ = try await house.send(.delete, "/api/v1/cron/jobs/nightly")
            #expect(try await confirm(house, event, fresh).status == 409)
            let rejected = try await propose(house, other, "pause it")
            #expect(try await confirm(house, other, rejected, approve: false).json["status"] == "rejected")
            #expect(try await confirm(house, other, rejected).json["status"] == "rejected")
            #expect(try await house.get("/api/v1/cron/jobs/other").json["job"]["state"] == "active")
        }
    }

    @Test("Words that nothing can be made of give a proposal that can't be confirmed") func nothing() async throws {
        try await withHouse { house in
            let event = try await daily(house)
            let proposal = try await propose(house, event, "purple monkey dishwasher")
            #expect(proposal["operation"]["type"] == "none" && proposal["confidence"] == "low")
            #expect(proposal["warnings"].items.count >= 1)
            let answer = try await confirm(house, event, proposal)
            #expect(answer.status == 422 && answer.json["proposal"]["status"] == "pending_confirmation")
            #expect(try await house.post(event + "/change-request", #"{"instruction":"  "}"#).status == 400)
        }
    }

    @Test("One occurrence is skipped, another moved; both stay visible on the calendar") func exceptions() async throws
    {
        try await withHouse { house in
            let event = try await daily(house)
            let skip = try await propose(house, event, "skip this one")
            #expect(skip["operation"]["type"] == "skip_occurrence")
            #expect(try await confirm(house, event, skip).status == 200)
            let skipped = try await house.get(event).json["event"]
            #expect(skipped["status"] == "skipped" && skipped["status_detail"] == "skipped by an operator")
            let job = try await house.get("/api/v1/cron/jobs/nightly").json["job"]
            #expect(job["exceptions"][0]["type"] == "skip")
            let next = try #require(job["next_run_at"].string.flatMap { Instant(iso8601: $0) })
            let second = "/api/v1/ops/calendar/events/cron%7Cnightly%7C\(next.epochSeconds)"
            let move = try await propose(house, second, "move this run to 3pm")
            #expect(move["operation"]["type"] == "move_occurrence")
            #expect(try await confirm(house, second, move).status == 200)
            let to = try #require(move["occurrence"]["to"].string)
            #expect(try await house.get(second).json["event"]["status_detail"] == .string("moved to \(to)"))
            #expect(try await house.get("/api/v1/cron/jobs/nightly").json["job"]["next_run_at"] == .string(to))
        }
    }

    @Test("Run now by words runs it, and says how it ended") func runNow() async throws {
        try await withHouse { house in
            let event = try await daily(house)
            let proposal = try await propose(house, event, "run it now")
            let answer = try await confirm(house, event, proposal)
            #expect(answer.json["run"]["status"] == "success")
            #expect(answer.json["proposal"]["run_id"] == answer.json["run"]["run_id"])
        }
    }

    @Test("An applied change is undone from its audit row, once") func undo() async throws {
        try await withHouse { house in
            let event = try await daily(house)
            let proposal = try await propose(house, event, "move to 10:30am")
            _ = try await confirm(house, event, proposal)
            let audit = try await house.get("/api/v1/ops/audit?source=cron&source_ref=nightly").json["audit"].items
            let row = try #require(audit.first { $0["action"] == "change_applied" }?["id"].string)
            let undone = try await house.post("/api/v1/ops/audit/\(row)/undo", "{}")
            #expect(undone.status == 200 && undone.json["job"]["cron_expr"] == "0 9 * * *")
            let again = try await house.post("/api/v1/ops/audit/\(row)/undo", "{}")
            #expect(again.status == 409 && again.json["job"]["version"] == 3)
            #expect(try await house.post("/api/v1/ops/audit/none/undo", "{}").status == 404)
        }
    }

    @Test("A new job in words is made by its confirmation, once") func creation() async throws {
        try await withHouse { house in
            let answer = try await house.post(
                "/api/v1/ops/change-request", #"{"instruction":"every weekday at 7am run ./report.sh in Berlin"}"#)
            let proposal = answer.json["proposal"]
            #expect(answer.status == 201 && proposal["operation"]["type"] == "create")
            #expect(proposal["before"] == .null && proposal["after"]["timezone"] == "Europe/Berlin")
            #expect(proposal["next_after"].items.count == 5)
            #expect(try await house.get("/api/v1/cron/jobs").json["jobs"] == [])
            let body = #"{"proposal_id":"\#(proposal["proposal_id"].string ?? "")","approve":true}"#
            for _ in 0..<2 {
                let confirmed = try await house.post("/api/v1/ops/change-request/confirm", body)
                #expect(confirmed.json["status"] == "applied")
                #expect(confirmed.json["job"]["command"] == "./report.sh")
            }
            #expect(try await house.get("/api/v1/cron/jobs").json["jobs"].items.count == 1)
            let vague = try await house.post("/api/v1/ops/change-request", #"{"instruction":"every weekday"}"#)
            #expect(vague.json["proposal"]["confidence"] == "low")
        }
    }
}

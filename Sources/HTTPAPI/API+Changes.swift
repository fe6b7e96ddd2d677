import Access
import ChangeRequests
import CivilTime
import Documents
import Engine
import HTTPTypes
import Hummingbird
import Operations
import Projection
import Store

/// Request Change: words in, a proposal out; nothing changes until it is confirmed.
extension API {
    func addChanges(to router: Router<Context>) {
        router.post("api/v1/ops/calendar/events/:event_id/change-request") { request, context in
            var request = request
            return try await acting(context).propose(on: try occurrence(context), &request)
        }
        router.post("api/v1/ops/calendar/events/:event_id/change-request/confirm") { request, context in
            var request = request
            return try await acting(context).confirm(on: try occurrence(context), &request)
        }
        router.post("api/v1/ops/change-request") { request, context in
            var request = request
            return try await acting(context).proposeNew(&request)
        }
        router.post("api/v1/ops/change-request/confirm") { request, context in
            var request = request
            return try await acting(context).confirm(on: nil, &request)
        }
        router.get("api/v1/ops/change-requests") { request, context in try await acting(context).proposals(request) }
        router.get("api/v1/ops/change-requests/:proposal_id") { _, context in
            try await acting(context).show(proposal: try pathText(context, "proposal_id"))
        }
        router.post("api/v1/ops/audit/:audit_id/undo") { request, context in
            var request = request
            return try await acting(context).undo(try pathText(context, "audit_id"), &request)
        }
    }

    private func show(proposal id: String) async throws -> Response {
        guard let proposal = try await store.proposal(id), isVisible(proposal.ownerID) else {
            throw Problem(.noSuchProposal(id))
        }
        return answer(proposal)
    }

    private func propose(on id: OccurrenceID, _ request: inout Request) async throws -> Response {
        let zone = try zone(of: request)
        let instruction = try await instruction(&request)
        guard let schedule = visible(id.schedule)?.schedule else {
            throw Problem(.noSuchSchedule(id.schedule))
        }
        _ = try await visibleEvent(id)
        let proposal = await changes.proposal(
            instruction, on: id, of: schedule, displayTimezone: zone.identifier, context: readingContext, by: actor)
        _ = try await perform(.propose(proposal))
        return answer(proposal, status: .created)
    }

    private func proposeNew(_ request: inout Request) async throws -> Response {
        let zone = try zone(of: request)
        let instruction = try await instruction(&request)
        let proposal = changes.newJob(
            instruction, timezone: zone.identifier, context: readingContext, by: actor)
        _ = try await perform(.propose(proposal))
        return answer(proposal, status: .created)
    }

    private func instruction(_ request: inout Request) async throws -> String {
        let fields = try await request.fields(["instruction"])
        guard let text = try fields.text("instruction"), text.contains(where: { !$0.isWhitespace }) else {
            throw Problem.badRequest(
                "Say what should be different.", field: "instruction",
                hint: "Such as \"move to 9am\" or \"skip this one\".")
        }
        guard text.utf8.count <= ChangeRequest.instructionBytesMax else {
            throw Problem.badRequest(
                "instruction has \(text.utf8.count) bytes; it takes at most \(ChangeRequest.instructionBytesMax).",
                field: "instruction")
        }
        return text
    }

    private func confirm(on id: OccurrenceID?, _ request: inout Request) async throws -> Response {
        let wait = try request.waitSeconds()
        let fields = try await request.fields(["proposal_id", "approve"])
        guard let proposalID = try fields.text("proposal_id") else {
            throw Problem.badRequest("The field proposal_id is missing.", field: "proposal_id")
        }
        guard case .bool(let approve)? = fields["approve"] else {
            throw Problem.badRequest("approve takes true or false.", field: "approve")
        }
        var reply = try await perform(.answerProposal(ProposalAnswer(proposalID, on: id, approve: approve)))
        guard let proposal = reply.proposal else { throw Problem(.noSuchProposal(proposalID)) }
        if let run = reply.run { reply.run = try await outcome(of: run, waitSeconds: wait) }
        return try await answer(proposal, reply)
    }

    /// Newest proposals that are looked through for those of one owner.
    private static let proposalsLookMax = 5_000

    private func proposals(_ request: Request) async throws -> Response {
        var statuses: Set<Proposal.Status>?
        if let text = request.query("status") {
            guard let status = Proposal.Status(rawValue: text) else {
                throw Problem.badRequest(
                    "status says \"\(text)\"; it takes \(Proposal.Status.allCases.map(\.rawValue).joined(separator: ", ")).",
                    field: "status")
            }
            statuses = [status]
        }
        let limit = try request.limit(default: 50, max: 200)
        let found = try await store.proposals(
            ProposalQuery(statuses: statuses, limit: principal.scope == .all ? limit : Self.proposalsLookMax)
        ).filter { isVisible($0.ownerID) }.prefix(limit)
        return Response.json(reserving: found.count * 3_000) { json in
            json.array("proposals") { json in
                for proposal in found { json.proposal(proposal, mayConfirm: mayConfirm(proposal)) }
            }
        }
    }

    private func undo(_ auditID: String, _ request: inout Request) async throws -> Response {
        let fields = try await request.fields(["reason"])
        let reply = try await perform(.undo(auditID: auditID), reason: try fields.text("reason"))
        var facts: ScheduleFacts?
        if let id = reply.schedule?.id { facts = try await desk.facts(id) }
        let lastRun = try await lastRun(of: facts?.schedule.id)
        return Response.json { json in
            json.field("status", "undone")
            json.field("audit_id", auditID)
            if let facts { write(facts, lastRun: lastRun, to: &json) }
            json.array("warnings", reply.warnings)
        }
    }

    // MARK: Answers

    private func answer(_ proposal: Proposal, status: HTTPResponse.Status = .ok) -> Response {
        Response.json(status) { json in
            json.name("proposal")
            json.proposal(proposal, mayConfirm: mayConfirm(proposal))
        }
    }

    private func answer(_ proposal: Proposal, _ reply: Reply) async throws -> Response {
        let facts = try await desk.facts(proposal.schedule)
        let lastRun = try await lastRun(of: facts?.schedule.id)
        return Response.json { json in
            json.field("status", proposal.status.rawValue)
            json.name("proposal")
            json.proposal(proposal, mayConfirm: mayConfirm(proposal))
            if let facts { write(facts, lastRun: lastRun, to: &json) }
            if let run = reply.run {
                json.name("run")
                json.run(run)
            }
            json.fieldIfPresent("audit_id", reply.auditID)
            json.array("warnings", reply.warnings)
        }
    }

    private func mayConfirm(_ proposal: Proposal) -> Bool { may(proposal.permission, owner: proposal.ownerID) }

    private func lastRun(of id: ScheduleID?) async throws -> Run? {
        guard let id else { return nil }
        return try await store.lastRuns(of: [id])[id]
    }
}

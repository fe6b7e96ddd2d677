import Access
import CivilTime
import Documents
import Engine
import Hummingbird
import Operations
import Store

extension API {
    func addStasis(to router: Router<Context>) {
        router.post("api/v1/ops/stasis/resolve") { request, context in
            var request = request
            return try await acting(context).resolve(&request)
        }
        router.post("api/v1/ops/rebase") { request, context in
            var request = request
            return try await acting(context).rebase(&request)
        }
    }

    /// Targets of one request at most.
    static let resolveTargetsMax = 10_000

    /// One of the targets: an event id as it was written, and what it means; nil where it can't be read.
    private struct Named {
        var text: String
        var target: StasisTarget?
    }

    private func resolve(_ request: inout Request) async throws -> Response {
        let fields = try await request.fields(["action", "event_ids", "outage_id", "run_at", "reason"])
        let wish = try stasisAnswer(fields)
        let reason = try fields.text("reason")
        let named = try await targets(fields)
        var results: [(event: String, result: Result<Reply, CommandRefused>?)] = named.map { ($0.text, nil) }
        let readable = named.indices.filter { named[$0].target != nil }
        for index in readable { try await refuseForeign(named[index], &results[index].result) }
        let own = readable.filter { results[$0].result == nil }
        for start in stride(from: 0, to: own.count, by: Command.resolveMax) {
            let part = own[start..<min(start + Command.resolveMax, own.count)]
            do {
                let command = Command.resolve(part.compactMap { named[$0].target }, wish)
                try await allow(command)
                let reply = try await engine.perform(CommandRequest(command, by: actor, reason: reason))
                for (index, resolution) in zip(part, reply.resolutions) { results[index].result = resolution.result }
            } catch let error as CommandRefused {
                for index in part { results[index].result = .failure(error) }
            }
        }
        return Response.json(reserving: 256 + results.count * 160) { json in
            json.array("results") { json in
                for (event, result) in results { write(event, result, to: &json) }
            }
        }
    }

    /// What lies outside the principal's scope is as little in stasis to it as what is not there.
    private func refuseForeign(_ named: Named, _ result: inout Result<Reply, CommandRefused>?) async throws {
        guard let id = named.target?.occurrence else { return }
        if try await !isVisible(owner(of: id)) { result = .failure(.notInStasis(id)) }
    }

    private func stasisAnswer(_ fields: [String: JSONValue]) throws -> StasisAnswer {
        switch try fields.text("action") {
        case "approve": return .approve
        case "delete": return .delete
        case "reschedule":
            var warnings: [String] = []
            guard let instant = try instant(fields["run_at"], "run_at", display.zone, &warnings) else {
                throw Problem.badRequest("reschedule needs run_at, such as \"in 15m\".", field: "run_at")
            }
            return .reschedule(to: instant)
        case let other:
            throw Problem.badRequest(
                "action says \"\(other ?? "")\"; it takes approve, reschedule or delete.", field: "action")
        }
    }

    private func targets(_ fields: [String: JSONValue]) async throws -> [Named] {
        switch (try fields.text("outage_id"), fields["event_ids"]) {
        case (let outage?, nil):
            let entries = try await store.stasis(
                StasisQuery(ownerID: principal.scope.owner, outageID: outage, limit: Self.resolveTargetsMax))
            return entries.map {
                Named(text: $0.occurrence.description, target: StasisTarget($0.occurrence, scope: .entry))
            }
        case (nil, .array(let values)?) where values.count <= Self.resolveTargetsMax:
            return try values.map { value in
                guard case .string(let text) = value else {
                    throw Problem.badRequest("event_ids holds \(value.kind); it takes event ids.", field: "event_ids")
                }
                return Named(text: text, target: OccurrenceID(text).map { StasisTarget($0, scope: nil) })
            }
        case (nil, .array(let values)?):
            throw Problem.badRequest(
                "event_ids holds \(values.count); one request takes \(Self.resolveTargetsMax).", field: "event_ids")
        case (nil, nil), (_?, _?), (nil, _?):
            throw Problem.badRequest(
                "Give either event_ids, a list of event ids, or outage_id.", field: "event_ids",
                hint: "GET /api/v1/ops/stasis lists both.")
        }
    }

    private func write(_ event: String, _ result: Result<Reply, CommandRefused>?, to json: inout JSONWriter) {
        json.object { json in
            json.field("event_id", event)
            switch result {
            case .success(let reply)?:
                json.field("status", reply.stasis?.status.rawValue)
                json.fieldIfPresent("run_id", reply.run?.id)
            case .failure(let refused)?:
                if case .outcomeUnknown = refused {
                    json.field("status", "unknown")
                } else {
                    json.field("status", "refused")
                }
                json.field("error", Problem(refused).detail)
            case nil:
                json.field("status", "refused")
                json.field("error", "This is not an event id; it has the form source|source_ref|epoch seconds.")
            }
        }
    }

    // MARK: A clock set right

    private func rebase(_ request: inout Request) async throws -> Response {
        let fields = try await request.fields(["source", "source_ref", "reason"])
        let reason = try fields.text("reason")
        var results: [(id: ScheduleID, from: Instant, reply: Reply)] = []
        for schedule in try await ahead(fields) {
            do {
                try await allow(.rebase(schedule.id))
                let reply = try await engine.perform(CommandRequest(.rebase(schedule.id), by: actor, reason: reason))
                results.append((schedule.id, schedule.cursor, reply))
            } catch let error as CommandRefused {
                // Of several, one that has just caught up or is gone needs no rebase any more.
                let isMoot = error == .notAhead(schedule.id) || error == .noSuchSchedule(schedule.id)
                if !isMoot || fields["source_ref"] != nil { throw Problem(error) }
            }
        }
        return Response.json { json in
            json.array("results") { json in
                for (id, from, reply) in results {
                    json.object { json in
                        json.field("source", id.source.rawValue)
                        json.field("source_ref", id.ref)
                        json.field("status", "rebased")
                        json.field("cursor_from", from)
                        json.field("cursor_to", reply.schedule?.cursor)
                        json.field("withdrawn_missed", reply.withdrawnMissed)
                    }
                }
            }
        }
    }

    /// The schedule that is named, or all whose record lies ahead of the clock.
    private func ahead(_ fields: [String: JSONValue]) async throws -> [Schedule] {
        guard let ref = try fields.text("source_ref") else {
            let now = clocks.now
            return engine.snapshot().values.map(\.schedule).filter { $0.cursor > now && isVisible($0.ownerID) }.sorted {
                $0.id < $1.id
            }
        }
        guard let source = Source(rawValue: try fields.text("source") ?? "cron") else {
            throw Problem.badRequest("source takes cron or heartbeat.", field: "source")
        }
        let id = ScheduleID(source, ref)
        guard let schedule = visible(id)?.schedule else { throw Problem(.noSuchSchedule(id)) }
        return [schedule]
    }
}

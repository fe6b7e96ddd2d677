import ChangeRequests
import CivilTime
import Documents
import Engine
import Hummingbird
import Operations
import Projection
import Runners
import Store

extension API {
    func addActions(to router: Router<Context>) {
        router.post("api/v1/ops/calendar/events/:event_id/action") { request, context in
            var request = request
            return try await acting(context).act(on: try occurrence(context), &request)
        }
    }

    private struct Wish {
        var action: EventAction
        var runAt: Instant?
        var until: Instant?
        var reason: String?
        var scope: StasisTarget.Scope?
        var warnings: [String] = []
    }

    private func act(on id: OccurrenceID, _ request: inout Request) async throws -> Response {
        let zone = try zone(of: request)
        let wait = try request.waitSeconds()
        let fields = try await request.fields(["action", "run_at", "until", "reason", "scope"])
        let wish = try await wish(fields, for: id, zone: zone)
        try allow(wish.action.permission)
        switch wish.action {
        case .openLogs: return try await openLogs(id, zone: zone)
        case .openSession: return try await openSession(id, zone: zone)
        case .runNow, .pause, .resume, .disable, .enable, .cancel, .approveBackfillRun, .reschedule, .deleteMissed:
            break
        }
        // A lane's row names an occurrence that need not be the running one: then whatever runs is meant.
        let isLive = engine.isRunning(id.schedule, at: id.at)
        var reply = try await perform(command(wish, on: id, isLive: isLive), reason: wish.reason)
        if let run = reply.run {
            reply.run = try await outcome(
                of: run, waitSeconds: wish.action == .cancel ? max(wait, RequestLimits.waitSecondsDefault) : wait)
        }
        return try await answer(reply, wish.action, on: id, zone: zone, warnings: wish.warnings)
    }

    private func wish(_ fields: [String: JSONValue], for id: OccurrenceID, zone: Zone) async throws -> Wish {
        guard let name = try fields.text("action") else {
            throw Problem.badRequest("The field action is missing.", field: "action")
        }
        guard let action = EventAction(rawValue: name) else {
            throw Problem.badRequest(
                "There is no action \"\(name)\"; there are \(EventAction.allCases.map(\.rawValue).joined(separator: ", ")).",
                field: "action")
        }
        var wish = Wish(action: action)
        wish.reason = try fields.text("reason")
        if let scope = try fields.text("scope") {
            guard let known = StasisTarget.Scope(rawValue: scope) else {
                throw Problem.badRequest("scope says \"\(scope)\"; it takes occurrence or entry.", field: "scope")
            }
            wish.scope = known
        }
        let schedule = visible(id.schedule)?.schedule
        let local = schedule.flatMap { try? zones.zone(named: $0.timetable.timezone) } ?? zone
        wish.runAt = try instant(fields["run_at"], "run_at", local, &wish.warnings)
        wish.until = try instant(fields["until"], "until", local, &wish.warnings)
        if action == .reschedule, wish.runAt == nil {
            throw Problem.badRequest(
                "reschedule needs run_at, such as \"in 15m\" or \"tomorrow 9:15am\".", field: "run_at")
        }
        return wish
    }

    /// An instant as a client writes it: text in plain words or ISO 8601, or epoch seconds.
    func instant(_ value: JSONValue?, _ field: String, _ zone: Zone, _ warnings: inout [String]) throws -> Instant? {
        switch value {
        case nil, .null?: return nil
        case .integer(let seconds)?: return try instant(epochSeconds: Double(seconds), field)
        case .number(let seconds)?: return try instant(epochSeconds: seconds, field)
        case .string(let text)?:
            do {
                let read = try readInstant(text, now: clocks.now, zone: zone)
                warnings += read.warnings
                return read.instant
            } catch {
                throw Problem.badRequest(error.message, field: field, hint: error.hint)
            }
        case .some(let other):
            throw Problem.badRequest(
                "\(field) is \(other.kind); it takes text such as \"in 15m\" or epoch seconds.", field: field)
        }
    }

    private func command(_ wish: Wish, on id: OccurrenceID, isLive: Bool) -> Command {
        let target = StasisTarget(id, scope: wish.scope)
        switch wish.action {
        case .runNow: return .runNow(id.schedule)
        case .pause: return .pause(id.schedule, until: wish.until)
        case .resume: return .resume(id.schedule)
        case .disable: return .disable(id.schedule)
        case .enable: return .enable(id.schedule)
        case .cancel, .openLogs, .openSession: return .cancel(id.schedule, at: isLive ? id.at : nil)
        case .approveBackfillRun: return .approve(target)
        case .reschedule: return .reschedule(target, to: wish.runAt ?? id.at)
        case .deleteMissed: return .deleteMissed(target)
        }
    }

    private func openLogs(_ id: OccurrenceID, zone: Zone) async throws -> Response {
        let event = try await visibleEvent(id)
        let path = event.run.map { "/api/v1/ops/runs/\($0.id)/log" }
        return Response.json { json in
            json.field("status", "ok")
            json.field("action", EventAction.openLogs.rawValue)
            json.field("path", path)
            if path == nil { json.field("detail", "This occurrence has no run, so there is no log yet.") }
            json.name("event")
            json.event(event, display: eventDisplay(zone))
        }
    }

    private func openSession(_ id: OccurrenceID, zone: Zone) async throws -> Response {
        let event = try await visibleEvent(id)
        guard let session = event.sessionID else {
            throw Problem.conflict("\"\(event.title)\" is not bound to a session.")
        }
        return Response.json { json in
            json.field("status", "ok")
            json.field("action", EventAction.openSession.rawValue)
            json.field("session_id", session)
            json.name("event")
            json.event(event, display: eventDisplay(zone))
        }
    }

    private func answer(
        _ reply: Reply, _ action: EventAction, on id: OccurrenceID, zone: Zone, warnings: [String]
    ) async throws -> Response {
        let event = try await desk.event(reply.run?.occurrence ?? id)
        let facts = try await desk.facts(id.schedule)
        let lastRun = try await store.lastRuns(of: [id.schedule])[id.schedule]
        return Response.json { json in
            json.field("status", "ok")
            json.field("action", action.rawValue)
            if let run = reply.run {
                json.name("run")
                json.run(run)
            }
            if let facts { write(facts, lastRun: lastRun, to: &json) }
            if let entry = reply.stasis {
                json.name("stasis")
                json.stasis(entry, facts: facts, display: eventDisplay(zone))
            }
            if let event {
                json.name("event")
                json.event(event, display: eventDisplay(zone))
            } else {
                json.null("event")
            }
            json.array("warnings", warnings + reply.warnings)
        }
    }
}

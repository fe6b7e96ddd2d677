import CivilTime
import Documents
import Engine
import HTTPTypes
import Hummingbird
import Operations
import Projection
import Recurrence
import Store

extension API {
    func addJobs(to router: Router<Context>) {
        let jobs = router.group("api/v1/cron/jobs")
        jobs.get { request, context in try await acting(context).list(.cron, "jobs", request) }
        jobs.post { request, context in
            var request = request
            return try await acting(context).create(.cron, &request)
        }
        addSchedule(.cron, to: jobs)
        jobs.post(":id/run") { request, context in try await acting(context).run(try id(.cron, context), request) }
        jobs.get(":id/runs") { request, context in try await acting(context).runs(of: try id(.cron, context), request) }
        router.get("api/v1/cron/runs") { request, context in
            try await acting(context).runs(request, schedule: nil, source: .cron)
        }
    }

    /// What jobs and sessions share: read, change, delete, and changes of state.
    func addSchedule(_ source: Source, to group: RouterGroup<Context>) {
        group.get(":id") { _, context in try await acting(context).show(try id(source, context)) }
        group.put(":id") { request, context in
            var request = request
            return try await acting(context).change(try id(source, context), &request)
        }
        group.delete(":id") { request, context in
            try await acting(context).delete(try id(source, context), request)
        }
        for action in ["pause", "resume", "disable", "enable"] {
            group.post("\(":id")/\(action)") { request, context in
                var request = request
                return try await acting(context).changeState(try id(source, context), action, &request)
            }
        }
    }

    func id(_ source: Source, _ context: Context) throws -> ScheduleID {
        let ref = try pathText(context, "id")
        guard ScheduleID.isValidRef(ref) else {
            throw Problem.notFound("The \(source == .cron ? "job" : "session") \"\(ref)\"")
        }
        return ScheduleID(source, ref)
    }

    func list(_ source: Source, _ name: String, _ request: Request) async throws -> Response {
        let owner = try owner(request)
        let tracked = engine.snapshot().values
            .filter { $0.id.source == source && (owner == nil || $0.profile.schedule.ownerID == owner) }
            .sorted { $0.id < $1.id }
        let lastRuns = try await store.lastRuns(of: tracked.map(\.id))
        return Response.json(reserving: tracked.count * 900) { json in
            json.array(name) { json in
                for entry in tracked { write(entry, lastRun: lastRuns[entry.id], to: &json) }
            }
        }
    }

    func create(_ source: Source, _ request: inout Request) async throws -> Response {
        let body = try await request.jsonBody()
        let draft: Draft
        do {
            switch source {
            case .cron: draft = try readNewJob(body, id: newID(), context: readingContext)
            case .heartbeat: draft = try readNewSession(body, context: readingContext)
            }
        } catch {
            throw Problem.invalid(error)
        }
        let reply = try await perform(.create(draft.schedule))
        return try await answer(
            draft.schedule.id, status: .created,
            headers: [.location: Self.path(of: draft.schedule.id)], warnings: draft.warnings + reply.warnings)
    }

    static func path(of id: ScheduleID) -> String {
        switch id.source {
        case .cron: "/api/v1/cron/jobs/\(id.ref)"
        case .heartbeat: "/api/v1/heartbeat/sessions/\(id.ref)"
        }
    }

    func show(_ id: ScheduleID) async throws -> Response {
        guard visible(id) != nil else { throw Problem(.noSuchSchedule(id)) }
        return try await answer(id)
    }

    private func delete(_ id: ScheduleID, _ request: Request) async throws -> Response {
        _ = try await perform(.delete(id, expectedVersion: try request.expectedVersion()))
        return Response.json { json in json.field("status", "deleted") }
    }

    func change(_ id: ScheduleID, _ request: inout Request) async throws -> Response {
        let version = try request.expectedVersion()
        let body = try await request.jsonBody()
        guard let current = visible(id)?.schedule else { throw Problem(.noSuchSchedule(id)) }
        let draft: Draft
        do {
            switch id.source {
            case .cron: draft = try readJobChange(body, of: current, context: readingContext)
            case .heartbeat: draft = try readSessionChange(body, of: current, context: readingContext)
            }
        } catch {
            throw Problem.invalid(error)
        }
        // Without If-Match the edit is still based on what was just read: a change in between is never overwritten.
        let reply = try await perform(.edit(draft.schedule, expectedVersion: version ?? current.version))
        return try await answer(id, warnings: draft.warnings + reply.warnings)
    }

    private func changeState(_ id: ScheduleID, _ action: String, _ request: inout Request) async throws -> Response {
        let fields = try await request.fields(["until", "reason"])
        guard let schedule = visible(id)?.schedule else { throw Problem(.noSuchSchedule(id)) }
        let zone = (try? zones.zone(named: schedule.timetable.timezone)) ?? display.zone
        var warnings: [String] = []
        let until = try instant(fields["until"], "until", zone, &warnings)
        let command: Command =
            switch action {
            case "pause": .pause(id, until: until)
            case "resume": .resume(id)
            case "disable": .disable(id)
            default: .enable(id)
            }
        _ = try await perform(command, reason: try fields.text("reason"))
        return try await answer(id, warnings: warnings)
    }

    func run(_ id: ScheduleID, _ request: Request) async throws -> Response {
        let wait = try request.waitSeconds()
        let reply = try await perform(.runNow(id))
        guard let started = reply.run else { throw Problem(.notRunning(id)) }
        let run = try await outcome(of: started, waitSeconds: wait)
        return Response.json { json in
            json.name("run")
            json.run(run)
        }
    }

    private func runs(of id: ScheduleID, _ request: Request) async throws -> Response {
        guard visible(id) != nil else { throw Problem.notFound("The job \"\(id.ref)\"") }
        return try await runs(request, schedule: id)
    }

    func runs(_ request: Request, schedule: ScheduleID?, source: Source? = nil) async throws -> Response {
        var statuses: Set<RunStatus>?
        if let text = request.query("status") {
            guard let status = RunStatus(rawValue: text) else {
                throw Problem.badRequest(
                    "status says \"\(text)\"; it takes \(RunStatus.allCases.map(\.rawValue).joined(separator: ", ")).",
                    field: "status")
            }
            statuses = [status]
        }
        let runs = try await store.runs(
            RunQuery(
                schedule: schedule, source: source, ownerID: try owner(request), statuses: statuses,
                limit: try request.limit(default: 100, max: 1_000)))
        return Response.json(reserving: runs.count * 500) { json in
            json.array("runs") { json in
                for run in runs { json.run(run) }
            }
        }
    }

    // MARK: Writing schedules

    private func answer(
        _ id: ScheduleID, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], warnings: [String] = []
    ) async throws -> Response {
        let lastRun = try await store.lastRuns(of: [id])[id]
        guard let facts = try await desk.facts(id) else { throw Problem(.noSuchSchedule(id)) }
        var headers = headers
        headers[.eTag] = "\"\(facts.schedule.version)\""
        return Response.json(status, headers: headers) { json in
            write(facts, lastRun: lastRun, to: &json)
            if !warnings.isEmpty { json.array("warnings", warnings) }
        }
    }

    /// Writes the member `job` or `session`.
    func write(_ facts: ScheduleFacts, lastRun: Run?, to json: inout JSONWriter) {
        json.name(facts.schedule.id.source == .cron ? "job" : "session")
        write(facts.standingSchedule, plan: facts.plan, words: facts.words, lastRun: lastRun, to: &json)
    }

    private func write(_ entry: EngineState.Tracked, lastRun: Run?, to json: inout JSONWriter) {
        let words = entry.profile.words(hour12: display.hour12)
        write(entry.schedule, plan: entry.plan, words: words, lastRun: lastRun, to: &json)
    }

    private func write(_ schedule: Schedule, plan: Plan?, words: String, lastRun: Run?, to json: inout JSONWriter) {
        let next: Instant? =
            switch schedule.state {
            case .active: plan?.next(after: schedule.cursor)
            case .paused(let until): until.flatMap { plan?.next(after: $0.advanced(bySeconds: -1)) }
            case .disabled: nil
            }
        let facts = JobFacts(nextRunAt: next, lastRun: lastRun, words: words)
        switch schedule.id.source {
        case .cron: json.job(schedule, facts: facts)
        case .heartbeat: json.session(schedule, facts: facts)
        }
    }
}

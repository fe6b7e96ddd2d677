import Access
import CivilTime
import Documents
import Foundation
import Hummingbird
import Operations
import Projection
import Recurrence
import Runners
import Store

extension API {
    /// Events of one answer, where no `limit` is given: a screen's worth, so that the first page comes at once.
    static let eventsDefault = 1_000
    /// Events of one answer at most, and where every occurrence is asked for.
    static let eventsMax = 200_000
    func addCalendar(to router: Router<Context>) {
        router.get("api/v1/ops/calendar/events") { request, context in try await acting(context).calendar(request) }
        router.get("api/v1/ops/calendar/events/:event_id") { request, context in
            try await acting(context).details(try occurrence(context), request)
        }
        router.get("api/v1/ops/stasis") { request, context in try await acting(context).stasisList(request) }
    }

    /// The occurrence that the path names.
    func occurrence(_ context: Context) throws -> OccurrenceID {
        let text = try pathText(context, "event_id")
        guard let id = OccurrenceID(text) else {
            throw Problem.badRequest(
                "\"\(text)\" is not an event id; it has the form source|source_ref|epoch seconds.", field: "event_id")
        }
        return id
    }

    func pathText(_ context: Context, _ name: String) throws -> String {
        let raw = try context.parameters.require(name)
        return raw.removingPercentEncoding ?? raw
    }

    // MARK: The feed

    private func calendar(_ request: Request) async throws -> Response {
        let zone = try zone(of: request)
        let expand = request.query("expand")
        guard expand == nil || expand == "all" || expand == "none" else {
            throw Problem.badRequest("expand says \"\(expand ?? "")\"; it takes all.", field: "expand")
        }
        let expandAll = expand == "all"
        let question = CalendarDesk.Question(
            window: try window(request, zone: zone), filter: try filter(request), expandAll: expandAll,
            cursor: try cursor(request),
            limit: try request.limit(default: expandAll ? Self.eventsMax : Self.eventsDefault, max: Self.eventsMax))
        let answer = try await desk.answer(question)
        return Response.json(
            pieces: FeedText(answer, to: question, display: eventDisplay(zone), settings: display, principal: principal)
        )
    }

    private func window(_ request: Request, zone: Zone) throws -> CalendarWindow {
        let viewText = request.query("view") ?? "week"
        guard let view = CalendarWindow.View(rawValue: viewText) else {
            throw Problem.badRequest("view says \"\(viewText)\"; it takes week or day.", field: "view")
        }
        let start = request.query("start")
        if let end = request.query("end") {
            guard let start else {
                throw Problem.badRequest("end is given without start.", field: "start")
            }
            let span = Span(from: try instant(start, "start", zone), to: try instant(end, "end", zone))
            guard let window = CalendarWindow(view: view, span: span, zone: zone) else {
                throw Problem.badRequest(
                    "start must lie before end, by at most \(CalendarWindow.daysMax) days.", field: "end")
            }
            return window
        }
        let date = try start.map { zone.local(try instant($0, "start", zone)).date } ?? zone.local(clocks.now).date
        return CalendarWindow(view: view, containing: date, weekStart: display.weekStart, zone: zone)
    }

    /// ISO 8601, epoch seconds, or a local date (its first instant).
    private func instant(_ text: String, _ field: String, _ zone: Zone) throws -> Instant {
        if let date = LocalDate(text) { return zone.startOfDay(date) }
        // A plus sign in a query is read as a blank by some clients and servers: "…T00:00:00 02:00".
        if let instant = Instant(iso8601: text) ?? Instant(iso8601: text.replacing(" ", with: "+")) { return instant }
        if let seconds = Int64(text) { return try instant(epochSeconds: Double(seconds), field) }
        throw Problem.badRequest(
            "\(field) says \"\(text)\"; it takes ISO 8601 with an offset, epoch seconds, or a date.", field: field)
    }

    /// An instant given in epoch seconds, within the years 1 to 9999.
    func instant(epochSeconds seconds: Double, _ field: String) throws -> Instant {
        guard seconds > Self.epochSecondsMin, seconds < Self.epochSecondsMax else {
            throw Problem.badRequest("\(field) lies outside the years 1 to 9999.", field: field)
        }
        return Instant(epochMilliseconds: Int64((seconds * 1000).rounded()))
    }

    private static var epochSecondsMin: Double { -62_135_596_800 }
    private static var epochSecondsMax: Double { 253_402_300_800 }

    func filter(_ request: Request) throws -> CalendarDesk.Filter {
        var filter = CalendarDesk.Filter(owner: try owner(request), source: nil)
        if let text = request.query("source"), text != "all" {
            guard let source = Source(rawValue: text) else {
                throw Problem.badRequest("source says \"\(text)\"; it takes cron, heartbeat or all.", field: "source")
            }
            filter.source = source
        }
        return filter
    }

    private func cursor(_ request: Request) throws -> FeedCursor? {
        guard let text = request.query("cursor") else { return nil }
        guard let cursor = FeedCursor(text) else {
            throw Problem.badRequest("cursor is not one that this feed gave out.", field: "cursor")
        }
        return cursor
    }

    // MARK: Details and stasis

    /// The event, where the principal may see it.
    func visibleEvent(_ id: OccurrenceID) async throws -> CalendarEvent {
        guard let event = try await desk.event(id), isVisible(event.ownerID) else {
            throw Problem.notFound("The event \(id)")
        }
        return event
    }

    private static let detailRuns = 20
    private static let detailNext = 5

    private func details(_ id: OccurrenceID, _ request: Request) async throws -> Response {
        let zone = try zone(of: request)
        let event = try await visibleEvent(id)
        let runs = try await store.runs(
            RunQuery(schedule: id.schedule, ownerID: principal.scope.owner, limit: Self.detailRuns))
        let facts = visible(id.schedule) == nil ? nil : try await desk.facts(id.schedule)
        let tail: String? = if let run = event.run { try await logTail(run.id) } else { nil }
        let now = clocks.now
        return Response.json { json in
            json.name("event")
            json.event(event, display: eventDisplay(zone))
            if let facts { write(facts, lastRun: runs.first, to: &json) }
            json.array("next") { json in
                for at in upcoming(facts, after: max(now, facts?.cursor ?? now), count: Self.detailNext) {
                    json.object { json in
                        json.field("at_utc", at)
                        json.field("at_local", zone.iso8601(at))
                    }
                }
            }
            json.array("runs") { json in
                for run in runs { json.run(run) }
            }
            json.field("log_tail", tail)
        }
    }

    func upcoming(_ facts: ScheduleFacts?, after instant: Instant, count: Int) -> [Instant] {
        guard let facts, let plan = facts.plan, facts.schedule.state != .disabled else { return [] }
        var found: [Instant] = []
        var last = max(instant, facts.schedule.state.pausedUntil ?? instant)
        while found.count < count, let next = plan.next(after: last) {
            found.append(next)
            last = next
        }
        return found
    }

    private static let logTailBytes = 4_096

    private func logTail(_ runID: String) async throws -> String? {
        guard let end = try await output(of: runID, from: 0, limit: 0)?.total, end > 0 else { return nil }
        let from = max(0, end - Int64(Self.logTailBytes))
        return try await output(of: runID, from: from, limit: Self.logTailBytes).map {
            String(decoding: $0.bytes, as: UTF8.self)
        }
    }

    private func stasisList(_ request: Request) async throws -> Response {
        let zone = try zone(of: request)
        let filter = try filter(request)
        var statuses: Set<StasisStatus>? = [.pending]
        if let text = request.query("status") {
            if text == "all" {
                statuses = nil
            } else if let status = StasisStatus(rawValue: text) {
                statuses = [status]
            } else {
                throw Problem.badRequest(
                    "status says \"\(text)\"; it takes \(StasisStatus.allCases.map(\.rawValue).joined(separator: ", ")) or all.",
                    field: "status")
            }
        }
        let entries = try await store.stasis(
            StasisQuery(
                statuses: statuses, source: filter.source, ownerID: filter.owner, outageID: request.query("outage"),
                limit: try request.limit(default: 1_000, max: 10_000)))
        var facts: [ScheduleID: ScheduleFacts] = [:]
        for id in Set(entries.map(\.schedule)) { facts[id] = try await desk.facts(id) }
        return Response.json { json in
            json.array("stasis") { json in
                for entry in entries {
                    json.stasis(entry, facts: facts[entry.schedule], display: eventDisplay(zone))
                }
            }
        }
    }
}

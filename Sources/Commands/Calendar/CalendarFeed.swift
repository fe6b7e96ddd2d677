import CivilTime
import Operations

/// The calendar's answer for a window, all its pages together.
struct CalendarFeed {
    /// The first page with the events of all of them.
    let value: JSONValue
    let events: [JSONValue]
    let lanes: [JSONValue]
    let stasis: [JSONValue]
    /// The local dates of the window.
    let days: [LocalDate]

    init(server: Server, view: String, date: String?, source: Source?, owner: String?) async throws {
        let path = APIPath("ops/calendar/events").query("view", view).query("start", date)
            .query("source", source?.rawValue).query("owner", owner)
        let first = try await server.get(path).value()
        var events = first["events"]?.list ?? []
        var cursor = first["next_cursor"]?.cellText
        var pages = 1
        while let next = cursor, pages < Server.pagesMax {
            let page = try await server.get(path.query("cursor", next)).value()
            events += page["events"]?.list ?? []
            cursor = page["next_cursor"]?.cellText
            pages += 1
        }
        self.init(first, events: events)
    }

    init(_ first: JSONValue, events: [JSONValue]) {
        var members = first.object ?? [:]
        members["events"] = .array(events)
        members["next_cursor"] = .null
        value = .object(members)
        self.events = events
        lanes = first["always_running"]?.list ?? []
        stasis = first["stasis_queue"]?.list ?? []
        days = (first["days"]?.list ?? []).compactMap { $0["date"]?.string.flatMap { LocalDate($0) } }
    }
}

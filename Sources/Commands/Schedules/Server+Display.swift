import CivilTime
import Operations

/// What the server shows times in, and which day its weeks start on.
struct ServerCalendar: Sendable {
    let display: TimeDisplay
    let zones: ZoneDatabase
    /// 0 = Sunday … 6 = Saturday.
    let weekStart: Int
}

extension Server {
    /// Asks for the display zone and the week; the smallest feed tells both.
    func calendar(in surroundings: Surroundings) async throws -> ServerCalendar {
        let zones = try surroundings.zones()
        let answer = try await get(APIPath("ops/calendar/events").query("view", "week").query("limit", "1"))
        let name = try answer.member("timezone").string ?? "UTC"
        let zone = try surroundings.zone(named: name, in: zones)
        let start = (try answer.value()["start_local"]?.string).flatMap { LocalDate($0.prefix(10)) }
        return ServerCalendar(
            display: TimeDisplay(zone: zone, now: surroundings.now), zones: zones, weekStart: start?.weekday ?? 0)
    }
}

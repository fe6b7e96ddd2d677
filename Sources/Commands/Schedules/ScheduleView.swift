import CivilTime
import Operations
import Recurrence

/// A cron job or a heartbeat as the server tells it.
struct ScheduleView: Hashable, Sendable {
    let source: Source
    let value: JSONValue

    var ref: String {
        switch source {
        case .cron: value["job_id"]?.string ?? ""
        case .heartbeat: value["session_id"]?.string ?? ""
        }
    }

    var id: ScheduleID { ScheduleID(source, ref) }

    /// What stands in the id column and can be given back to a command.
    var name: String {
        switch source {
        case .cron: ref
        case .heartbeat: "heartbeat:\(ref)"
        }
    }

    var title: String { value["title"]?.string ?? ref }
    var state: String { value["state"]?.string ?? "active" }
    var pausedUntil: Instant? { value["paused_until"]?.instant }
    var nextAt: Instant? { value["next_run_at"]?.instant }
    var lastRun: JSONValue? { value["last_run"] }

    /// The schedule in words, by the server or by its parts.
    var words: String {
        if let words = value["schedule_in_words"]?.string { return words }
        if let expression = value["cron_expr"]?.string { return expression }
        if let seconds = value["every_seconds"]?.whole { return "Every \(intervalWords(seconds))" }
        return value["run_at"]?.string.map { "Once, at \($0)" } ?? ""
    }

    /// "paused until Wed 2026-03-04 09:20 -06:00".
    func stateWords(_ display: TimeDisplay) -> String {
        guard state == "paused", let pausedUntil else { return state }
        return "paused until \(display.stamp(pausedUntil))"
    }
}

extension ScheduleView {
    /// The rule of the schedule, for what the server does not list; nil where its written form is not understood.
    ///
    /// A heartbeat's interval is counted from its next occurrence, which gives the same instants as its anchor does.
    func rule(zones: ZoneDatabase) -> Rule? {
        if let text = value["cron_expr"]?.string {
            let read = try? ReadExpression(
                text, timezone: value["timezone"]?.string ?? "UTC", dialect: value["dialect"]?.string, seed: ref,
                zones: zones)
            return read.map { .cron($0.expression, $0.zone, dstPolicy) }
        }
        if let at = value["run_at"]?.instant { return .at(at) }
        guard let seconds = value["every_seconds"]?.whole, seconds > 0,
            let anchor = value["anchor"]?.instant ?? nextAt
        else { return nil }
        switch source {
        case .cron: return .every(seconds: seconds, anchor: anchor)
        case .heartbeat:
            guard let name = value["timezone"]?.string, let zone = try? zones.zone(named: name) else { return nil }
            return .heartbeat(everySeconds: seconds, anchor: anchor, activeHours: activeHours, zone: zone)
        }
    }

    private var dstPolicy: DSTPolicy {
        DSTPolicy(
            gap: (value["dst"]?["gap"]?.string).flatMap { GapPolicy(rawValue: $0) },
            overlap: (value["dst"]?["overlap"]?.string).flatMap { RepeatedHourPolicy(rawValue: $0) })
    }

    private func excluded(zones: ZoneDatabase) -> [ExcludedStretch] {
        guard let name = value["timezone"]?.string, let zone = try? zones.zone(named: name) else { return [] }
        let dates = (value["excluded_dates"]?.list ?? []).compactMap { $0.string.flatMap { LocalDate($0) } }
        let removed = exceptions(["skip", "move"]).map { RemovedOccurrence(at: $0) }
        return dates.map(Exclusion.date).days(in: zone).joined(by: removed)
    }

    private func exceptions(_ types: Set<String>) -> [Instant] {
        (value["exceptions"]?.list ?? []).filter { types.contains($0["type"]?.string ?? "") }
            .compactMap { $0["at"]?.instant }
    }

    private var activeHours: ActiveHours? {
        guard let hours = value["active_hours"], let start = hours["start"]?.string, let end = hours["end"]?.string
        else { return nil }
        return ActiveHours(start: start, end: end)
    }

    /// The next occurrences, those added by hand among them; none while nothing says when a pause ends.
    func upcoming(_ count: Int, after now: Instant, zones: ZoneDatabase) -> [Occurrence] {
        guard state != "disabled", state == "active" || pausedUntil != nil else { return [] }
        let start = max(now, pausedUntil ?? now)
        let added = exceptions(["add"]).map { AddedOccurrence(at: $0) }
        guard let rule = rule(zones: zones) else { return [] }
        return Plan(rule: rule, added: added, excluded: excluded(zones: zones))
            .occurrences(in: Span(from: start, to: .distantFuture), limit: count)
    }
}

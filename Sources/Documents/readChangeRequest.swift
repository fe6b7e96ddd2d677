package import ChangeRequests
import CivilTime
package import Operations
import Recurrence

/// One line of a batch of requests in plain words.
package struct ChangeRequestLine: Sendable {
    /// What the answer is found by; nil where the line has none.
    package var id: JSONValue?
    package var request: ChangeRequest
}

/// Reads `{"id","now","display_timezone","source","schedule":{…},"scheduled_at","instruction"}`.
///
/// Members besides those are passed over, so that worked cases can be read as they are.
/// - Throws: every fault of the line.
package func readChangeRequest(_ body: JSONValue) throws(Diagnostics) -> ChangeRequestLine {
    var reader = try FieldReader(body: body, called: "A request")
    let now = reader.needed("now", reader.instant("now"))
    let zone = reader.needed("display_timezone", reader.text("display_timezone", lengthMax: 100))
    let source = reader.needed("source", reader.choice("source", Source.self))
    let at = reader.needed("scheduled_at", reader.instant("scheduled_at"))
    let instruction = reader.needed(
        "instruction", reader.longText("instruction", bytesMax: ChangeRequest.instructionBytesMax * 4))
    var facts: ChangeSubject?
    if let source, let members = reader.raw("schedule")?.object {
        var nested = FieldReader(members, path: "schedule")
        facts = nested.facts(source)
        reader.report(nested.diagnostics)
    } else if source != nil {
        reader.report("schedule", "A request names its schedule, an object; none is given.")
    }
    try reader.finish()
    guard let now, let zone, let at, let instruction, let facts else {
        throw Diagnostics(Diagnostic(field: "body", message: "The request is incomplete."))
    }
    return ChangeRequestLine(
        id: reader.raw("id"),
        request: ChangeRequest(
            now: now, displayTimezone: zone, schedule: facts, scheduledAt: at, instruction: instruction))
}

extension FieldReader {
    /// The value of a field that must be there.
    fileprivate mutating func needed<Value>(_ name: String, _ given: Given<Value>) -> Value? {
        if let value = given.value { return value }
        let full = path.isEmpty ? name : "\(path).\(name)"
        if !diagnostics.contains(where: { $0.field == full }) { report(name, "\(name) is missing.") }
        return nil
    }

    fileprivate mutating func instant(_ name: String) -> Given<Instant> {
        given(name) { reader, value in
            guard case .string(let text) = value, let instant = Instant(iso8601: text) else {
                return reader.refuse(name, takes: "an instant such as 2026-03-04T15:20:00Z", found: value)
            }
            return instant
        }
    }

    /// What the interpreter needs to know of a schedule.
    fileprivate mutating func facts(_ source: Source) -> ChangeSubject? {
        let title = needed("title", text("title", lengthMax: 1000))
        let timezone = needed("timezone", text("timezone", lengthMax: 100))
        let state = needed("state", choice("state", ChangeSubject.State.self))
        let category = needed("category", choice("category", Category.self))
        let timing = timing()
        let overlap = choice("overlap", Overlap.self).value ?? .skip
        let timeout = whole("timeout_seconds", in: FieldLimits.timeoutSeconds).value
        guard let title, let timezone, let state, let category, let timing else { return nil }
        return ChangeSubject(
            source: source, title: title, timing: timing, timezone: timezone, activeHours: hours(), state: state,
            category: category, timeoutSeconds: timeout.map(Int64.init), overlap: overlap)
    }

    private mutating func timing() -> ChangeSubject.Timing? {
        let cron = text("cron_expr", lengthMax: FieldLimits.expressionLengthMax)
        let every = whole("every_seconds", in: FieldLimits.everySeconds)
        let at = instant("run_at")
        let named = [cron.value != nil, every.value != nil, at.value != nil].count { $0 }
        guard named == 1 else {
            if diagnostics.isEmpty {
                report(
                    "cron_expr",
                    "One of cron_expr, every_seconds and run_at is set; \(named == 0 ? "none" : "several") are given.")
            }
            return nil
        }
        if let text = cron.value { return .cron(text) }
        if let seconds = every.value { return .every(Int64(seconds)) }
        return at.value.map { .at($0) }
    }

    private mutating func hours() -> ActiveHours? {
        given("active_hours") { reader, value in
            guard let members = value.object, let start = members["start"]?.string, let end = members["end"]?.string,
                let hours = ActiveHours(start: start, end: end)
            else {
                return reader.refuse(
                    "active_hours", takes: "an object of start and end, such as 09:00 and 17:00", found: value)
            }
            return hours
        }.value
    }
}

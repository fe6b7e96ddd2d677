import ChangeRequests
import CivilTime
import Documents
import Operations
import Recurrence

/// Why a model's answer is not used.
enum ModelFault: Error, Hashable {
    /// No answer in time, or none at all.
    case unreachable(String)
    case status(Int)
    /// It is not the JSON that was asked for; says where it departs.
    case malformed(String)

    var words: String {
        switch self {
        case .unreachable(let why): "it did not answer (\(why))"
        case .status(let code): "it answered with status \(code)"
        case .malformed(let why): "its answer was not usable: \(why)"
        }
    }
}

/// Reads the completion's message into a change, strictly: what is not known is a fault, never passed over.
func readModelAnswer(_ bytes: some Collection<UInt8>) throws(ModelFault) -> ForeignReading {
    guard case .object(let completion) = try json(bytes), case .array(let choices)? = completion["choices"],
        let content = choices.first?.object?["message"]?.object?["content"]?.string
    else { throw .malformed("there is no message in it") }
    guard case .object(let answer) = try json(Array(content.utf8)) else { throw .malformed("it is no object") }
    guard let type = answer["operation"]?.object?["type"]?.string, let kind = ChangeKind(rawValue: type) else {
        throw .malformed("it names no operation")
    }
    var reading = ForeignReading(patch: try patch(answer["patch"]?.object ?? [:]))
    if case .array(let warnings)? = answer["warnings"] { reading.warnings = warnings.compactMap(\.string) }
    let occurrence = answer["occurrence"]?.object ?? [:]
    switch kind {
    case .none: return ForeignReading(warnings: reading.warnings)
    case .create: throw .malformed("it makes a new schedule")
    case .runNow: reading.isRunNow = true
    case .runOnce: reading.occurrence = .run(at: try instant(occurrence["run_at"], "occurrence.run_at"))
    case .skipOccurrence:
        guard case .array(let list)? = occurrence["at"] else { throw .malformed("occurrence.at is no list") }
        var instants: [Instant] = []
        for value in list { instants.append(try instant(value, "occurrence.at")) }
        reading.occurrence = .skip(instants)
    case .moveOccurrence:
        reading.occurrence = .move(
            from: try instant(occurrence["at"], "occurrence.at"), to: try instant(occurrence["to"], "occurrence.to"))
    case .setSchedule, .setActiveHours, .setFields, .pause, .resume, .enable, .disable: break
    }
    return reading
}

private func json(_ bytes: some Collection<UInt8>) throws(ModelFault) -> JSONValue {
    do { return try readJSON(bytes) } catch { throw .malformed(error.items.first?.message ?? "it is no JSON") }
}

private func patch(_ members: [String: JSONValue]) throws(ModelFault) -> SchedulePatch {
    var patch = SchedulePatch()
    for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        switch (name, value) {
        case ("cron_expr", .null), ("every_seconds", .null), ("run_at", .null), ("paused_until", _): break
        case ("cron_expr", .string(let text)): patch.timing = .cron(text)
        case ("every_seconds", .integer(let seconds)): patch.timing = .every(seconds)
        case ("run_at", _): patch.timing = .at(try instant(value, name))
        case ("timezone", .string(let text)): patch.timezone = text
        case ("active_hours", .null): patch.activeHours = .some(.none)
        case ("active_hours", .object(let hours)):
            guard let start = hours["start"]?.string, let end = hours["end"]?.string,
                let read = ActiveHours(start: start, end: end)
            else { throw .malformed("active_hours has no start and end") }
            patch.activeHours = .value(read)
        case ("state", .string("active")): patch.state = .active
        case ("state", .string("disabled")): patch.state = .disabled
        case ("state", .string("paused")):
            switch members["paused_until"] {
            case nil, .null?: patch.state = .paused(until: nil)
            case .some(let until): patch.state = .paused(until: try instant(until, "paused_until"))
            }
        case ("title", .string(let text)): patch.title = text
        case ("category", .string(let text)): patch.category = try choice(text, name)
        case ("overlap", .string(let text)): patch.overlap = try choice(text, name)
        case ("timeout_seconds", .null): patch.timeoutSeconds = .some(.none)
        case ("timeout_seconds", .integer(let seconds)): patch.timeoutSeconds = .value(seconds)
        default: throw .malformed("patch.\(name) is nothing that can be set so")
        }
    }
    return patch
}

private func choice<Choice: RawRepresentable<String>>(_ text: String, _ name: String) throws(ModelFault) -> Choice {
    guard let choice = Choice(rawValue: text) else { throw .malformed("\(name) can't be \"\(text)\"") }
    return choice
}

private func instant(_ value: JSONValue?, _ name: String) throws(ModelFault) -> Instant {
    guard let text = value?.string, let instant = Instant(iso8601: text) else {
        throw .malformed("\(name) is no instant")
    }
    return instant
}

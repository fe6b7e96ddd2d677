import CivilTime
import Foundation
import Operations
import Recurrence
import Testing

@testable import ChangeRequests

/// One line of the vectors: a request, and what it must be understood as.
struct WorkedCase: Sendable {
    let id: String
    let request: ChangeRequest
    let expected: JSONValue

    init(_ line: Data) throws {
        let value = try JSONDecoder().decode(JSONValue.self, from: line)
        let facts = try #require(value["schedule"])
        let source = try #require(value["source"]?.string)
        id = try #require(value["id"]?.string)
        expected = try #require(value["expect"])
        request = ChangeRequest(
            now: try Self.instant(value["now"]), displayTimezone: try #require(value["display_timezone"]?.string),
            schedule: try Self.facts(facts, source: source),
            scheduledAt: try Self.instant(value["scheduled_at"]),
            instruction: try #require(value["instruction"]?.string))
    }

    private static func instant(_ value: JSONValue?) throws -> Instant {
        let text = try #require(value?.string)
        return try #require(Instant(iso8601: text))
    }

    private static func facts(_ facts: JSONValue, source: String) throws -> ChangeSubject {
        var hours: ActiveHours?
        if let start = facts["active_hours"]?["start"]?.string, let end = facts["active_hours"]?["end"]?.string {
            hours = ActiveHours(start: start, end: end)
        }
        let timing: ChangeSubject.Timing
        if let text = facts["cron_expr"]?.string {
            timing = .cron(text)
        } else if let seconds = facts["every_seconds"]?.whole {
            timing = .every(seconds)
        } else {
            timing = .at(try instant(facts["run_at"]))
        }
        let source = try #require(Source(rawValue: source))
        let stateText = try #require(facts["state"]?.string)
        let categoryText = try #require(facts["category"]?.string)
        return ChangeSubject(
            source: source, title: try #require(facts["title"]?.string), timing: timing,
            timezone: try #require(facts["timezone"]?.string), activeHours: hours,
            state: try #require(ChangeSubject.State(rawValue: stateText)),
            category: try #require(Category(rawValue: categoryText)), timeoutSeconds: facts["timeout_seconds"]?.whole,
            overlap: facts["overlap"]?.string.flatMap(Overlap.init(rawValue:)) ?? .skip)
    }

    /// The cases of a file beside the tests.
    static func all(in name: String) throws -> [WorkedCase] {
        let url = try #require(Bundle.module.url(forResource: name, withExtension: "jsonl", subdirectory: "Vectors"))
        return try Data(contentsOf: url).split(separator: UInt8(ascii: "\n")).map { try WorkedCase(Data($0)) }
    }
}

extension JSONValue {
    subscript(_ name: String) -> JSONValue? { object?[name] }

    var whole: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }
}

// MARK: Comparison by meaning

extension WorkedCase {
    /// What an answer lacks or has too much; empty where it means what is expected.
    func faults(in answer: Interpretation, zones: ZoneDatabase) -> [String] {
        var faults: [String] = []
        if answer.operation.rawValue != expected["operation"]?.string { faults.append("operation \(answer.operation)") }
        if meaning(of: answer.patch, zones: zones) != meaningOfPatch(zones: zones) {
            faults.append("patch \(meaning(of: answer.patch, zones: zones)), not \(meaningOfPatch(zones: zones))")
        }
        if Self.form(answer.occurrence) != expected["occurrence"] {
            faults.append("occurrence \(String(describing: answer.occurrence))")
        }
        if expected["warn"] == .bool(true), answer.warnings.isEmpty { faults.append("no warning") }
        switch expected["confidence"]?.string {
        case "high" where answer.confidence != .high:
            faults.append("confidence \(answer.confidence): \(answer.warnings)")
        case "low" where answer.confidence != .low: faults.append("confidence \(answer.confidence)")
        case "not_high" where answer.confidence == .high: faults.append("confidence high")
        default: break
        }
        return faults
    }

    private static func form(_ change: OccurrenceChange?) -> JSONValue? {
        switch change {
        case .run(let at)?: ["run_at": .string(at.iso8601)]
        case .skip(let at)?: ["at": .array(at.map { .string($0.iso8601) })]
        case .move(let from, let to)?: ["at": .string(from.iso8601), "to": .string(to.iso8601)]
        case nil: nil
        }
    }

    /// A field with the value that it has counts as not set; cron expressions are their next occurrences.
    private func meaning(of patch: SchedulePatch, zones: ZoneDatabase) -> [String: String] {
        var meaning: [String: String] = [:]
        switch patch.timing {
        case .cron(let text)?: meaning["cron_expr"] = occurrences(of: text, zones: zones)
        case .every(let seconds)?: meaning["every_seconds"] = "\(seconds)"
        case .at(let instant)?: meaning["run_at"] = instant.iso8601
        case nil: break
        }
        if let zone = patch.timezone { meaning["timezone"] = canonical(zone, zones) }
        switch patch.activeHours {
        case .value(let hours)?: meaning["active_hours"] = "\(hours.start)-\(hours.end)"
        case .some(.none): meaning["active_hours"] = "null"
        case nil: break
        }
        switch patch.state {
        case .active?: meaning["state"] = "active"
        case .disabled?: meaning["state"] = "disabled"
        case .paused(let until)?: meaning["state"] = "paused \(until?.iso8601 ?? "")"
        case nil: break
        }
        if let title = patch.title { meaning["title"] = title }
        if let category = patch.category { meaning["category"] = category.rawValue }
        switch patch.timeoutSeconds {
        case .value(let seconds)?: meaning["timeout_seconds"] = "\(seconds)"
        case .some(.none): meaning["timeout_seconds"] = "null"
        case nil: break
        }
        if let overlap = patch.overlap { meaning["overlap"] = overlap.rawValue }
        return unchangedLeftOut(meaning, zones)
    }

    private func meaningOfPatch(zones: ZoneDatabase) -> [String: String] {
        var meaning: [String: String] = [:]
        for (name, value) in expected["patch"]?.object ?? [:] {
            switch (name, value) {
            case ("cron_expr", .string(let text)): meaning[name] = occurrences(of: text, zones: zones)
            case ("timezone", .string(let zone)): meaning[name] = canonical(zone, zones)
            case ("state", .string(let state)):
                meaning[name] = state == "paused" ? "paused \(expected["patch"]?["paused_until"]?.string ?? "")" : state
            case ("paused_until", _): break
            case ("active_hours", .object(let hours)):
                meaning[name] = "\(hours["start"]?.string ?? "")-\(hours["end"]?.string ?? "")"
            case ("active_hours", .null), ("timeout_seconds", .null): meaning[name] = "null"
            case (_, .string(let text)): meaning[name] = text
            case (_, .integer(let number)): meaning[name] = "\(number)"
            default: break
            }
        }
        return unchangedLeftOut(meaning, zones)
    }

    private func unchangedLeftOut(_ meaning: [String: String], _ zones: ZoneDatabase) -> [String: String] {
        var rest = meaning
        let facts = request.schedule
        if rest["timezone"] == canonical(facts.timezone, zones) { rest["timezone"] = nil }
        if rest["category"] == facts.category.rawValue { rest["category"] = nil }
        if rest["overlap"] == facts.overlap.rawValue { rest["overlap"] = nil }
        if rest["title"] == facts.title { rest["title"] = nil }
        if case .cron(let text) = facts.timing, rest["cron_expr"] == occurrences(of: text, zones: zones) {
            rest["cron_expr"] = nil
        }
        return rest
    }

    private func canonical(_ zone: String, _ zones: ZoneDatabase) -> String { zones.canonicalName(zone) ?? zone }

    /// The expression's occurrences on the clock of UTC: a year and a day of them, a thousand at most, and how many
    /// eight years hold.
    private func occurrences(of text: String, zones: ZoneDatabase) -> String {
        guard let expression = try? CronExpression(text) else { return "refused \(text)" }
        let rule = Rule.cron(expression, .utc, .dialect)
        let span = Span(from: request.now, to: request.now.advanced(bySeconds: 8 * 366 * 86_400))
        return rule.occurrences(in: span, limit: 1000).map { String($0.at.epochSeconds) }.joined(separator: " ")
            + " of \(rule.count(in: span))"
    }
}

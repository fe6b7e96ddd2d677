import CivilTime
import Documents
import Operations
import Recurrence
import Testing

/// Wednesday, 4 March 2026, 15:20:00.250 UTC, 09:20 in Chicago.
let now = Instant(epochMilliseconds: 1_772_637_600_250)

func context(now: Instant = now) throws -> ReadingContext {
    ReadingContext(
        now: now, zones: try ZoneDatabase.system(), defaultTimezone: "America/Chicago", defaultOwner: "operator",
        calendars: ["holidays": [LocalDate(dayNumber: 20_812), LocalDate(dayNumber: 20_819)]])
}

func json(_ text: String) throws -> JSONValue { try readJSON(Array(text.utf8)) }

/// A job from a body written as JSON.
func job(_ body: String, id: String = "job-1") throws -> Draft {
    try readNewJob(json(body), id: id, context: context())
}

func change(_ body: String, of schedule: Schedule) throws -> Draft {
    try readJobChange(json(body), of: schedule, context: context())
}

func session(_ body: String) throws -> Draft { try readNewSession(json(body), context: context()) }

/// A configuration from a file's text and the variables.
func read(_ yaml: String, _ environment: [String: String] = [:]) throws -> Configuration {
    try readConfiguration(yaml, environment: environment, now: now, zones: try ZoneDatabase.system())
}

/// What is refused of a body, as one line a diagnostic.
func refusal(_ read: () throws -> some Any) -> [String] {
    do {
        _ = try read()
        return []
    } catch let diagnostics as Diagnostics {
        return diagnostics.items.map(\.description)
    } catch {
        return ["\(error)"]
    }
}

/// What a writer wrote.
func written(_ body: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter()
    body(&json)
    return json.text
}

/// A named row of a table.
protocol NamedRow: Sendable, CustomTestStringConvertible {
    var name: String { get }
}

extension NamedRow {
    var testDescription: String { name }
}

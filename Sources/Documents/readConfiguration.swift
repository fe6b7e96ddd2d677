package import CivilTime
import Notifications
import Operations

/// Reads a configuration file (YAML) and the `ALMANAC_` variables that override it.
///
/// The file holds settings, and declared schedules under `jobs` and `sessions` (the fields of the bodies that create
/// them; a job needs a `job_id`). It is refused whole where anything is wrong with it.
/// - Throws: every fault, with line and column where it stands in the file; the name of the variable where it does not.
package func readConfiguration(
    _ yaml: String, environment: [String: String], now: Instant, zones: ZoneDatabase
) throws(Diagnostics) -> Configuration {
    let document = try YAMLDocument(yaml)
    var reading = ConfigurationReading(now: now, zones: zones)
    let configuration = reading.configuration(document.value, environment: environment)
    guard reading.diagnostics.isEmpty else {
        throw Diagnostics(reading.diagnostics.map { document.placed($0) })
    }
    return configuration
}

/// The steps of reading a configuration; faults are collected.
private struct ConfigurationReading {
    let now: Instant
    let zones: ZoneDatabase
    private(set) var diagnostics: [Diagnostic] = []

    init(now: Instant, zones: ZoneDatabase) {
        self.now = now
        self.zones = zones
    }

    mutating func configuration(_ value: JSONValue, environment: [String: String]) -> Configuration {
        var members: [String: JSONValue] = [:]
        switch value {
        case .object(let given): members = given
        case .null: break
        case .bool, .integer, .number, .string, .array:
            report("body", "A configuration is a list of names and values; it was given \(value.kind).")
        }
        var settings = settings(members, environment: environment)
        settings.calendars = calendars(members["calendars"])
        settings.alerts = alerts(members["alerts"], environment)
        let context = ReadingContext(
            now: now, zones: zones, defaultTimezone: settings.timezone, defaultOwner: settings.owner,
            calendars: settings.calendars)
        return Configuration(
            settings: settings, jobs: jobs(members["jobs"], context), sessions: sessions(members["sessions"], context))
    }

    private mutating func report(_ field: String, _ message: String, hint: String? = nil) {
        diagnostics.append(Diagnostic(field: field, message: message, hint: hint))
    }

    // MARK: Settings

    private mutating func settings(_ members: [String: JSONValue], environment: [String: String]) -> Settings {
        var settings = Settings()
        var file = FieldReader(flattened(members))
        file.refuseUnknown(
            allowed: settingsReference.map(\.name) + ["alerts", "calendars", "jobs", "sessions"],
            synonyms: Self.synonyms,
            form: "The configuration")
        var variables: [String: JSONValue] = [:]
        for setting in settingsReference {
            if let text = environment[setting.environmentVariable], !text.isEmpty {
                variables[setting.environmentVariable] = setting.value(of: text)
            }
        }
        var override = FieldReader(variables)
        for setting in settingsReference {
            setting.read(&file, setting.name, &settings)
            setting.read(&override, setting.environmentVariable, &settings)
        }
        checkZone(&settings, &file, &override)
        diagnostics += file.diagnostics + override.diagnostics
        return settings
    }

    private static let synonyms = [
        "tz": "timezone", "host": "bind", "listen": "bind", "data_dir": "data", "zone": "timezone",
        "loglevel": "log_level",
        "heartbeats": "sessions", "cron": "jobs", "cron_jobs": "jobs", "retention": "retention_days",
    ]

    /// `agent: {command: x}` as `agent.command`; what is no section stays as it is.
    private mutating func flattened(_ members: [String: JSONValue]) -> [String: JSONValue] {
        let sections = Set(
            settingsReference.compactMap { $0.name.split(separator: ".").dropLast().first.map(String.init) })
        var flat: [String: JSONValue] = [:]
        for (name, value) in members {
            guard sections.contains(name) else {
                flat[name] = value
                continue
            }
            switch value {
            case .object(let inner): for (key, value) in inner { flat["\(name).\(key)"] = value }
            case .null: break
            case .bool, .integer, .number, .string, .array:
                report(name, "\(name) takes names and values of its own; it was given \(value.kind).")
            }
        }
        return flat
    }

    /// A zone that does not exist is reported where it was named, and the default goes on in its place.
    private func checkZone(_ settings: inout Settings, _ file: inout FieldReader, _ override: inout FieldReader) {
        let variable = "ALMANAC_TIMEZONE"
        let isKnown =
            if override.raw(variable) != nil {
                override.zone(variable, named: settings.timezone, in: zones) != nil
            } else {
                file.zone("timezone", named: settings.timezone, in: zones) != nil
            }
        if !isKnown { settings.timezone = Zone.utc.identifier }
    }

    // MARK: Calendars

    private mutating func calendars(_ value: JSONValue?) -> [String: [LocalDate]] {
        let members: [String: JSONValue]
        switch value {
        case nil, .null: return [:]
        case .object(let given): members = given
        case .bool, .integer, .number, .string, .array:
            report(
                "calendars",
                "calendars takes names, each with a list of dates; it was given \(value?.kind ?? "nothing").",
                hint: "Write holidays: [2026-12-25, 2027-01-01] below it.")
            return [:]
        }
        guard members.count <= FieldLimits.calendarsMax else {
            report("calendars", "There are \(members.count) calendars; there may be \(FieldLimits.calendarsMax).")
            return [:]
        }
        var reader = FieldReader(members, path: "calendars")
        var calendars: [String: [LocalDate]] = [:]
        for name in members.keys.sorted() {
            if !Self.isCalendarName(name) {
                reader.report(
                    name,
                    "\"\(shortened(name))\" is no name of a calendar; it takes a letter, then letters, digits, _ and -."
                )
            }
            calendars[name] = reader.calendar(name)
        }
        diagnostics += reader.diagnostics
        return calendars
    }

    /// A name must not be taken for a date or a list.
    private static func isCalendarName(_ name: String) -> Bool {
        name.utf8.count <= FieldLimits.calendarNameLengthMax && name.first?.isLetter == true
            && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    }

    // MARK: Alerts

    private mutating func alerts(_ value: JSONValue?, _ environment: [String: String]) -> [AlertChannel] {
        let entries = entries(value, "alerts")
        guard entries.count <= FieldLimits.alertChannelsMax else {
            report("alerts", "There are \(entries.count) channels; there may be \(FieldLimits.alertChannelsMax).")
            return []
        }
        var channels: [AlertChannel] = []
        for (index, body) in entries.enumerated() {
            do throws(Diagnostics) {
                let channel = try readAlertChannel(body, environment: environment)
                if channels.contains(where: { $0.name == channel.name }) {
                    report("alerts[\(index)].name", "name \(channel.name) is taken by a channel above.")
                }
                channels.append(channel)
            } catch {
                take(error, at: "alerts[\(index)]")
            }
        }
        return channels
    }

    /// Faults of an entry, under the entry's own path.
    private mutating func take(_ faults: Diagnostics, at path: String) {
        for var item in faults.items {
            item.field = item.field == "body" ? path : "\(path).\(item.field)"
            diagnostics.append(item)
        }
    }

    // MARK: Schedules

    private mutating func jobs(_ value: JSONValue?, _ context: ReadingContext) -> [Draft] {
        declared(value, "jobs", idField: "job_id") { body throws(Diagnostics) in
            let members = body.object ?? [:]
            if members["job_id"] ?? .null == .null {
                throw Diagnostics(
                    Diagnostic(field: "job_id", message: "A declared job needs a job_id; none is given."))
            }
            var draft = try readNewJob(body, id: "", context: context)
            draft.warnings += Self.remarks(onDeclared: members)
            return draft
        }
    }

    /// What means something else here than it does to the API: the file is read again at every start.
    private static func remarks(onDeclared members: [String: JSONValue]) -> [String] {
        var remarks: [String] = []
        for (name, isOnce) in [("run_at", true), ("schedule_time", members["repeat"] != true)] {
            guard isOnce, let text = members[name]?.string, LocalDate(String(text.prefix(10))) == nil else { continue }
            remarks.append(
                "\(name) says \"\(shortened(text))\", which is another instant each time the file is read: "
                    + "write a date such as 2026-03-09 10:00.")
        }
        if members["delete_after_run"] == true {
            remarks.append("delete_after_run: the file brings the job back when it is read again.")
        }
        return remarks
    }

    private mutating func sessions(_ value: JSONValue?, _ context: ReadingContext) -> [Draft] {
        declared(value, "sessions", idField: "session_id") { body throws(Diagnostics) in
            try readNewSession(body, context: context)
        }
    }

    private mutating func declared(
        _ value: JSONValue?, _ name: String, idField: String, read: (JSONValue) throws(Diagnostics) -> Draft
    ) -> [Draft] {
        var drafts: [Draft] = []
        for (index, body) in entries(value, name).enumerated() {
            do throws(Diagnostics) {
                let draft = try read(body)
                if drafts.contains(where: { $0.schedule.id == draft.schedule.id }) {
                    report(
                        "\(name)[\(index)].\(idField)",
                        "\(idField) \(draft.schedule.id.ref) is taken by an entry above.")
                }
                drafts.append(draft)
            } catch {
                take(error, at: "\(name)[\(index)]")
            }
        }
        return drafts
    }

    private mutating func entries(_ value: JSONValue?, _ name: String) -> [JSONValue] {
        switch value {
        case nil, .null: return []
        case .array(let entries): return entries
        case .bool, .integer, .number, .string, .object:
            report(
                name, "\(name) takes a list; it was given \(value?.kind ?? "nothing").",
                hint: "Begin each entry with \"- \".")
            return []
        }
    }
}

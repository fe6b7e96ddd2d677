import CivilTime
import Operations

/// Goes through a crontab line by line; variables and comments hold for the lines below.
struct CrontabReading {
    let form: CrontabForm
    let context: ReadingContext
    private(set) var result = CrontabImport()
    private var variables: [String: String] = [:]
    private var timezone: String
    private var isZoneOfCron = false
    private var mailto: String?
    private var comments: [String] = []
    private var users: Set<String> = []
    private var nameCounts: [String: Int] = [:]

    init(form: CrontabForm, context: ReadingContext) {
        self.form = form
        self.context = context
        timezone = context.defaultTimezone
    }

    mutating func read(_ line: Substring, number: Int) {
        switch CrontabLine(line, form: form) {
        case .comment(let text): return comments.append(text)
        case .blank: break
        case .variable(let name, let value, let column): set(name, to: value, line: number, column: column)
        case .job(let job): add(job, line: number)
        case .faulty(let message, let column, let hint):
            result.diagnostics.append(
                Diagnostic(field: "line", message: message, line: number, column: column, hint: hint))
        }
        comments = []
    }

    private mutating func note(_ field: String, _ message: String, line: Int, column: Int = 1) {
        result.notes.append(Diagnostic(field: field, message: message, line: line, column: column))
    }

    // MARK: Variables

    private mutating func set(_ name: String, to value: String, line: Int, column: Int) {
        switch name {
        case "CRON_TZ": setZone(name, value, line: line, column: column)
        case "TZ":
            variables[name] = value
            guard !isZoneOfCron else { return }
            setZone(name, value, line: line, column: column)
            note(
                name, "TZ is taken as the zone of the times below; Debian's cron sets it for the commands only.",
                line: line)
        case "MAILTO":
            mailto = value
            note(name, "Nothing is mailed: output is kept in the log of each run, and failures notify.", line: line)
        case "RANDOM_DELAY":
            note(name, "\(name) has no counterpart: the jobs below start on time.", line: line)
        case "SHELL":
            variables[name] = value
            guard !isPlainShell(value) else { return }
            note(name, "The commands below are handed to \(value) -c.", line: line)
        default:
            variables[name] = value
            guard value.contains("$") else { return }
            note(
                name, "\(name) keeps its $ as it is written: crontabs expand nothing here.", line: line, column: column)
        }
    }

    private mutating func setZone(_ name: String, _ value: String, line: Int, column: Int) {
        let zone = value.hasPrefix(":") ? String(value.dropFirst()) : value
        var reader = FieldReader([:])
        if reader.zone(name, named: zone, in: context.zones) != nil {
            timezone = zone
            isZoneOfCron = name == "CRON_TZ"
        } else {
            for var item in reader.diagnostics {
                (item.line, item.column) = (line, column)
                item.message += " The lines below stay in \(timezone)."
                result.diagnostics.append(item)
            }
        }
    }

    private func isPlainShell(_ path: String) -> Bool { ["/bin/sh", "/usr/bin/sh", "sh"].contains(path) }

    // MARK: Jobs

    private mutating func add(_ job: CrontabJobLine, line: Int) {
        let remark = CrontabRemark(comments: comments)
        let parts = CrontabCommand(job.command.text)
        let name = name(of: job, title: remark.title, command: parts.command)
        let earlier = nameCounts[name, default: 0]
        let id = earlier == 0 ? name : "\(name)-\(earlier + 1)"
        let body = body(of: job, parts, remark, id: id, line: line)
        do throws(Diagnostics) {
            let draft = try readNewJob(body, id: id, context: context)
            result.jobs.append(CrontabImport.Job(line: line, body: body, draft: draft))
            nameCounts[name] = earlier + 1
            noteWays(of: job, line: line)
        } catch {
            result.diagnostics += error.items.map { placed($0, job, line: line) }
        }
    }

    private mutating func noteWays(of job: CrontabJobLine, line: Int) {
        if job.isUnlogged {
            note("line", "The dash before the schedule is left out: every run is recorded.", line: line)
        }
        guard let user = job.user, users.insert(user.text).inserted else { return }
        note(
            "user", "Jobs of \(user.text) run as the user that the server runs as.", line: line, column: user.column)
    }

    private func placed(_ item: Diagnostic, _ job: CrontabJobLine, line: Int) -> Diagnostic {
        var placed = item
        placed.line = line
        switch item.field {
        case "cron_expr":
            placed.column = item.column.map(job.column(ofExpressionColumn:)) ?? job.fields.first?.column
        default: placed.column = job.command.column
        }
        return placed
    }

    private func body(
        of job: CrontabJobLine, _ parts: CrontabCommand, _ remark: CrontabRemark, id: String, line: Int
    ) -> JSONValue {
        let shell = variables["SHELL"] ?? "/bin/sh"
        let title = remark.title ?? JobForm.title(of: parts.command)
        var body: [String: JSONValue] = [
            "job_id": .string(id), "title": .string(title), "cron_expr": .string(job.expression),
            "timezone": .string(timezone), "dialect": "vixie", "runner": "shell",
            "command": .string(
                isPlainShell(shell) ? parts.command : CrontabCommand.command(parts.command, through: shell)),
            "metadata": ["crontab": origin(of: job, line: line)],
        ]
        if let description = remark.description { body["description"] = .string(description) }
        if let stdin = parts.stdin { body["stdin"] = .string(stdin) }
        if !variables.isEmpty { body["env"] = .object(variables.mapValues(JSONValue.string)) }
        if let home = variables["HOME"], !home.isEmpty { body["workspace_dir"] = .string(home) }
        return .object(body)
    }

    /// Characters of a command that its job's metadata keep.
    private static let originLengthMax = 1000

    private func origin(of job: CrontabJobLine, line: Int) -> JSONValue {
        var origin: [String: JSONValue] = [
            "line": .integer(Int64(line)), "schedule": .string(job.expression),
            "command": .string(shortened(job.command.text, to: Self.originLengthMax)),
        ]
        if let user = job.user { origin["user"] = .string(user.text) }
        if let mailto { origin["mailto"] = .string(mailto) }
        return .object(origin)
    }

    /// A name that the same line has in every import.
    private func name(of job: CrontabJobLine, title: String?, command: String) -> String {
        let line = [job.expression, job.user?.text ?? "", job.command.text].joined(separator: "\n")
        let digits = String(stableHash(line) & 0xFFFFFF, radix: 16)
        let words = title.map { slug($0, lengthMax: 40) } ?? commandSlug(command, lengthMax: 40)
        return [words, String(repeating: "0", count: 6 - digits.count) + digits].filter { !$0.isEmpty }
            .joined(separator: "-")
    }
}

import CivilTime
import Operations
import Recurrence

/// One schedule on the terminal.
struct SchedulePage {
    let schedule: ScheduleView
    let runs: [JSONValue]
    let display: TimeDisplay
    let console: Console
    let next: [Occurrence]

    /// Members with a line of their own elsewhere on the page, or of no use to a reader.
    private static let shownElsewhere: Set<String> = [
        "job_id", "title", "state", "paused_until", "enabled", "schedule_in_words", "next_run_at",
        "exceptions", "last_run", "version", "description",
    ]

    var lines: [String] {
        var lines = [console.styled(printable(schedule.title), .heading) + "  " + printable(schedule.name)]
        if let description = schedule.value["description"]?.string { lines.append(printable(description)) }
        let state = console.styled(schedule.stateWords(display), .of(status: schedule.state))
        lines += ["\(printable(schedule.words)) · \(state)", ""]
        lines += fieldLines(fields, console: console)
        lines += ["", console.styled(next.isEmpty ? "Next" : "Next \(next.count)", .heading)]
        lines += next.isEmpty ? ["  " + emptyNextWords] : nextLines
        lines += ["", console.styled("Last runs", .heading)]
        lines +=
            runs.isEmpty ? ["  none yet"] : runTable(runs, display: display).lines(for: console, indent: 2)
        return lines
    }

    private var fields: [(name: String, value: String)] {
        let members = schedule.value.object ?? [:]
        return members.keys.sorted().compactMap { name in
            guard !Self.shownElsewhere.contains(name), let value = members[name], value.string != schedule.ref else {
                return nil
            }
            let text = name.hasSuffix("_at") ? value.instant.map(display.stamp) : value.cellText
            return text.flatMap { $0.isEmpty ? nil : (name: name, value: $0) }
        }
    }

    private var emptyNextWords: String {
        schedule.state == "active" ? "nothing" : "nothing while it is \(schedule.stateWords(display))"
    }

    private var nextLines: [String] {
        occurrenceLines(next, display: display, console: console).map { "  " + $0 }
    }
}

/// A table of runs as the server tells them.
func runTable(_ runs: [JSONValue], display: TimeDisplay) -> TextTable {
    var table = TextTable([
        .init(title: "SCHEDULED"), .init(title: "STATUS"), .init(title: "TRIGGER"),
        .init(title: "TOOK", alignment: .right), .init(title: "RUN", widthMin: 8), .init(title: "RESULT", widthMin: 10),
    ])
    for run in runs {
        let status = run["status"]?.string ?? "-"
        table.add([
            .init(run["scheduled_at"]?.instant.map(display.brief) ?? "-"),
            .init(status, .of(status: status)),
            .init(triggerWords(run)),
            .init(run["duration_ms"]?.whole.map(durationWords(milliseconds:)) ?? "-"),
            .init(run["run_id"]?.string ?? "-"),
            .init(runResult(run)),
        ])
    }
    return table
}

/// "schedule", or "retry 2" from the second attempt on.
private func triggerWords(_ run: JSONValue) -> String {
    let trigger = run["trigger"]?.string ?? "-"
    guard let attempt = run["attempt"]?.whole, attempt > 1 else { return trigger }
    return "\(trigger) \(attempt)"
}

/// Why it ended as it did, else its exit code, else the first line it wrote.
func runResult(_ run: JSONValue) -> String {
    if let error = run["error"]?.string { return error }
    if let code = run["exit_code"]?.whole, code != 0 { return "exit code \(code)" }
    return run["output_preview"]?.string?.split(separator: "\n").first.map(String.init) ?? ""
}

extension Server {
    /// The latest runs of a schedule, newest first.
    func runs(of id: ScheduleID, limit: Int) async throws -> [JSONValue] {
        let answer = try await get(Self.path(id).segment("runs").query("limit", String(limit)))
        return Array((try answer.member("runs").list ?? []).prefix(limit))
    }

    /// A run by its id; nil where there is none.
    func run(_ id: String) async throws -> JSONValue? {
        let answer = try await exchange(.get, APIPath("ops/runs").segment(id))
        if answer.isNotFound { return nil }
        return try answer.orRefusal().member("run")
    }
}

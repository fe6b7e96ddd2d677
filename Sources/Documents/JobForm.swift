import CivilTime
import Operations

/// A cron job's written form: the body of a creation or a change, or an entry of the configuration.
struct JobForm {
    var common: CommonForm
    var timing: TimingForm
    var jobID: Given<String>
    var command: Given<String>
    var stdin: Given<String>
    var sessionID: Given<String>
    var deleteAfterRun: Given<Bool>
    var overlap: Given<Overlap>
    var graceSeconds: Given<Int>
    var retries: Given<Int>
    var sessionWake: Given<SessionWake>

    static let names =
        ["job_id", "command"] + TimingForm.names + CommonForm.names + [
            "stdin", "session_id", "delete_after_run", "overlap", "grace_seconds", "retries", "wake_heartbeat",
        ]

    /// What other tools call the fields.
    static let synonyms = [
        "id": "job_id", "name": "title", "cmd": "command", "script": "command", "prompt": "command",
        "cron": "cron_expr", "schedule": "cron_expr", "expression": "cron_expr", "expr": "cron_expr",
        "tz": "timezone", "zone": "timezone", "time_zone": "timezone", "interval": "every", "at": "run_at",
        "when": "run_at", "environment": "env", "cwd": "workspace_dir", "workdir": "workspace_dir",
        "working_directory": "workspace_dir", "timeout": "timeout_seconds", "priority": "category",
        "concurrency": "overlap", "concurrency_policy": "overlap", "grace": "grace_seconds", "retry": "retries",
        "input": "stdin", "user": "owner", "user_id": "owner", "disabled": "enabled", "active": "enabled",
    ]

    init(_ reader: inout FieldReader) {
        common = CommonForm(&reader)
        timing = TimingForm(&reader)
        jobID = reader.reference("job_id")
        command = reader.longText("command", bytesMax: FieldLimits.commandBytesMax)
        stdin = reader.longText("stdin", bytesMax: FieldLimits.stdinBytesMax)
        sessionID = reader.reference("session_id")
        deleteAfterRun = reader.flag("delete_after_run")
        overlap = reader.choice("overlap", Overlap.self)
        graceSeconds = reader.whole("grace_seconds", in: FieldLimits.graceSeconds, unit: "seconds")
        retries = reader.whole("retries", in: FieldLimits.retries)
        sessionWake = reader.sessionWake("wake_heartbeat")
        switch command {
        case .value(let text) where trimmed(text).isEmpty:
            reader.report("command", "command is empty; it takes what the job's runner carries out.")
        case .null: reader.report("command", "command is null; it takes what the job's runner carries out.")
        case .absent, .value: break
        }
    }

    /// Refuses a command that the job's runner could not read.
    static func check(_ work: Work, _ reader: inout FieldReader) {
        guard work.runner == "http", !work.command.isEmpty else { return }
        let words = work.command.split(whereSeparator: \.isWhitespace)
        let isMethod = words.count == 1 || words.first?.allSatisfy { $0.isASCII && $0.isUppercase } == true
        let isURL = words.last.map { $0.hasPrefix("http://") || $0.hasPrefix("https://") } == true
        guard words.count > 2 || !isMethod || !isURL else { return }
        reader.report(
            "command",
            "\"\(shortened(work.command))\" is no request; the http runner takes a URL, or a method and a URL.",
            hint: "Write POST https://example.org/hook.")
    }

    func apply(to schedule: inout Schedule, context: ReadingContext, isWhole: Bool = false) {
        let formerCommand = schedule.work.command
        common.apply(to: &schedule, context: context, isWhole: isWhole)
        common.metadata.apply(to: &schedule.metadata, default: [:])
        if let command = command.value { schedule.work.command = command }
        stdin.apply(to: &schedule.work.stdin)
        sessionID.apply(to: &schedule.sessionID)
        deleteAfterRun.apply(to: &schedule.deleteAfterRun, default: false)
        overlap.apply(to: &schedule.overlap, default: .skip)
        graceSeconds.apply(to: &schedule.graceSeconds)
        retries.apply(to: &schedule.retries, default: 0)
        sessionWake.apply(to: &schedule.sessionWake, default: .next)
        applyTitle(to: &schedule, formerCommand: formerCommand)
    }

    /// A title that was made from the command follows it.
    private func applyTitle(to schedule: inout Schedule, formerCommand: String) {
        switch common.title {
        case .value(let title) where !trimmed(title).isEmpty: schedule.title = trimmed(title)
        case .value, .null: schedule.title = Self.title(of: schedule.work.command)
        case .absent:
            if schedule.title == Self.title(of: formerCommand) {
                schedule.title = Self.title(of: schedule.work.command)
            }
        }
    }

    /// The first line of a command that says something, shortened.
    static func title(of command: String) -> String {
        let line = command.split(whereSeparator: \.isNewline).map { trimmed($0) }.first { !$0.isEmpty } ?? ""
        return shortened(
            line.filter { !$0.isNewline && ($0.asciiValue ?? 0x20) >= 0x20 }, to: FieldLimits.derivedTitleLengthMax)
    }
}

extension FieldReader {
    /// `off`, `now` or `next`; true is `next`, false is `off`.
    fileprivate mutating func sessionWake(_ name: String) -> Given<SessionWake> {
        if case .bool(let flag) = raw(name) { return .value(flag ? .next : .off) }
        return choice(name, SessionWake.self)
    }
}

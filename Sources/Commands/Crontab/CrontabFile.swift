import CivilTime
import Documents
import Operations
import Recurrence

/// A crontab as it was read: its good lines, its broken ones, what is done another way.
struct CrontabFile {
    let name: String
    let reading: CrontabImport

    /// Reads the bytes of a file. A line that is no UTF-8 is broken like any other that can't be read.
    init(name: String, bytes: [UInt8], form: CrontabForm, context: ReadingContext) {
        self.name = name
        var diagnostics: [Diagnostic] = []
        var lines: [String] = []
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if let text = String(validating: line, as: UTF8.self) {
                lines.append(text)
            } else {
                lines.append("")
                diagnostics.append(Self.notText(line, number: lines.count))
            }
        }
        var reading = readCrontab(lines.joined(separator: "\n"), form: form, context: context)
        reading.diagnostics = (reading.diagnostics + diagnostics).sorted { ($0.line ?? 0) < ($1.line ?? 0) }
        self.reading = reading
    }

    private static func notText(_ line: ArraySlice<UInt8>, number: Int) -> Diagnostic {
        // The column of the first character that can't be read, found as the longest start that can.
        var good = line
        while String(validating: good, as: UTF8.self) == nil { good = good.dropLast() }
        let column = String(decoding: good, as: UTF8.self).count + 1
        return Diagnostic(
            field: "line", message: "The line is not UTF-8 text.", line: number, column: column,
            hint: "Convert the file: iconv -f LATIN1 -t UTF-8.")
    }

    /// What an import would come to, without a server.
    func rehearsal(zones: ZoneDatabase) -> [ImportedLine] {
        reading.jobs.map { ImportedLine($0, .wouldBeCreated, zones: zones) }
    }
}

/// What became of one line.
struct ImportedLine {
    enum Outcome: Hashable {
        case created
        /// A line imported before has the same id.
        case alreadyThere
        case refused(CommandFailure)
        case wouldBeCreated
    }

    let line: Int
    let outcome: Outcome
    let job: ScheduleView
    let nextAt: Instant?
    let words: String

    /// What the server made of a line.
    static func made(_ job: CrontabImport.Job, _ answer: Answer, zones: ZoneDatabase) throws -> ImportedLine {
        guard answer.isSuccess else {
            return ImportedLine(job, answer.isConflict ? .alreadyThere : .refused(answer.refusal), zones: zones)
        }
        let made = ScheduleView(source: .cron, value: try answer.member("job"))
        return ImportedLine(line: job.line, outcome: .created, job: made, nextAt: made.nextAt, words: made.words)
    }

    var outcomeWords: (text: String, style: TextStyle) {
        switch outcome {
        case .created: ("created", .good)
        case .alreadyThere: ("already there", .quiet)
        case .refused: ("refused", .bad)
        case .wouldBeCreated: ("would be created", .plain)
        }
    }
}

extension ImportedLine {
    /// A line as it was read, where no server tells more.
    init(_ job: CrontabImport.Job, _ outcome: Outcome, zones: ZoneDatabase) {
        line = job.line
        self.outcome = outcome
        self.job = ScheduleView(source: .cron, value: job.body)
        let schedule = job.draft.schedule
        let plan = try? schedule.timetable.plan(zones: zones, seed: schedule.id)
        nextAt = plan?.next(after: schedule.cursor)
        words = plan?.rule.words() ?? self.job.words
    }
}

import CivilTime
import Documents
import Operations

/// What an import did, for the terminal, for programs, and as an exit code.
struct ImportReport {
    let crontab: CrontabFile
    let results: [ImportedLine]
    let isRehearsal: Bool

    private var broken: [Diagnostic] { crontab.reading.diagnostics }

    private var refused: [(line: Int, failure: CommandFailure)] {
        results.compactMap { result in
            if case .refused(let failure) = result.outcome { (result.line, failure) } else { nil }
        }
    }

    var status: ExitStatus {
        if !refused.isEmpty { return .refused }
        return broken.isEmpty ? .ok : .badInput
    }

    func table(display: TimeDisplay, console: Console) -> [String] {
        guard !results.isEmpty else { return [] }
        var table = TextTable([
            .init(title: "LINE", alignment: .right), .init(title: "ID", widthMin: 10),
            .init(title: "TITLE", widthMin: 10), .init(title: "SCHEDULE", widthMin: 12),
            .init(title: "NEXT"), .init(title: ""),
        ])
        for result in results {
            let (words, style) = result.outcomeWords
            table.add([
                .init(String(result.line)), .init(result.job.ref), .init(result.job.title), .init(result.words),
                .init(result.nextAt.map(display.brief) ?? "-"), .init(words, style),
            ])
        }
        return table.lines(for: console)
    }

    /// Notes, then broken and refused lines, as `FILE:LINE:COLUMN: message`.
    var complaints: [String] {
        let notes = crontab.reading.notes.map { "\(place($0)): note: \($0.message)" }
        let faults = broken.flatMap { fault in
            ["\(place(fault)): \(fault.message)"] + (fault.hint.map { ["  Hint: \($0)"] } ?? [])
        }
        let refusals = refused.flatMap { line, failure in
            ["\(crontab.name):\(line): \(failure.message)"] + failure.details.map { "  \($0)" }
        }
        return (notes + faults + refusals).map(printable)
    }

    private func place(_ diagnostic: Diagnostic) -> String {
        [crontab.name, diagnostic.line.map(String.init), diagnostic.column.map(String.init)].compactMap { $0 }
            .joined(separator: ":")
    }

    /// "11 jobs created, 1 already there, 1 line left out."
    var summary: String {
        let made = results.count { $0.outcome == .created || $0.outcome == .wouldBeCreated }
        let there = results.count { $0.outcome == .alreadyThere }
        let left = Set(broken.compactMap(\.line)).count + refused.count
        var parts = ["\(made) \(made == 1 ? "job" : "jobs") \(isRehearsal ? "would be " : "")created"]
        if there > 0 { parts.append("\(there) already there") }
        if left > 0 { parts.append("\(left) \(left == 1 ? "line" : "lines") left out") }
        return parts.joined(separator: ", ") + "."
    }

    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.field("file", crontab.name)
            json.array("jobs") { json in
                for result in results { write(result, to: &json) }
            }
            json.array("errors") { json in
                for fault in broken { json.diagnostic(fault) }
            }
            json.array("notes") { json in
                for note in crontab.reading.notes { json.diagnostic(note) }
            }
        }
        return json.bytes + [UInt8(ascii: "\n")]
    }

    private func write(_ result: ImportedLine, to json: inout JSONWriter) {
        json.object { json in
            json.field("line", result.line)
            switch result.outcome {
            case .created: json.field("status", "created")
            case .alreadyThere: json.field("status", "already_there")
            case .wouldBeCreated: json.field("status", "would_be_created")
            case .refused(let failure):
                json.field("status", "refused")
                json.field("message", failure.message)
                json.array("details", failure.details)
            }
            json.field("job", result.job.value)
        }
    }
}

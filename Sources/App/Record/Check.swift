import ArgumentParser
import Store
import StoreSQLite

/// `almanac check`: is the record whole, and does its log tell what its tables hold?
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Look through the record: pages, log, and whether the two agree.",
        discussion: "It only reads, so the server may run. Exit code 0: all is well; 1: something is wrong.")

    @OptionGroup var options: RecordOptions

    func run() throws {
        try explaining {
            let folder = try options.folder()
            let check: RecordCheck
            do {
                let record = try RecordView.open(at: folder.record)
                check = try record.check()
                try record.close()
            } catch let error as StoreError {
                throw StartFault.record(error)
            }
            guard check.findings.isEmpty, let (extent, log) = check.holds else {
                let lines = check.findings.map { "  \($0.words)" }.joined(separator: "\n")
                throw StartFault(
                    message: """
                        The record of \(folder.path) is not sound:
                        \(lines)
                        Keep the folder as it is, and restore the latest copy: almanac restore FILE.
                        """, exitCode: 1)
            }
            print("The record of \(folder.path) is sound: \(extent.words).")
            print("Its log is without a gap from \(log.first) to \(log.last), and tells what the tables hold.")
            if !check.auditHead.isEmpty {
                print("Its audit is one chain; note its newest link elsewhere: \(check.auditHead)")
            }
        }
    }
}

extension RecordFinding {
    var words: String {
        switch self {
        case .page(let line): "SQLite finds: \(line)"
        case .gap(let seq): "the log has no event \(seq), though there are others before and after it"
        case .position(let last, let expected): "the log ends with event \(last); \(expected) were given out"
        case .unreadable(let what): "\(what) can't be read"
        case .differs(let kind, let id, let seq):
            "the \(kind.rawValue) \(id) is not as event \(seq), the last that tells of it, left it"
        case .absent(let kind, let id, let seq): "the \(kind.rawValue) \(id) is gone, though event \(seq) tells of it"
        case .stillThere(let kind, let id, let seq):
            "the \(kind.rawValue) \(id) is still there, though event \(seq) tells of its end"
        case .untold(let kind, let id): "no event tells of the \(kind.rawValue) \(id)"
        case .audit(let id): "the audit's row \(id) is not the one that was written after the row before it"
        case .auditEnd: "the audit does not end with the row that was written last"
        case .counts(let schedule): "the runs of \(schedule) and their counts disagree"
        }
    }
}

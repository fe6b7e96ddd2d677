import ArgumentParser
import Store
import StoreSQLite

/// `almanac backup`: a verified copy of the record, with or without a running server.
struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the record to a file, also while the server runs.",
        discussion: """
            The copy is of one moment. It is written beside its place, brought to the disk, opened, looked through and \
            compared with the original before it takes its name. Logs of runs and workspaces are not part of it.
            """)

    @Argument(help: ArgumentHelp("File to write.", valueName: "file")) var file: String
    @Flag(name: .long, help: "Take the place of an older copy.") var replace = false
    @OptionGroup var options: RecordOptions

    func run() throws {
        try explaining {
            let folder = try options.folder()
            do {
                let record = try RecordView.open(at: folder.record)
                let extent = try record.copy(to: file, replacing: replace)
                try record.close()
                print("Copied the record of \(folder.path) to \(file): \(extent.words).")
            } catch let error as StoreError {
                throw StartFault.record(error)
            }
        }
    }
}

extension RecordExtent {
    var words: String { "\(schedules) schedules, \(runs) runs, \(events) events, the last one number \(lastSeq)" }
}

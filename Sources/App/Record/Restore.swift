import ArgumentParser
import CivilTime
import Engine
import Store
import StoreSQLite

/// `almanac restore`: puts a copy in the record's place and keeps what was there.
struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a copy in the record's place; the server must be stopped.",
        discussion: """
            The copy is verified first. The record that is there is kept beside it. What fell due between the copy's \
            moment and the next start is missed and waits for you in stasis; what a job's own grace covers runs, maybe again.
            """)

    @Argument(help: ArgumentHelp("Copy that `almanac backup` made.", valueName: "file")) var file: String
    @OptionGroup var options: RecordOptions

    func run() throws {
        try explaining {
            let folder = try options.folder()
            do {
                let result = try RecordRestore.restore(
                    file, to: folder.record, keptAs: "before-restore-\(SystemClocks().now.epochMilliseconds)")
                print("Restored \(file) to \(folder.path): \(result.extent.words).")
                if let kept = result.keptAt { print("The record that was there is kept as \(kept).") }
            } catch let error as StoreError {
                throw StartFault.record(error)
            }
        }
    }
}

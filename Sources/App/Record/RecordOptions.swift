import ArgumentParser
import Documents

/// Where the record lies, for the commands that look after it.
struct RecordOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Data folder of the server.", valueName: "folder"))
    var data: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Configuration file that names it. Default almanac.yaml, where there is one.", valueName: "file"))
    var config: String?

    func folder() throws -> DataFolder {
        if let data { return DataFolder(path: data) }
        return DataFolder(path: try ConfigurationFile(path: config).read().configuration.settings.data)
    }

    func validate() throws {
        for (name, value) in [("--data", data), ("--config", config)] where value?.isEmpty == true {
            throw ValidationError("\(name) needs a value.")
        }
    }
}

extension ParsableCommand {
    /// Carries `body` out; a fault is told as a sentence and an exit code.
    func explaining(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let fault as StartFault {
            complain(fault.message)
            throw ExitCode(fault.exitCode)
        }
    }
}

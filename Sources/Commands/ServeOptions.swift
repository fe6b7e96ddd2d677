package import ArgumentParser

/// Options of `almanac serve`. What is nil was not given: the configuration file, then the default decides.
package struct ServeOptions: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("Port to listen on; 0 takes a free one. Default 8787.", valueName: "number"))
    package var port: Int?

    @Option(name: .long, help: ArgumentHelp("Address to listen on. Default 127.0.0.1.", valueName: "address"))
    package var bind: String?

    @Option(
        name: .long, help: ArgumentHelp("Folder of the record, the logs and the workspaces.", valueName: "folder"))
    package var data: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Runner for every job, whatever it names; `dry-run` runs nothing and reports success.", valueName: "name"))
    package var runner: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Configuration file. Default almanac.yaml, where there is one.", valueName: "file"))
    package var config: String?

    @Option(
        name: .long, help: ArgumentHelp("Zone that times are shown in, an IANA name.", valueName: "zone"))
    package var timezone: String?

    package init() {}

    package mutating func validate() throws {
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("A port is a number from 0 to 65535; \(port) is not.")
        }
        for (name, value) in [("--bind", bind), ("--data", data), ("--runner", runner), ("--config", config)]
        where value?.isEmpty == true {
            throw ValidationError("\(name) needs a value.")
        }
    }
}

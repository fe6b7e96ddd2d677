import ArgumentParser
import CivilTime
import Documents
import Operations

/// `almanac import crontab`: each good line becomes a job, each broken one is reported with line and column.
struct ImportCrontabCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "crontab", abstract: "Make a job of each line of a crontab.",
        discussion: """
            crontab -l | almanac import crontab -
            almanac import crontab /etc/cron.d/backup --dry-run

            A line that is imported again is recognised and left as it is. Exit codes: 0 every line is in, 65 some \
            lines can't be read and all others are in, 1 the server refused some.
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: ArgumentHelp("The crontab; - is standard input.", valueName: "file"))
    var file: String

    @Flag(
        name: .long, inversion: .prefixedNo,
        help: "A user's name stands before each command. Default: for /etc/crontab and /etc/cron.d.")
    var system: Bool?

    @Option(
        name: .long,
        help: ArgumentHelp("Zone of its times, where CRON_TZ names none. Default: this machine's.", valueName: "zone"))
    var tz: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Whose the jobs are. Default: ALMANAC_OWNER, else the server's.", valueName: "owner"))
    var owner: String?

    @Flag(name: .long, help: "Say what would be done, and do nothing; needs no server.")
    var dryRun = false

    static let fileBytesMax = 4 * 1_048_576

    func perform(in surroundings: Surroundings) async throws -> ExitStatus {
        let console = surroundings.console
        let bytes =
            file == "-"
            ? try console.readAll(atMost: Self.fileBytesMax) : try readFile(file, atMost: Self.fileBytesMax)
        let zones = try surroundings.zones()
        let zone = try surroundings.zone(named: tz ?? surroundings.machineTimezone(), in: zones)
        let context = ReadingContext(
            now: surroundings.now, zones: zones, defaultTimezone: zone.identifier,
            defaultOwner: owner ?? surroundings.variable("ALMANAC_OWNER") ?? "", calendars: [:])
        let crontab = CrontabFile(
            name: file == "-" ? "<stdin>" : file, bytes: bytes, form: isSystem ? .system : .user, context: context)
        if dryRun {
            let display = TimeDisplay(zone: zone, now: surroundings.now)
            return try report(crontab.rehearsal(zones: zones), of: crontab, display: display, console: console)
        }
        return try await connection.withServer(in: surroundings) { server in
            let results = try await send(crontab, context: context, to: server)
            let display = connection.json ? nil : try await server.display(in: surroundings)
            return try report(results, of: crontab, display: display, console: console)
        }
    }

    private var isSystem: Bool { system ?? (file == "/etc/crontab" || file.hasPrefix("/etc/cron.d/")) }

    private func send(
        _ crontab: CrontabFile, context: ReadingContext, to server: Server
    ) async throws -> [ImportedLine] {
        var results: [ImportedLine] = []
        for job in crontab.reading.jobs {
            var body = job.body.object ?? [:]
            if !context.defaultOwner.isEmpty { body["owner"] = .string(context.defaultOwner) }
            let answer = try await server.exchange(.post, Server.collection(.cron), body: body)
            results.append(try ImportedLine.made(job, answer, zones: context.zones))
        }
        return results
    }

    private func report(
        _ results: [ImportedLine], of crontab: CrontabFile, display: TimeDisplay?, console: Console
    ) throws -> ExitStatus {
        let report = ImportReport(crontab: crontab, results: results, isRehearsal: dryRun)
        if connection.json {
            try console.write(report.json)
        } else if let display {
            try console.write(lines: report.table(display: display, console: console))
        }
        console.complain(lines: report.complaints)
        if !connection.json { try console.write(line: report.summary) }
        return report.status
    }
}

extension Surroundings {
    /// The zone that this machine's clock shows, as cron on it reads times; UTC where nothing names one.
    func machineTimezone() -> String {
        if let named = variable("TZ") { return named.first == ":" ? String(named.dropFirst()) : named }
        let link = linkTarget("/etc/localtime") ?? ""
        if let range = link.split(separator: "zoneinfo/", maxSplits: 1).last, link.contains("zoneinfo/") {
            return String(range)
        }
        if let bytes = try? readFile("/etc/timezone", atMost: 1024) {
            let name = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
            if !name.isEmpty { return name }
        }
        return "UTC"
    }
}

import ArgumentParser
import CivilTime
import Commands
import Documents
import Engine
import Foundation
import Operations
import Store
import StoreSQLite

/// `almanac demo`: fills a new data folder with the sample workspace and two weeks of made-up history.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Fill a new data folder with sample schedules and two weeks of history.")

    @Option(name: .long, help: "Folder to fill; it must hold no record yet.") var data = "./demo-data"
    @Option(name: .long, help: "File that declares the sample schedules.") var config = "demo/almanac.yaml"
    @Option(name: .long, help: "Days of history, 1 to 30.") var days = 14
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Instead of the sample, a made-up house of this size, for measuring: 10000,5000000.",
            valueName: "schedules,runs"))
    var scale: Scale?

    func validate() throws {
        guard (1...30).contains(days) else { throw ValidationError("--days takes 1 to 30; \(days) is not.") }
    }

    func run() async throws {
        do {
            try await fill()
        } catch let fault as StartFault {
            complain(fault.message)
            throw ExitCode(fault.exitCode)
        }
    }

    private func fill() async throws {
        let folder = DataFolder(path: data)
        guard !FileManager.default.fileExists(atPath: folder.record) else {
            throw StartFault(
                message: "\(data) holds a record already. Give another --data, or remove it.", exitCode: 73)
        }
        if let scale { return try await fill(folder, with: scale) }
        let configuration = try ConfigurationFile(path: config).read().configuration
        let drafts = configuration.jobs + configuration.sessions
        let clocks = SystemClocks()
        try await StartFault.explaining {
            try folder.prepare()
            let store = try await SQLiteStore.open(at: folder.record, logger: nil)
            let history = SampleHistory(
                days: days, now: clocks.now, zones: try ZoneDatabase.system(), newID: IDSource(clocks: clocks).next)
            let schedules = drafts.map(\.schedule).map { schedule in
                var marked = schedule
                marked.metadata[DeclaredSchedules.mark] = true
                return marked
            }
            var runs = 0
            for changes in try history.changes(for: schedules) {
                if case .refused(let refusal) = try await store.commit(changes) {
                    throw StartFault(message: "The sample history could not be written: \(refusal).", exitCode: 74)
                }
                runs += changes.mutations.count { if case .insertRun = $0 { true } else { false } }
            }
            try await store.close()
            print("Wrote \(drafts.count) schedules and \(runs) runs of \(days) days to \(data).")
        }
    }

    private func fill(_ folder: DataFolder, with scale: Scale) async throws {
        let clocks = SystemClocks()
        try await StartFault.explaining {
            try folder.prepare()
            let store = try await SQLiteStore.open(at: folder.record, logger: nil)
            let history = ScaleHistory(
                schedules: scale.schedules, runs: scale.runs, now: clocks.now, zones: try ZoneDatabase.system(),
                newID: IDSource(clocks: clocks).next)
            var runs = 0
            try await history.write { changes in
                if case .refused(let refusal) = try await store.commit(changes) {
                    throw StartFault(message: "The made-up history could not be written: \(refusal).", exitCode: 74)
                }
                runs += changes.mutations.count { if case .insertRun = $0 { true } else { false } }
            }
            try await store.close()
            print("Wrote \(scale.schedules) schedules and \(runs) runs to \(data).")
        }
    }
}

/// How large a made-up house is: `SCHEDULES,RUNS`.
struct Scale: ExpressibleByArgument {
    static let schedulesMax = 1_000_000
    static let runsMax = 100_000_000

    var schedules: Int
    var runs: Int

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let schedules = parts[0], let runs = parts[1],
            (1...Self.schedulesMax).contains(schedules), (0...Self.runsMax).contains(runs)
        else { return nil }
        self.schedules = schedules
        self.runs = runs
    }
}

import CivilTime
import Foundation
import SimulationKit

// almanac-simulate [--seeds N] [--first N] [--steps N] [--threads N] [--story]: tells that many stories and says how fast.
// Ends with 1, and a shrunk story, if one breaks what must hold; with 2 if an interesting path was never reached.

let options = SimulateOptions(CommandLine.arguments.dropFirst())
let zones: ZoneDatabase
do {
    zones = try ZoneDatabase.system()
} catch {
    complain("no time zones on this machine: \(error)")
    exit(64)
}
let folder = FileManager.default.temporaryDirectory.appending(path: "almanac-simulate-\(getpid())").path
defer { try? FileManager.default.removeItem(atPath: folder) }
let simulation = Simulation(zones: zones, folder: folder)
let tally = await tellAll(simulation, options)
print(tally.summary)
if let failed = tally.failed {
    print(told(simulation.shrink(failed), all: options.story))
    exit(1)
}
if !tally.missing.isEmpty, options.seeds >= SimulateOptions.seedsForAllMarks {
    print("never reached: \(tally.missing.map(\.rawValue).joined(separator: ", "))")
    exit(2)
}

import CivilTime
import Foundation
import SimulationKit
import Testing

@Suite struct SimulationTests {
    @Test("smoke") func smoke() throws {
        let simulation = Simulation(zones: try ZoneDatabase.system(), folder: NSTemporaryDirectory() + "sim")
        for seed in 1...20 {
            let report = simulation.tell(seed: UInt64(seed))
            print(seed, report.violation?.description ?? "ok", report.events, report.starts, report.commits)
        }
    }
}

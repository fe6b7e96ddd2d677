import CivilTime
import Foundation
import SimulationKit
import Store
import StoreTestKit
import Testing

/// Whole worlds, told from seeds (docs/simulation.md).
@Suite struct SimulationTests {
    let simulation: Simulation

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "almanac-simulation")
        simulation = Simulation(zones: try ZoneDatabase.system(), folder: folder.path)
    }

    /// The same worlds each time, so that a change is what makes a difference; `ALMANAC_SIMULATION_FIRST`, and
    /// `make simulate`, tell others.
    static let seedsAtOnce: UInt64 = 25
    static let first = ProcessInfo.processInfo.environment["ALMANAC_SIMULATION_FIRST"].flatMap { UInt64($0) } ?? 1

    @Test(
        "what must hold holds in 200 made-up worlds, and after faults stop everything comes to its end",
        arguments: 0..<8)
    func holds(_ part: Int) {
        let first = Self.first + UInt64(part) * Self.seedsAtOnce
        print("simulation, part \(part): seeds from \(first)")
        for seed in first..<first + Self.seedsAtOnce {
            let report = simulation.tell(seed: seed)
            if report.violation != nil {
                let shrunk = simulation.shrink(report, triesMax: 100)
                Issue.record("seed \(seed): \(shrunk.violation?.description ?? ""), after \(shrunk.steps)")
                return
            }
        }
    }

    @Test("the same seed tells the same story, event by event")
    func deterministic() {
        for seed in 1...6 as ClosedRange<UInt64> {
            #expect(simulation.tell(seed: seed).digest == simulation.tell(seed: seed).digest, "seed \(seed)")
        }
    }

    @Test(
        "killed on either side of every write of a scenario, it loses nothing and starts nothing twice (B1, B3, I1, I2)",
        arguments: [CommitMoment.before, .after])
    func everyCrash(_ moment: CommitMoment) {
        let walk = simulation.everyWrite(of: Step.scenario, seed: 7, [.crash(moment)])
        print("killed \(moment) each of \(walk.writes) writes")
        #expect(walk.writes > 60)
        #expect(walk.violations == [])
    }

    @Test(
        "each write of a scenario fails once, before or after it is done: every occurrence has its account (B17)",
        arguments: [StoreFault.failBefore(.full), .failAfter(.unavailable)])
    func everyFailure(_ fault: StoreFault) {
        let walk = simulation.everyWrite(of: Step.scenario, seed: 7, [fault])
        #expect(walk.writes > 60)
        #expect(walk.violations == [])
    }
}

import SimulationKit

/// Tells the stories of all seeds, several at a time, until one fails.
func tellAll(_ simulation: Simulation, _ options: SimulateOptions) async -> Tally {
    let clock = ContinuousClock()
    let began = clock.now
    var tally = Tally()
    await withTaskGroup(of: Simulation.Report.self) { group in
        let seeds = (0..<UInt64(options.seeds)).lazy.map { options.first &+ $0 }
        var next = seeds.makeIterator()
        func add() {
            guard let seed = next.next() else { return }
            group.addTask { simulation.tell(seed: seed, steps: options.steps) }
        }
        for _ in 0..<options.threads { add() }
        for await report in group {
            tally.add(report)
            if tally.failed == nil { add() }
        }
    }
    tally.seconds = (clock.now - began) / .seconds(1)
    return tally
}

/// A failure in words: the seed, what does not hold, and the shortest story that shows it.
func told(_ report: Simulation.Report, all: Bool) -> String {
    var lines = ["seed \(report.seed): \(report.violation?.description ?? "nothing is wrong")"]
    lines += report.steps.enumerated().map { number, step in
        "  \(number + 1). " + "\(step)".replacing(/(SimulationKit|Operations|Store|StoreTestKit)\.(\w+\.)*/, with: "")
    }
    lines.append("tell it again: make simulate FIRST=\(report.seed) SEEDS=1")
    return lines.joined(separator: "\n")
}

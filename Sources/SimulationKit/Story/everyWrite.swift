import StoreTestKit

/// A story told once for each of its writes and each of these faults, which happens to just that write.
package struct EveryWrite: Sendable {
    /// Writes of the story when nothing happens to it.
    package var writes: Int
    /// How often it was told.
    package var told: Int
    /// What does not hold, with the write and the fault.
    package var violations: [String]
}

extension Simulation {
    /// Walks through every write of a story: where a server is killed on either side of one, the next `start` of the story
    /// is the restart.
    package func everyWrite(of steps: [Step], seed: UInt64, _ faults: [StoreFault]) -> EveryWrite {
        let whole = tell(steps, seed: seed)
        var walk = EveryWrite(writes: whole.commits, told: 1, violations: [])
        if let violation = whole.violation { walk.violations.append("without a fault: \(violation)") }
        guard whole.commits > 0 else { return walk }
        for number in 1...whole.commits {
            for fault in faults {
                let report = tell(steps, seed: seed, fault: (number, fault))
                walk.told += 1
                if let violation = report.violation {
                    walk.violations.append("write \(number), \(fault): \(violation)")
                }
            }
        }
        return walk
    }
}

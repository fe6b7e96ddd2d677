package import CivilTime

/// Tells stories of simulated worlds and keeps watch over what must hold (docs/simulation.md).
package struct Simulation: Sendable {
    let zones: ZoneDatabase
    let folder: String

    /// Steps of a story where nothing else is asked for.
    package static let stepsByDefault = 60

    /// - Parameter folder: where runs' logs would lie; it is created, and stays empty.
    package init(zones: ZoneDatabase, folder: String) {
        self.zones = zones
        self.folder = folder
    }

    /// What came of a story.
    package struct Report: Sendable {
        package var seed: UInt64
        package var steps: [Step]
        package var violation: Violation?
        package var marks: Set<Mark>
        /// Of the whole event log: the same story has the same.
        package var digest: UInt64
        package var events: Int
        package var starts: Int
        /// Commits up to the story's end, before what follows when faults stop.
        package var commits: Int
    }

    /// The story that follows from a seed.
    package func tell(seed: UInt64, steps: Int = stepsByDefault) -> Report {
        tell(Step.story(seed: seed, steps: steps), seed: seed)
    }

    /// This story, with chances that follow from the seed.
    ///
    /// - Parameter fault: what happens to one of its commits, counted from 1.
    package func tell(_ steps: [Step], seed: UInt64, fault: (number: Int, fault: StoreFault)? = nil) -> Report {
        var world = World(seed: seed, zones: zones, folder: folder)
        if let fault { world.machine.plan.arm(fault.fault, at: fault.number) }
        for step in steps {
            world.take(step)
            if world.violation != nil { break }
        }
        let commits = world.machine.plan.commits
        world.end()
        world.leave()
        return Report(
            seed: seed, steps: steps, violation: world.violation, marks: world.machine.plan.marks,
            digest: world.watch.digest, events: world.watch.eventsSeen, starts: world.watch.startsSeen,
            commits: commits)
    }

    /// A story with fewer steps that breaks the same invariant, and what it says: steps are left out as long as it does.
    package func shrink(_ report: Report, triesMax: Int = 400) -> Report {
        guard let invariant = report.violation?.invariant else { return report }
        var best = report
        var size = max(1, best.steps.count / 2)
        var tries = 0
        while size >= 1, tries < triesMax {
            var start = 0
            while start < best.steps.count, tries < triesMax {
                tries += 1
                var steps = best.steps
                steps.removeSubrange(start..<min(start + size, steps.count))
                let shorter = tell(steps, seed: report.seed)
                if shorter.violation?.invariant == invariant { best = shorter } else { start += size }
            }
            size /= 2
        }
        return best
    }
}

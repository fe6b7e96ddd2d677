import SimulationKit

/// What so many stories came to.
struct Tally: Sendable {
    var seeds = 0
    var events = 0
    var starts = 0
    var commits = 0
    var marks: [Mark: Int] = [:]
    /// Of all logs together, in the order of their seeds.
    var digests: [UInt64: UInt64] = [:]
    var seconds = 0.0
    /// The failed one with the smallest seed.
    var failed: Simulation.Report?

    var missing: [Mark] { Mark.allCases.filter { marks[$0] == nil }.sorted() }

    mutating func add(_ report: Simulation.Report) {
        seeds += 1
        events += report.events
        starts += report.starts
        commits += report.commits
        for mark in report.marks { marks[mark, default: 0] += 1 }
        digests[report.seed] = report.digest
        if report.violation != nil, failed.map({ report.seed < $0.seed }) ?? true { failed = report }
    }

    var digest: UInt64 {
        digests.sorted { $0.key < $1.key }.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ $1.value) &* 0x100_0000_01b3 }
    }

    var summary: String {
        let rate = seconds > 0 ? Double(seeds) / seconds : 0
        let reached = marks.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { "\($0.key.rawValue) \($0.value)" }
        return """
            \(seeds) seeds in \(tenths(seconds)) s: \(tenths(rate)) seeds/s; \(events) events, \(starts) starts, \(commits) commits
            digest of all logs: \(String(digest, radix: 16))
            reached in so many seeds: \(reached.joined(separator: ", "))
            """
    }

    private func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}

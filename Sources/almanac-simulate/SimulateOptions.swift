import Foundation
import SimulationKit

/// What is asked of a run of simulations.
struct SimulateOptions {
    var seeds = 1_000
    var first: UInt64 = 1
    var steps = Simulation.stepsByDefault
    var threads = max(1, ProcessInfo.processInfo.activeProcessorCount)
    /// Whether the story of the first failure is printed as it was told too, not only as it was shrunk.
    var story = false

    /// From so many seeds on every interesting path must have been reached.
    static let seedsForAllMarks = 500

    init(_ arguments: some Sequence<String>) {
        var rest = Array(arguments)[...]
        while let name = rest.popFirst() {
            if name == "--story" {
                story = true
                continue
            }
            guard let text = rest.popFirst(), let number = UInt64(text) else { Self.refuse("\(name) takes a number") }
            switch name {
            case "--seeds" where number > 0: seeds = Int(clamping: number)
            case "--first": first = number
            case "--steps" where number > 0: steps = Int(clamping: number)
            case "--threads" where number > 0: threads = Int(clamping: number)
            default:
                Self.refuse(
                    "\(name) \(text) is not understood; there are --seeds, --first, --steps, --threads, --story")
            }
        }
    }

    private static func refuse(_ why: String) -> Never {
        complain(why)
        exit(64)
    }
}

func complain(_ text: String) {
    FileHandle.standardError.write(Data("almanac-simulate: \(text)\n".utf8))
}

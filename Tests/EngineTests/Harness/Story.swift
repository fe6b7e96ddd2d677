import CivilTime
import Operations
import StoreTestKit
import Testing

@testable import Engine

/// A job's life drawn second by second: `S` a run starts, `=` it goes on, `F` it ends, `x` an occurrence is skipped,
/// `q` one waits, `m` one is missed, `·` nothing. Where several happen in a second, the first of S x q m F is drawn.
struct Story: Sendable, CustomTestStringConvertible {
    let name: String
    let every: Int64
    let runFor: Int64
    let overlap: Overlap
    let concurrency: Int
    let marks: String

    init(_ name: String, every: Int64, runFor: Int64, overlap: Overlap, concurrency: Int = 64, marks: String) {
        self.name = name
        self.every = every
        self.runFor = runFor
        self.overlap = overlap
        self.concurrency = concurrency
        self.marks = marks
    }

    var testDescription: String { name }

    /// What the engine makes of it.
    func drawn() -> String {
        var world = World(job(every: every, overlap: overlap), context: makeContext(concurrency: concurrency))
        var drawn = ""
        for second in 0..<Int64(marks.count) {
            world.now = at(second)
            let seen = world.record.events.count
            let over = world.runs().filter { run in
                run.status == .running && run.startedAt.map { $0.seconds(to: at(second)) >= Double(runFor) } == true
            }
            // Ends come before what is due, as in the loop.
            if !over.isEmpty { world.end(over) }
            world.tick()
            drawn.append(Self.mark(world.record.events.dropFirst(seen).map(\.event), world))
        }
        return drawn
    }

    private static func mark(_ events: [EventDraft], _ world: World) -> Character {
        let happened = Set(events.map(\.status))
        if happened.contains("running") { return "S" }
        if happened.contains("skipped") { return "x" }
        if happened.contains("waiting") { return "q" }
        if happened.contains("missed") { return "m" }
        if happened.contains("success") { return "F" }
        return world.state.runningCount > 0 ? "=" : "·"
    }
}

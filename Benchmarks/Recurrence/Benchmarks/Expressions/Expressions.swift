import Benchmark
import CivilTime
import Foundation
import Recurrence

/// What every engine is timed on: the expressions and zones of the recurrence tests.
struct Expressions: Decodable {
    struct Entry: Decodable {
        var expr: String
        var zones: [String]
    }
    var start: Int64
    var expressions: [Entry]

    static func read() throws -> Expressions {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "Tests/RecurrenceTests/Vectors/bench-expressions.json")
        return try JSONDecoder().decode(Expressions.self, from: Data(contentsOf: file))
    }
}

let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        // Its CPU clock ticks in hundredths of a second, far too coarse here.
        metrics: [.wallClock], scalingFactor: .kilo, maxDuration: .milliseconds(100),
        maxIterations: 100)
    do {
        let vectors = try Expressions.read()
        let zones = try ZoneDatabase.system()
        let start = Instant(epochSeconds: vectors.start)
        for entry in vectors.expressions {
            let expression = try CronExpression(entry.expr)
            Benchmark("read \(entry.expr)") { benchmark in
                for _ in benchmark.scaledIterations { blackHole(try CronExpression(entry.expr)) }
            }
            for name in entry.zones {
                let rule = Rule.cron(expression, try zones.zone(named: name), .dialect)
                Benchmark("next \(entry.expr) \(name)") { benchmark in
                    var at = start
                    for _ in benchmark.scaledIterations { at = rule.next(after: at) ?? start }
                    blackHole(at)
                }
            }
        }
    } catch {
        print("The benchmarks can't be set up: \(error)")
    }
}

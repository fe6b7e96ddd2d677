import App
import CivilTime
import Engine
import Foundation
import Logging
import Operations
import Runners
import Store
import StoreSQLite
import Synchronization

/// A day and more of a thousand schedules in minutes: the real engine on the real store, with clocks that are set.
///
///     virtual-day [hours] [schedules] [retention days] [folder]
///
/// Prints, every virtual hour, the resident memory, the size of the database and its rows; the exit status is 1 where
/// memory or database grew by more than 5 % after they had settled.
@main
struct VirtualDay {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst().map { $0 }
        let hours = number(arguments, 0) ?? 24
        let count = number(arguments, 1) ?? 1_000
        let retentionDays = number(arguments, 2) ?? 1
        let folder =
            arguments.count > 3
            ? arguments[3] : FileManager.default.temporaryDirectory.appendingPathComponent("virtual-\(UUID())").path
        let day = try await VirtualDay(folder: folder, schedules: count, retentionDays: retentionDays)
        let held = try await day.run(hours: hours)
        if arguments.count <= 3 { try FileManager.default.removeItem(atPath: folder) }
        if !held { exit(1) }
    }

    private static func number(_ arguments: [String], _ place: Int) -> Int? {
        place < arguments.count ? Int(arguments[place]) : nil
    }

    /// 2 March 2026, 12:00 UTC.
    private static let dawn = Instant(epochSeconds: 1_772_452_800)

    private let clocks = SetClocks(VirtualDay.dawn)
    private let alarm = SetAlarm()
    private let store: SQLiteStore
    private let engine: Engine
    private let path: String
    private let retentionDays: Int

    private init(folder: String, schedules: Int, retentionDays: Int) async throws {
        path = folder + "/almanac.db"
        self.retentionDays = retentionDays
        let zones = try ZoneDatabase.system()
        let logger = Logger(label: "virtual-day") { _ in SwiftLogNoOpLogHandler() }
        let store = try await SQLiteStore.open(at: path)
        self.store = store
        let ids = Counter()
        let history = ScaleHistory(
            schedules: schedules, runs: 0, now: Self.dawn, zones: zones, newID: { "id-\(ids.next())" })
        try await history.write { changes in _ = try await store.commit(changes) }
        let desk = RunDesk(
            runners: RunnerSet(["dry-run": QuickRunner()]), logs: RunLogFolder(path: folder + "/logs"),
            folders: .init(workspace: folder), defaults: RunnerDefaults(cron: "dry-run", heartbeat: "dry-run"),
            logger: logger)
        engine = Engine(
            store: store, desk: desk,
            context: EngineContext(node: "virtual", zones: zones, newID: { "run-\(ids.next())" }), clocks: clocks,
            alarm: alarm, settings: EngineSettings(retentionDays: retentionDays, stopGrace: .zero), logger: logger)
    }

    private func run(hours: Int) async throws -> Bool {
        try await engine.begin()
        let engine = engine
        async let running: Void = engine.run()
        var figures: [(resident: Double, database: Double)] = []
        print("| hour | resident MB | database MB | turns |\n| ---: | ---: | ---: | ---: |")
        var turns = 0
        for hour in 1...hours {
            let end = Self.dawn.advanced(bySeconds: Int64(hour) * 3600)
            while clocks.now < end {
                clocks.pass(min(alarm.seconds, clocks.now.seconds(to: end)))
                await settle()
                turns += 1
            }
            let figure = (Self.residentMB, try databaseMB())
            figures.append(figure)
            print(String(format: "| %d | %.1f | %.1f | %d |", hour, figure.0, figure.1, turns))
        }
        engine.stop()
        try await running
        try await store.close()
        // A day after the retention began to take away what a day before had added, both must stand still.
        let settled = figures.dropFirst((retentionDays + 1) * 24 - 12)
        guard let first = settled.first, let last = settled.last, settled.count > 1 else { return true }
        let growth = (last.resident / first.resident - 1, last.database / first.database - 1)
        let words = "growth since it settled: memory %.1f %%, database %.1f %%"
        print(String(format: words, growth.0 * 100, growth.1 * 100))
        return growth.0 < 0.05 && growth.1 < 0.05
    }

    /// Rings, and waits until the turn is over and every run it began is on record as ended.
    private func settle() async {
        let rings = engine.bell.listen()
        alarm.ring()
        await turnIsOver()
        if engine.standing.live.isEmpty { return }
        for await _ in rings where engine.standing.live.isEmpty { break }
        await turnIsOver()
    }

    /// A request that changes nothing comes back when all before it is done.
    private func turnIsOver() async {
        do {
            let nobody = ScheduleID(.cron, "nobody")
            _ = try await engine.perform(CommandRequest(.cancel(nobody, at: nil), by: .operator("bench")))
        } catch {
            // It is refused, and that is the answer waited for.
        }
    }

    private func databaseMB() throws -> Double {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return ((attributes[.size] as? NSNumber)?.doubleValue ?? 0) / 1_000_000
    }

    private static var residentMB: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0) / 1_024
    }
}

/// A runner whose runs are over at once.
private struct QuickRunner: Runner {
    func carryOut(_ assignment: Assignment, log: RunLog, started: @Sendable () async -> Void) async -> RunOutcome {
        await started()
        log.finish()
        return RunOutcome(.success, exitCode: 0)
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return String(1_000_000_000 + number)
    }
}

/// Clocks that stand still until they are told to go on.
private final class SetClocks: Clocks {
    private let elapsed = Mutex(Duration.seconds(1_000))
    private let start: Instant

    init(_ start: Instant) { self.start = start - .seconds(1_000) }

    var now: Instant { start + elapsed.withLock { $0 } }
    var monotonic: Duration { elapsed.withLock { $0 } }
    var boot: Duration { monotonic }

    /// At least a millisecond, as instants have no less.
    func pass(_ seconds: Double) {
        elapsed.withLock { $0 += .milliseconds(max(1, Int64((seconds * 1_000).rounded(.up)))) }
    }
}

/// An alarm that rings when it is told to, and says what it was set to.
private final class SetAlarm: Alarm {
    private let state = Mutex<(ring: (@Sendable () -> Void)?, seconds: Double)>((nil, 0))

    func onRing(_ ring: @escaping @Sendable () -> Void) { state.withLock { $0.ring = ring } }
    func set(afterSeconds seconds: Double) { state.withLock { $0.seconds = seconds } }
    func stop() {}

    var seconds: Double { state.withLock { $0.seconds } }
    func ring() { state.withLock { $0.ring }?() }
}

import CivilTime
import Foundation
import Logging
import Operations
import Runners
import Store
import StoreTestKit

@testable import Engine

/// The real engine on a store in memory, with clocks, alarm and runner in the test's hands.
struct Rig: Sendable {
    let clocks: VirtualClocks
    let alarm = ManualAlarm()
    let store: MemoryStore
    let runner: ScriptedRunner
    let engine: Engine

    /// Starts the engine, lets the test act, and stops it. The store's record outlives it.
    static func run(
        _ schedules: [Schedule] = [], store: MemoryStore = MemoryStore(),
        clocks: VirtualClocks = VirtualClocks(wall: at(-1)),
        runner: ScriptedRunner = ScriptedRunner(), concurrency: Int = 64, dueMax: Int = 1_000,
        _ body: (Rig) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("engine-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let rig = Rig(
            clocks: clocks, store: store, runner: runner,
            context: makeContext(concurrency: concurrency, dueMax: dueMax), folder: folder.path)
        _ = try await store.commit(ChangeSet(schedules.map { .insertSchedule($0.starting(at: clocks.now)) }))
        try await rig.engine.begin()
        async let running: Void = rig.engine.run()
        do {
            try await body(rig)
        } catch {
            await rig.stop()
            try await running
            throw error
        }
        await rig.stop()
        try await running
    }

    private init(
        clocks: VirtualClocks, store: MemoryStore, runner: ScriptedRunner, context: EngineContext, folder: String
    ) {
        self.clocks = clocks
        self.store = store
        self.runner = runner
        let desk = RunDesk(
            runners: RunnerSet(["scripted": runner]), logs: RunLogFolder(path: "\(folder)/logs"),
            folders: .init(workspace: folder), defaults: RunnerDefaults(cron: "scripted", heartbeat: "scripted"),
            logger: .silent)
        engine = Engine(
            store: store, desk: desk, context: context, clocks: clocks, alarm: alarm,
            settings: EngineSettings(stopGrace: .zero), logger: .silent)
    }

    /// Ends what lives and asks the engine to stop; harmless where it has stopped.
    private func stop() async {
        await store.heal()
        engine.mailbox.post(.stop)
        runner.endAll()
    }

    /// Waits until the engine has taken every signal so far: a request that changes nothing comes back.
    func settle() async {
        do {
            _ = try await engine.perform(CommandRequest(.cancel(ScheduleID(.cron, "nobody"), at: nil), by: ada))
        } catch {
            // It is refused, and that is the answer waited for.
        }
    }

    /// Time passes, the alarm rings, and the turn is over.
    func pass(_ seconds: Double) async {
        clocks.pass(seconds)
        await turn()
    }

    func turn() async {
        alarm.ring()
        await settle()
    }

    @discardableResult
    func ask(_ command: Command) async throws(CommandRefused) -> Reply {
        try await engine.perform(CommandRequest(command, by: ada))
    }

    func runs(_ id: ScheduleID = jobID) async -> [Run] {
        await store.record.runs.values.filter { $0.schedule == id }.sorted { Place($0) < Place($1) }
    }

    /// Waits until the runs on record have these statuses, oldest first.
    func until(_ statuses: [RunStatus], of id: ScheduleID = jobID) async throws {
        try await store.until { record in
            record.runs.values.filter { $0.schedule == id }.sorted { Place($0) < Place($1) }.map(\.status) == statuses
        }
    }
}

extension Logger {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

extension Schedule {
    fileprivate func starting(at instant: Instant) -> Schedule {
        var schedule = self
        schedule.cursor = instant
        return schedule
    }
}

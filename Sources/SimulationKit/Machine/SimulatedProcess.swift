import CivilTime
import Engine
import Logging
import Notifications
import Operations
import Runners
import StoreTestKit
import Synchronization

/// One server process: the real engine with its loop, on simulated clocks, store and runner.
final class SimulatedProcess: Sendable {
    let number: Int
    let line = LifeLine()
    let alarm: VirtualAlarm
    let runner: ScenicRunner
    let engine: Engine
    let startedAt: Duration
    private let stage = Mutex(Stage.starting)

    private enum Stage {
        case starting
        case serving
        case over
    }

    /// Whether its start is on record: before that it answers nobody.
    var isServing: Bool { stage.withLock { $0 == .serving } }
    /// Whether it has come to its end; a killed one does so after `LifeLine.wakeAll`.
    var hasEnded: Bool { stage.withLock { $0 == .over } }

    /// How long running work may go on after a stop.
    static let stopGrace = Duration.seconds(5)
    /// Runs at once: few, so that slots are scarce.
    static let concurrency = 3
    /// Few, so that decisions that leave some for the next are met often.
    static let dueMax = 3
    /// Beyond every story: retention has tests of its own.
    static let retentionDays = 100_000

    init(number: Int, seed: UInt64, machine: Machine) {
        self.number = number
        startedAt = machine.time.monotonic
        alarm = VirtualAlarm(time: machine.time, line: line)
        let memory = machine.memory
        runner = ScenicRunner(
            seed: seed, process: number, time: machine.time, line: line, witness: machine.witness,
            record: { id in await memory.record.runs[id] })
        let desk = RunDesk(
            runners: RunnerSet(["scenic": runner]), logs: RunLogFolder(path: machine.folder),
            folders: .init(workspace: machine.folder),
            defaults: RunnerDefaults(cron: "scenic", heartbeat: "scenic"), logger: machine.logger)
        let counter = IDCounter(prefix: "p\(number)")
        engine = Engine(
            store: FaultyStore(memory: memory, plan: machine.plan, line: line, time: machine.time), desk: desk,
            context: EngineContext(
                node: "node-\(number)", zones: machine.zones, policy: NotificationPolicy(routes: [Watch.alertRoute]),
                concurrency: Self.concurrency, dueMax: Self.dueMax, newID: { counter.next() }),
            clocks: ProcessClocks(time: machine.time, line: line), alarm: alarm,
            settings: EngineSettings(
                retentionDays: Self.retentionDays, auditRetentionDays: Self.retentionDays, stopGrace: Self.stopGrace),
            logger: machine.logger)
    }

    /// Begins and runs to the end on the machine's executor. One whose start fails is over, as the server would be.
    func launch(on executor: SeededExecutor) {
        Task(executorPreference: executor) { [self] in
            do {
                try await engine.begin()
                stage.withLock { $0 = .serving }
                try await engine.run()
            } catch {
                // The start was refused: whoever keeps servers alive starts another one.
            }
            line.cut()
            stage.withLock { $0 = .over }
        }
    }
}

/// Ids that follow one another and differ from those of other processes.
private final class IDCounter: Sendable {
    private let count = Mutex(0)
    private let prefix: String

    init(prefix: String) { self.prefix = prefix }

    func next() -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return "\(prefix)-\(number)"
    }
}

/// What outlives the processes of a world: its time, its record, and who watches.
struct Machine {
    let time: VirtualTime
    let memory = MemoryStore()
    let plan = FaultPlan()
    let witness = Witness()
    let zones: ZoneDatabase
    /// Where runs' logs would be; nothing is written.
    let folder: String
    let logger = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
}

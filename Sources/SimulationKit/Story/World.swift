import CivilTime
import Engine
import Operations
import StoreTestKit
import Synchronization

/// A simulated world: one machine, one server at a time, operators, and whoever keeps watch over what must hold.
struct World {
    let machine: Machine
    let seed: UInt64
    private let executor: SeededExecutor
    private(set) var process: SimulatedProcess?
    private var processCount = 0
    private var requestCount = 0
    private var asked: [Asked] = []
    private var answeredProposals: Set<String> = []
    private(set) var watch: Watch
    private(set) var violation: Violation?

    /// Jobs of one instant, and rings of the alarm without time passing: beyond these something spins.
    private static let jobsMax = 200_000
    private static let ringsMax = 500

    init(seed: UInt64, zones: ZoneDatabase, folder: String) {
        self.seed = seed
        var random = SplitMix64(seed: seed &+ 1)
        let dawn = Self.dawns.randomElement(using: &random) ?? Self.dawns[0]
        let offset = Int64.random(in: 0...7_200, using: &random)
        machine = Machine(
            time: VirtualTime(wall: Instant(epochSeconds: dawn + offset)), zones: zones, folder: folder)
        executor = SeededExecutor(seed: seed &+ 2)
        watch = Watch(zones: zones)
    }

    /// Shortly before: an ordinary noon; the clock changes of Chicago and of Lord Howe Island (half an hour) in 2026.
    private static let dawns: [Int64] = [1_772_452_800, 1_772_949_600, 1_793_509_200, 1_775_307_600, 1_791_034_200]

    // MARK: Steps

    /// Does a step and looks whether all that must hold does.
    mutating func take(_ step: Step) {
        guard violation == nil else { return }
        perform(step)
        settle()
        look()
    }

    private mutating func perform(_ step: Step) {
        switch step {
        case .pass(let milliseconds): pass(milliseconds)
        case .setClock(let seconds): setClock(bySeconds: seconds)
        case .drift(let ppm): machine.time.drift(ppm: ppm)
        case .suspend(let seconds):
            machine.plan.mark(.suspended)
            machine.time.suspend(seconds: seconds)
        case .fault(let fault): machine.plan.arm(fault)
        case .lasting(let fault): machine.plan.last(fault)
        case .mend: machine.plan.clear()
        case .kill:
            if (process?.runner.liveCount ?? 0) > 0 { machine.plan.mark(.killDuringRun) }
            process?.line.cut()
        case .stop(let patience): stop(patienceSeconds: patience)
        case .start: start()
        case .ask(let wish): ask([wish])
        case .askTogether(let wishes): ask(wishes)
        }
    }

    private mutating func setClock(bySeconds seconds: Int64) {
        if seconds < 0, (process?.runner.liveCount ?? 0) > 0 { machine.plan.mark(.stepBackDuringRun) }
        if seconds > 0 { machine.plan.mark(.stepForward) }
        machine.time.step(bySeconds: seconds)
        watch.clockWasSet()
    }

    private mutating func start() {
        guard process == nil else { return }
        processCount += 1
        let next = SimulatedProcess(number: processCount, seed: seed, machine: machine)
        process = next
        next.launch(on: executor)
    }

    private mutating func stop(patienceSeconds: Int64) {
        guard let process else { return }
        if process.runner.liveCount > 0 { machine.plan.mark(.stopInterruptsRun) }
        process.engine.stop()
        pass(patienceSeconds * 1000)
        if !process.hasEnded { process.line.cut() }
    }

    private mutating func ask(_ wishes: [Wish]) {
        guard let process, process.isServing, process.line.isAlive, let record = record() else { return }
        var together: [Asked] = []
        for wish in wishes {
            requestCount += 1
            let reason = "request \(requestCount)"
            let command = wish.command(on: record, at: machine.time.wall, zones: machine.zones, reason: reason)
            if let command { together.append(Asked(command, reason: reason, process: process)) }
        }
        noteRace(together.map(\.command))
        self.asked += together
        for asked in together {
            Task(executorPreference: executor) {
                do throws(CommandRefused) {
                    let request = CommandRequest(asked.command, by: .operator("Ada"), reason: asked.reason)
                    asked.answered(.success(try await asked.process.engine.perform(request)))
                } catch {
                    asked.answered(.failure(error))
                }
            }
        }
    }

    private func noteRace(_ commands: [Command]) {
        let approved = commands.compactMap { command in
            if case .approve(let target) = command { target.occurrence.schedule } else { nil }
        }
        let disabled = commands.compactMap { command in
            if case .disable(let id) = command { id } else { nil }
        }
        if !Set(approved).isDisjoint(with: disabled) { machine.plan.mark(.approvalRacesDisable) }
    }

    // MARK: Time

    /// Lets time pass; what rings on the way is dealt with before time goes on.
    mutating func pass(_ milliseconds: Int64) {
        settle()
        var left = milliseconds
        var rings = 0
        while violation == nil, let gone = machine.time.ringNext(within: left) {
            left -= gone
            rings = gone == 0 ? rings + 1 : 0
            if rings > Self.ringsMax {
                return fail("I12", "the alarm rings without end at \(machine.time.wall.iso8601)")
            }
            settle()
        }
        machine.time.pass(milliseconds: left)
        settle()
    }

    /// Lets everybody do what they have to do now, and buries the dead.
    private mutating func settle() {
        drain()
        guard let gone = process, !gone.line.isAlive else { return }
        process = nil
        for _ in 0..<4 where !gone.hasEnded {
            gone.line.wakeAll()
            gone.runner.endAll()
            gone.engine.stop()
            drain()
        }
        if !gone.hasEnded { fail("L3", "a dead process does not come to its end") }
    }

    private mutating func drain() {
        if !executor.drain(jobsMax: Self.jobsMax) { fail("I12", "the tasks go on without end") }
    }

    /// The record as it stands.
    private mutating func record() -> MemoryRecord? {
        let memory = machine.memory
        return run { await memory.record }
    }

    /// Runs something on the world's executor, to its end.
    private mutating func run<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) -> Value? {
        let box = Box<Value>()
        Task(executorPreference: executor) { box.value = await body() }
        drain()
        return box.value
    }

    private final class Box<Value: Sendable>: Sendable {
        private let content = Mutex<Value?>(nil)
        var value: Value? {
            get { content.withLock { $0 } }
            set { content.withLock { $0 = newValue } }
        }
    }

    private mutating func fail(_ invariant: String, _ what: String) {
        if violation == nil { violation = Violation(invariant: invariant, what: what) }
    }

    // MARK: Watching

    private mutating func look() {
        guard violation == nil, let record = record() else { return }
        let starts = machine.witness.starts(after: watch.startsSeen)
        if let found = watch.look(record, starts: starts, plan: machine.plan) ?? answersHold(record) ?? turnsHold() {
            violation = found
        }
    }

    /// What was answered is what the record says (I10).
    private mutating func answersHold(_ record: MemoryRecord) -> Violation? {
        var open: [Asked] = []
        defer { asked = open }
        for asked in asked {
            guard let answer = asked.answer else {
                if asked.process.hasEnded {
                    return Violation(invariant: "L3", what: "\(asked.reason) is never answered")
                }
                open.append(asked)
                continue
            }
            machine.plan.note(answer, to: asked.command)
            if case .success(let reply) = answer, let id = reply.proposal?.id, case .answerProposal = asked.command,
                !answeredProposals.insert(id).inserted
            {
                machine.plan.mark(.proposalAnsweredAgain)
            }
            if let violation = asked.violation(by: answer, record) { return violation }
        }
        return nil
    }

    /// The loop wakes when there is a reason, and never spins (I12).
    private func turnsHold() -> Violation? {
        guard let process else { return nil }
        let seconds = Int((machine.time.monotonic - process.startedAt) / .seconds(1))
        let reasons = 2 * (watch.eventsSeen + requestCount + watch.startsSeen) + 50
        guard process.alarm.settings > seconds + reasons else { return nil }
        return Violation(
            invariant: "I12", what: "\(process.alarm.settings) turns in \(seconds) s with \(reasons) reasons at most")
    }

    /// Lets go of the server, so that nothing of this world goes on.
    mutating func leave() {
        machine.plan.clear()
        process?.line.cut()
        for _ in 0..<4 where process?.hasEnded == false {
            process?.line.wakeAll()
            process?.runner.endAll()
            process?.engine.stop()
            drain()
        }
    }

    // MARK: The end of the story

    /// Faults stop: within a bounded time everything due has its account, everybody is ready, and a stop leaves nothing.
    mutating func end() {
        guard violation == nil else { return }
        machine.plan.clear()
        machine.time.drift(ppm: 0)
        start()
        for _ in 0..<12 {
            pass(10_000)
            process?.runner.endHanging()
        }
        look()
        guard violation == nil, let process, let record = record() else {
            return fail("L1", "no server is alive after the faults stopped")
        }
        if let why = process.engine.health.unreadiness(at: machine.time.monotonic) {
            return fail("L1", "not ready after the faults stopped: \(why)")
        }
        let engine = process.engine
        let tracked = engine.snapshot()
        if tracked.mapValues(\.schedule) != record.schedules { return fail("L3", "memory differs from the record") }
        for (id, entry) in tracked {
            if let due = entry.nextDue, due < machine.time.wall.advanced(bySeconds: -31) {
                return fail("L1", "\(id) was due at \(due.iso8601) and it is \(machine.time.wall.iso8601)")
            }
        }
        engine.stop()
        pass(40_000)
        guard violation == nil, let left = self.record() else { return }
        look()
        // Those that wait for a slot are left to the next start, which finds them missed.
        let live = left.runs.values.filter { $0.status == .running }
        if !live.isEmpty {
            let has = process.hasEnded ? "has" : "has not"
            fail("L3", "after the stop \(live.map(\.id).sorted()) are still alive; the server \(has) come to its end")
        }
        if left.events.last?.event.type != .schedulerStopped { fail("L3", "the stop is not on record") }
    }
}

import CivilTime
import Operations
import Runners
import StoreTestKit
import Synchronization

/// What becomes of a run: decided by what it is and by the seed, so that leaving out other steps doesn't change it.
struct Fate: Sendable {
    var milliseconds: Int64
    var outcome: RunOutcome
    /// Goes on until somebody cancels it.
    var hangs = false
    /// How long it goes on after that.
    var deafMilliseconds: Int64 = 0

    init(of run: Run, seed: UInt64) {
        var random = SplitMix64(
            seed: seed ^ stableHash("\(run.occurrence)#\(run.attempt)#\(run.trigger.rawValue)"))
        milliseconds = Int64.random(in: 0...90_000, using: &random)
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1: outcome = RunOutcome(.failed, exitCode: 1, reason: "exit status 1")
        case 2:
            outcome = RunOutcome(.failed, reason: "it can't be started: no such file")
            milliseconds = 0
        case 3:
            outcome = RunOutcome(.success, exitCode: 0)
            hangs = true
        case 4:
            outcome = RunOutcome(.skipped, reason: "there is nothing to do")
            milliseconds = 0
        case 5:
            outcome = RunOutcome(.success, exitCode: 0)
            deafMilliseconds = 20_000
        case 6:
            outcome = RunOutcome(.success, exitCode: 0)
            milliseconds = Int64.random(in: 100_000...2_000_000, using: &random)
        default:
            outcome = RunOutcome(.success, exitCode: 0)
            if Bool.random(using: &random) { milliseconds /= 30 }
        }
    }
}

/// The processes that one server starts; they die with it.
final class ScenicRunner: Runner {
    private struct Live {
        var continuation: CheckedContinuation<RunOutcome, Never>
        var fate: Fate
        var timer: Int?
    }

    private let seed: UInt64
    private let process: Int
    private let time: VirtualTime
    private let line: LifeLine
    private let witness: Witness
    private let record: @Sendable (String) async -> Run?
    private let live = Mutex<[String: Live]>([:])

    init(
        seed: UInt64, process: Int, time: VirtualTime, line: LifeLine, witness: Witness,
        record: @escaping @Sendable (String) async -> Run?
    ) {
        self.seed = seed
        self.process = process
        self.time = time
        self.line = line
        self.witness = witness
        self.record = record
    }

    var liveCount: Int { live.withLock { $0.count } }

    func carryOut(_ assignment: Assignment, log: RunLog, started: @Sendable () async -> Void) async -> RunOutcome {
        let run = assignment.run
        let onRecord = await record(run.id)?.status == .running
        guard line.isAlive else { return RunOutcome(.cancelled, reason: "dead") }
        witness.note(
            Witness.Start(
                run: run, process: process, at: Int64(time.monotonic / .milliseconds(1)), onRecord: onRecord))
        await started()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in begin(run.id, Fate(of: run, seed: seed), continuation) }
        } onCancel: {
            cancel(run.id)
        }
    }

    private func begin(_ id: String, _ fate: Fate, _ continuation: CheckedContinuation<RunOutcome, Never>) {
        guard line.isAlive, !Task.isCancelled else {
            return continuation.resume(returning: RunOutcome(.cancelled, reason: "cancelled"))
        }
        live.withLock { $0[id] = Live(continuation: continuation, fate: fate) }
        guard !fate.hangs else { return }
        let timer = time.after(milliseconds: fate.milliseconds) { [weak self] in self?.end(id, fate.outcome) }
        live.withLock { $0[id]?.timer = timer }
    }

    private func cancel(_ id: String) {
        guard let deaf = live.withLock({ $0[id]?.fate.deafMilliseconds }) else { return }
        time.after(milliseconds: deaf) { [weak self] in self?.end(id, RunOutcome(.cancelled, reason: "cancelled")) }
    }

    private func end(_ id: String, _ outcome: RunOutcome) {
        guard let ended = live.withLock({ $0.removeValue(forKey: id) }) else { return }
        if let timer = ended.timer { time.cancel(timer) }
        ended.continuation.resume(returning: outcome)
    }

    /// Ends whatever lives: its server is dead, or the story comes to its end.
    func endAll() {
        for id in live.withLock({ $0.keys.sorted() }) { end(id, RunOutcome(.cancelled, reason: "cancelled")) }
    }

    /// Ends the ones that nobody else would.
    func endHanging() {
        let hanging = live.withLock { $0.filter(\.value.fate.hangs).map(\.key).sorted() }
        for id in hanging { end(id, RunOutcome(.success, exitCode: 0)) }
    }
}

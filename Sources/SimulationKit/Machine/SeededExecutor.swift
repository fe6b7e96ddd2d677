import StoreTestKit
import Synchronization

/// Runs every task of a simulated world on the thread that drains it, one job at a time, in an order that follows from a
/// seed: what could happen in any order on a real machine happens in many orders here, and in the same one again.
final class SeededExecutor: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var random: SplitMix64
    }

    private let state: Mutex<State>

    init(seed: UInt64) {
        state = Mutex(State(random: SplitMix64(seed: seed)))
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
    }

    /// Runs until nobody has anything to do; false if that did not come to pass within `jobsMax` jobs: something spins.
    func drain(jobsMax: Int) -> Bool {
        for _ in 0..<jobsMax {
            guard let job = next() else { return true }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
        return false
    }

    private func next() -> UnownedJob? {
        state.withLock { state in
            guard !state.jobs.isEmpty else { return nil }
            // Which of those that could run now does is chance; one after another otherwise.
            let index = Int.random(in: 0..<min(4, state.jobs.count), using: &state.random)
            return state.jobs.remove(at: index)
        }
    }
}

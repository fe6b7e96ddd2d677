import Synchronization

/// Whether a simulated process is alive, and what waits within it.
final class LifeLine: Sendable {
    private struct State {
        var isAlive = true
        var readings = 0
        var lastID = 0
        var sleepers: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    var isAlive: Bool { state.withLock { $0.isAlive } }

    /// The process is killed. What it was doing goes on to its end, unseen and without effect.
    func cut() { state.withLock { $0.isAlive = false } }

    /// How often this was asked for since the process died; 0 while it lives.
    func readingsSinceDeath() -> Int {
        state.withLock { state in
            if !state.isAlive { state.readings += 1 }
            return state.readings
        }
    }

    /// Waits for virtual time to pass; a dead process waits for nothing.
    func sleep(milliseconds: Int64, _ time: VirtualTime) async {
        await withCheckedContinuation { continuation in
            let id = state.withLock { state -> Int? in
                guard state.isAlive else { return nil }
                state.lastID += 1
                state.sleepers[state.lastID] = continuation
                return state.lastID
            }
            guard let id else { return continuation.resume() }
            time.after(milliseconds: milliseconds) { self.wake(id) }
        }
    }

    private func wake(_ id: Int) {
        state.withLock { $0.sleepers.removeValue(forKey: id) }?.resume()
    }

    /// Lets everything that waits go on.
    func wakeAll() {
        let sleepers = state.withLock { state in
            defer { state.sleepers = [:] }
            return state.sleepers.sorted { $0.key < $1.key }.map(\.value)
        }
        for sleeper in sleepers { sleeper.resume() }
    }
}

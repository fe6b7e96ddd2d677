import CivilTime
import Synchronization

/// Whether the engine does its work, readable from anywhere: health must not look green while the loop is dead (docs/invariants.md, B20).
package final class EngineHealth: Sendable {
    private struct State {
        var trouble: String? = "the scheduler has not started yet"
        var lastTurn: Duration?
        var nextWithin: Double = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Why the engine can't do its work, or nil.
    package var trouble: String? { state.withLock { $0.trouble } }

    /// Why nobody should rely on this node now, or nil: trouble, or a loop that is overdue.
    package func unreadiness(at monotonic: Duration) -> String? {
        state.withLock { state in
            if let trouble = state.trouble { return trouble }
            guard let last = state.lastTurn else { return "the scheduler has not started yet" }
            let overdue = ClockWatch.seconds(monotonic - last) - state.nextWithin
            return overdue > Self.overdueSecondsMax
                ? "the scheduler's loop is overdue by \(Int(overdue)) s" : nil
        }
    }

    static let overdueSecondsMax = 10.0

    func recovered() { state.withLock { $0.trouble = nil } }

    func failed(_ why: String) { state.withLock { $0.trouble = why } }

    func turned(at monotonic: Duration, next seconds: Double) {
        state.withLock { state in
            state.lastTurn = monotonic
            state.nextWithin = seconds
        }
    }
}

import Synchronization

/// Tells whoever listens that the event log has grown; the position is the news, the events are read from the store.
package final class LogBell: Sendable {
    private struct State {
        var lastSeq: Int64 = 0
        var nextID = 0
        var listeners: [Int: AsyncStream<Int64>.Continuation] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package var lastSeq: Int64 { state.withLock { $0.lastSeq } }

    /// Tells everybody who listens that the log has grown to this position.
    package func ring(_ seq: Int64) {
        let listeners = state.withLock { state in
            state.lastSeq = max(state.lastSeq, seq)
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.yield(seq) }
    }

    /// Positions from now on; a slow listener sees only the newest.
    package func listen() -> AsyncStream<Int64> {
        let (stream, continuation) = AsyncStream<Int64>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.nextID += 1
            state.listeners[state.nextID] = continuation
            return state.nextID
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.listeners[id] = nil }
        }
        return stream
    }
}

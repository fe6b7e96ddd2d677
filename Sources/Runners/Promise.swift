import Synchronization

/// A value that somebody will provide once; any number of tasks may wait for it.
final class Promise<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        var lastTicket = 0
        var waiters: [Int: @Sendable (Value?) -> Void] = [:]
    }

    private let state = Mutex(State())

    /// Provides the value; the first one stays.
    func fulfil(_ value: Value) {
        let waiters = state.withLock { state -> [Int: @Sendable (Value?) -> Void] in
            guard state.value == nil else { return [:] }
            state.value = value
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in waiters.values { waiter(value) }
    }

    var value: Value? { state.withLock { $0.value } }

    /// Waits for the value; nil if the waiting task was cancelled first.
    func wait() async -> Value? {
        let ticket = ticket()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                add(ticket, unlessCancelled: true) { continuation.resume(returning: $0) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: ticket) }?(nil)
        }
    }

    /// Waits for the value whatever becomes of the waiting task.
    func settled() async -> Value {
        while true {
            let value = await withCheckedContinuation { continuation in
                add(ticket(), unlessCancelled: false) { continuation.resume(returning: $0) }
            }
            if let value { return value }
        }
    }

    private func ticket() -> Int {
        state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
    }

    private func add(_ ticket: Int, unlessCancelled: Bool, _ waiter: @escaping @Sendable (Value?) -> Void) {
        let (isSettled, value) = state.withLock { state -> (Bool, Value?) in
            if let value = state.value { return (true, value) }
            // Asked under the lock: a cancellation is seen either here or by the handler.
            if unlessCancelled && Task.isCancelled { return (true, nil) }
            state.waiters[ticket] = waiter
            return (false, nil)
        }
        if isSettled { waiter(value) }
    }
}

extension Promise where Value == Void {
    func fulfil() { fulfil(()) }
}

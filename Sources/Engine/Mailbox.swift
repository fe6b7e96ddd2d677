import Operations
import Synchronization

/// What reaches the engine's loop.
enum Signal: Sendable {
    /// Something may be due.
    case alarm
    case request(CommandRequest, CheckedContinuation<Result<Reply, CommandRefused>, Never>)
    case ended(RunEnding)
    case stop
}

/// Signals in order of arrival for one reader, who takes all that are there at once.
final class Mailbox: Sendable {
    private struct State {
        var pending: [Signal] = []
        var reader: CheckedContinuation<Void, Never>?
        var closed = false
    }

    private let state = Mutex(State())

    /// False once the mailbox is closed; the signal is not kept then.
    @discardableResult
    func post(_ signal: Signal) -> Bool {
        let (accepted, reader) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
            guard !state.closed else { return (false, nil) }
            state.pending.append(signal)
            defer { state.reader = nil }
            return (true, state.reader)
        }
        reader?.resume()
        return accepted
    }

    /// Everything posted since the last call; waits for the first signal.
    func take() async -> [Signal] {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state -> Bool in
                if state.pending.isEmpty {
                    state.reader = continuation
                    return false
                }
                return true
            }
            if ready { continuation.resume() }
        }
        return state.withLock { state in
            defer { state.pending = [] }
            return state.pending
        }
    }

    /// Closes it and answers what nobody took.
    func close() -> [Signal] {
        state.withLock { state in
            state.closed = true
            defer { state.pending = [] }
            return state.pending
        }
    }
}

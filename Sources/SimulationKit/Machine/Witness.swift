import CivilTime
import Operations
import Synchronization

/// Somebody outside of the engine and its record who sees what really starts: as if every run made a file of its own.
final class Witness: Sendable {
    struct Start: Hashable, Sendable {
        var run: Run
        var process: Int
        /// Milliseconds on the monotonic clock.
        var at: Int64
        /// Whether the record held it as running at that moment.
        var onRecord: Bool
    }

    private let seen = Mutex<[Start]>([])

    func note(_ start: Start) { seen.withLock { $0.append(start) } }

    /// Starts from the `count`th on.
    func starts(after count: Int) -> [Start] { seen.withLock { Array($0.dropFirst(count)) } }
}

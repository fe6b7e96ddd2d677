/// Counts failed sign-ins by source and shuts a source out for a while; a value, and time is handed in.
///
/// Tokens can't be guessed: what this keeps low is the noise, and what a leaked half of one would be worth.
package struct FailureGuard: Sendable {
    /// Failures that a source has within `window` before it is shut out.
    package static let failuresMax = 10
    package static let window = Duration.seconds(60)
    /// The first time; each further one, while it is remembered, twice as long up to `lockMax`.
    package static let lockFirst = Duration.seconds(30)
    package static let lockMax = Duration.seconds(900)
    /// Sources that are remembered; the one that failed longest ago is forgotten first.
    package static let sourcesMax = 4_096

    private struct Source {
        var failures = 0
        var windowStart: Duration
        var lastFailure: Duration
        var locks = 0
        var lockedUntil: Duration?
    }

    private var sources: [[UInt8]: Source] = [:]

    package init() {}

    package var count: Int { sources.count }

    /// How long the source is still shut out; nil while it is not. `now` is monotonic.
    package func wait(of source: [UInt8], now: Duration) -> Duration? {
        guard let until = sources[source]?.lockedUntil, now < until else { return nil }
        return until - now
    }

    package mutating func failed(_ source: [UInt8], now: Duration) {
        var entry = sources[source] ?? Source(windowStart: now, lastFailure: now)
        if now - entry.lastFailure > Self.lockMax { entry = Source(windowStart: now, lastFailure: now) }
        if now - entry.windowStart > Self.window { (entry.failures, entry.windowStart) = (0, now) }
        entry.failures += 1
        entry.lastFailure = now
        if entry.failures >= Self.failuresMax {
            entry.lockedUntil = now + min(Self.lockFirst * (1 << min(entry.locks, 10)), Self.lockMax)
            entry.locks += 1
            (entry.failures, entry.windowStart) = (0, now)
        }
        if sources[source] == nil, sources.count >= Self.sourcesMax { forgetOldest() }
        sources[source] = entry
    }

    package mutating func succeeded(_ source: [UInt8]) { sources[source] = nil }

    private mutating func forgetOldest() {
        guard let oldest = sources.min(by: { $0.value.lastFailure < $1.value.lastFailure }) else { return }
        sources[oldest.key] = nil
    }
}

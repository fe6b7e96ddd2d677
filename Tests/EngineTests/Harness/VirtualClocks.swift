import CivilTime
import Synchronization

@testable import Engine

/// Three readings that the test sets apart.
final class VirtualClocks: Clocks {
    private struct Readings {
        var wall = dawn
        var monotonic = Duration.seconds(1_000)
        var boot = Duration.seconds(1_000)
    }

    private let readings = Mutex(Readings())

    init(wall: Instant = dawn) {
        readings.withLock { $0.wall = wall }
    }

    var now: Instant { readings.withLock { $0.wall } }
    var monotonic: Duration { readings.withLock { $0.monotonic } }
    var boot: Duration { readings.withLock { $0.boot } }

    /// Moves each reading by so many seconds.
    func move(wall: Double, monotonic: Double, boot: Double) {
        readings.withLock { readings in
            readings.wall = Instant(epochMilliseconds: readings.wall.epochMilliseconds + Int64(wall * 1_000))
            readings.monotonic += .milliseconds(Int64(monotonic * 1_000))
            readings.boot += .milliseconds(Int64(boot * 1_000))
        }
    }

    /// Time passes.
    func pass(_ seconds: Double) { move(wall: seconds, monotonic: seconds, boot: seconds) }
    /// Somebody sets the wall clock.
    func set(by seconds: Double) { move(wall: seconds, monotonic: 0, boot: 0) }
    /// The machine sleeps.
    func sleep(_ seconds: Double) { move(wall: seconds, monotonic: 0, boot: seconds) }
}

/// An alarm that rings when the test says so, and tells what it was set to.
final class ManualAlarm: Alarm {
    private struct State {
        var ring: (@Sendable () -> Void)?
        var settings: [Double] = []
        var isStopped = false
    }

    private let state = Mutex(State())

    func onRing(_ ring: @escaping @Sendable () -> Void) { state.withLock { $0.ring = ring } }
    func set(afterSeconds seconds: Double) { state.withLock { $0.settings.append(seconds) } }
    func stop() { state.withLock { $0.isStopped = true } }

    func ring() { state.withLock { $0.ring }?() }

    /// Seconds of every setting, in order: one for each turn of the loop.
    var settings: [Double] { state.withLock { $0.settings } }
    var isStopped: Bool { state.withLock { $0.isStopped } }
}

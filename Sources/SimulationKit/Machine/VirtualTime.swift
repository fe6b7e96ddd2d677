import CivilTime
import Engine
import Synchronization

/// The time of a simulated machine: three clocks that can be set apart, and timers that ring when it passes.
final class VirtualTime: Sendable {
    fileprivate struct State {
        var wall: Int64
        var monotonic: Int64 = 1_000_000
        var boot: Int64 = 1_000_000
        /// Milliseconds that the wall clock gains (or loses) in a million.
        var driftPPM: Int64 = 0
        var driftRest: Int64 = 0
        var timers: [Timer] = []
        var lastID = 0
    }

    fileprivate struct Timer {
        var id: Int
        var at: Int64
        var ring: @Sendable () -> Void
    }

    private let state: Mutex<State>

    init(wall: Instant) {
        state = Mutex(State(wall: wall.epochMilliseconds))
    }

    var wall: Instant { state.withLock { Instant(epochMilliseconds: $0.wall) } }
    var monotonic: Duration { state.withLock { .milliseconds($0.monotonic) } }
    var boot: Duration { state.withLock { .milliseconds($0.boot) } }

    /// Somebody sets the wall clock.
    func step(bySeconds seconds: Int64) { state.withLock { $0.wall += seconds * 1000 } }

    /// The machine sleeps: no timer rings, and all but the monotonic clock go on.
    func suspend(seconds: Int64) {
        state.withLock { state in
            state.wall += seconds * 1000
            state.boot += seconds * 1000
        }
    }

    func drift(ppm: Int64) { state.withLock { $0.driftPPM = ppm } }

    /// Has `ring` called once that much time has passed; answers what to cancel it by.
    @discardableResult
    func after(milliseconds: Int64, _ ring: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.lastID += 1
            state.timers.append(Timer(id: state.lastID, at: state.monotonic + max(0, milliseconds), ring: ring))
            return state.lastID
        }
    }

    func cancel(_ id: Int) { state.withLock { state in state.timers.removeAll { $0.id == id } } }

    /// Moves to the next timer, at most `milliseconds` away, and rings it; answers how far it went, nil if none rang.
    func ringNext(within milliseconds: Int64) -> Int64? {
        let found = state.withLock { state -> (Timer, Int64)? in
            guard let next = state.timers.min(by: { ($0.at, $0.id) < ($1.at, $1.id) }) else { return nil }
            let distance = max(0, next.at - state.monotonic)
            guard distance <= milliseconds else { return nil }
            state.timers.removeAll { $0.id == next.id }
            state.pass(distance)
            return (next, distance)
        }
        guard let (timer, distance) = found else { return nil }
        timer.ring()
        return distance
    }

    func pass(milliseconds: Int64) { state.withLock { $0.pass(milliseconds) } }
}

/// The clocks as one process reads them. To a dead one a day passes from reading to reading, so that it gives up whatever
/// it waits for.
struct ProcessClocks: Clocks {
    let time: VirtualTime
    let line: LifeLine

    var now: Instant { time.wall }
    var monotonic: Duration { time.monotonic + .seconds(86_400 * line.readingsSinceDeath()) }
    var boot: Duration { time.boot + .seconds(86_400 * line.readingsSinceDeath()) }
}

/// An alarm on the virtual time; each setting is a turn of the engine's loop.
final class VirtualAlarm: Alarm {
    private struct State {
        var ring: (@Sendable () -> Void)?
        var timer: Int?
        var settings = 0
    }

    private let time: VirtualTime
    private let line: LifeLine
    private let state = Mutex(State())

    init(time: VirtualTime, line: LifeLine) {
        self.time = time
        self.line = line
    }

    /// How often it was set.
    var settings: Int { state.withLock { $0.settings } }

    func onRing(_ ring: @escaping @Sendable () -> Void) { state.withLock { $0.ring = ring } }

    func set(afterSeconds seconds: Double) {
        stop()
        guard line.isAlive else { return }
        let ring = state.withLock { $0.ring }
        // Never early: a timer of the system rings at its instant or after it.
        let timer = time.after(milliseconds: Int64((seconds * 1000).rounded(.up))) { ring?() }
        state.withLock { state in
            state.timer = timer
            state.settings += 1
        }
    }

    func stop() {
        if let timer = state.withLock({ state in state.timer.take() }) { time.cancel(timer) }
    }
}

extension VirtualTime.State {
    fileprivate mutating func pass(_ milliseconds: Int64) {
        monotonic += milliseconds
        boot += milliseconds
        driftRest += milliseconds * driftPPM
        let drifted = driftRest / 1_000_000
        driftRest -= drifted * 1_000_000
        wall += milliseconds + drifted
    }
}

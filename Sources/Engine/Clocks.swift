package import CivilTime

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The three readings that tell time, steps of the clock and sleep apart (docs/invariants.md, decision 8).
package protocol Clocks: WallClock {
    /// Time that only runs while the machine does; measures durations.
    var monotonic: Duration { get }
    /// Time since the machine started, its sleep included.
    var boot: Duration { get }
}

package struct SystemClocks: Clocks {
    package init() {}

    package var now: Instant {
        let time = Self.read(CLOCK_REALTIME)
        return Instant(epochMilliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    package var monotonic: Duration { Self.duration(CLOCK_MONOTONIC) }

    package var boot: Duration {
        #if os(Linux)
            Self.duration(CLOCK_BOOTTIME)
        #else
            Self.duration(CLOCK_MONOTONIC)
        #endif
    }

    private static func duration(_ clock: clockid_t) -> Duration {
        let time = read(clock)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        clock_gettime(clock, &time)
        return time
    }
}

/// Watches the clocks from turn to turn and names what happened between two readings.
struct ClockWatch {
    /// A difference below this is drift and scheduling, not a step.
    static let stepSecondsMin = 2.0

    struct Finding: Equatable {
        /// Seconds that the wall clock was set forward (or back, if negative) beyond elapsed time; 0 if it was not.
        var stepSeconds: Double
        /// Seconds by which the turn came later than it was meant to.
        var stallSeconds: Double

        /// What to call occurrences found beyond their grace in this turn.
        var lateReason: MissedReasonKind {
            if stepSeconds > 0 {
                .clockJump
            } else if stallSeconds >= ClockWatch.stepSecondsMin {
                .suspended
            } else {
                .overload
            }
        }
    }

    enum MissedReasonKind {
        case clockJump
        case suspended
        case overload
    }

    private var lastWall: Instant
    private var lastBoot: Duration
    private var plannedBoot: Duration?

    init(_ clocks: some Clocks) {
        lastWall = clocks.now
        lastBoot = clocks.boot
    }

    /// The turn after this one is meant to come after `seconds`.
    mutating func plan(afterSeconds seconds: Double, from clocks: some Clocks) {
        plannedBoot = clocks.boot + .milliseconds(Int64(max(0, seconds) * 1000))
    }

    mutating func look(_ clocks: some Clocks) -> Finding {
        let wall = clocks.now
        let boot = clocks.boot
        let elapsed = Self.seconds(boot - lastBoot)
        let difference = lastWall.seconds(to: wall) - elapsed
        let stall = plannedBoot.map { Self.seconds(boot - $0) } ?? 0
        lastWall = wall
        lastBoot = boot
        plannedBoot = nil
        return Finding(
            stepSeconds: abs(difference) > Self.stepSecondsMin ? difference : 0, stallSeconds: max(0, stall))
    }

    static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}

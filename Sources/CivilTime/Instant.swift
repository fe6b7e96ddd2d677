/// A point in time in UTC, to the millisecond.
package struct Instant: Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
    package let epochMilliseconds: Int64

    /// Values beyond 2^60 milliseconds (36 million years) to either side are held there, so that sums and differences
    /// of instants cannot overflow.
    package init(epochMilliseconds: Int64) {
        self.epochMilliseconds = min(max(epochMilliseconds, -Self.bound), Self.bound)
    }

    /// Makes an instant from whole seconds, held like milliseconds.
    package init(epochSeconds: Int64) {
        let (milliseconds, overflow) = epochSeconds.multipliedReportingOverflow(by: 1000)
        self.init(epochMilliseconds: overflow ? (epochSeconds < 0 ? .min : .max) : milliseconds)
    }

    private static let bound: Int64 = 1 << 60

    /// Whole seconds since 1970, rounded down.
    package var epochSeconds: Int64 { floorDivide(epochMilliseconds, 1000) }

    /// 0001-01-01T00:00:00Z, the first instant that can be written.
    package static let distantPast = Instant(epochSeconds: -62_135_596_800)
    /// 9999-12-31T23:59:59Z, the last whole second that can be written.
    package static let distantFuture = Instant(epochSeconds: 253_402_300_799)
}

extension Instant: Comparable {
    package static func < (left: Instant, right: Instant) -> Bool {
        left.epochMilliseconds < right.epochMilliseconds
    }
}

extension Instant {
    /// Moves by whole seconds; what would pass the ends of the range is held there.
    package func advanced(bySeconds seconds: Int64) -> Instant {
        advanced(byMilliseconds: Instant(epochSeconds: seconds).epochMilliseconds)
    }

    /// The step must be an instant's distance from 1970, which cannot overflow.
    private func advanced(byMilliseconds step: Int64) -> Instant {
        Instant(epochMilliseconds: epochMilliseconds + step)
    }

    /// Moves by a duration, rounded towards zero to the millisecond.
    package static func + (instant: Instant, duration: Duration) -> Instant {
        instant.advanced(byMilliseconds: duration.heldMilliseconds)
    }

    package static func - (instant: Instant, duration: Duration) -> Instant {
        instant.advanced(byMilliseconds: -duration.heldMilliseconds)
    }

    /// The time from this instant to another; negative when the other lies before.
    package func duration(to other: Instant) -> Duration {
        .milliseconds(other.epochMilliseconds - epochMilliseconds)
    }

    /// The time to another instant in seconds; negative when the other lies before.
    package func seconds(to other: Instant) -> Double {
        Double(other.epochMilliseconds - epochMilliseconds) / 1000
    }
}

extension Duration {
    /// Whole milliseconds, held within 2^60.
    fileprivate var heldMilliseconds: Int64 {
        let parts = components
        let whole = Instant(epochSeconds: parts.seconds).epochMilliseconds
        return Instant(epochMilliseconds: whole + parts.attoseconds / 1_000_000_000_000_000).epochMilliseconds
    }
}

/// A point in time in UTC, to the millisecond.
package struct Instant: Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
    package let epochMilliseconds: Int64

    package init(epochMilliseconds: Int64) {
        self.epochMilliseconds = epochMilliseconds
    }

    /// Makes an instant from whole seconds; values beyond the representable range are held at its ends.
    package init(epochSeconds: Int64) {
        let (milliseconds, overflow) = epochSeconds.multipliedReportingOverflow(by: 1000)
        epochMilliseconds = overflow ? (epochSeconds < 0 ? .min : .max) : milliseconds
    }

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
    /// Moves by whole seconds; holds at the ends of the 64-bit range.
    package func advanced(bySeconds seconds: Int64) -> Instant {
        advanced(byMilliseconds: seconds.multipliedReportingOverflow(by: 1000))
    }

    func advanced(byMilliseconds step: (partialValue: Int64, overflow: Bool)) -> Instant {
        guard !step.overflow else { return self }
        let (sum, overflow) = epochMilliseconds.addingReportingOverflow(step.partialValue)
        return Instant(epochMilliseconds: overflow ? (step.partialValue < 0 ? .min : .max) : sum)
    }

    /// Moves by a duration, rounded towards zero to the millisecond.
    package static func + (instant: Instant, duration: Duration) -> Instant {
        instant.advanced(byMilliseconds: (duration.wholeMilliseconds, false))
    }

    package static func - (instant: Instant, duration: Duration) -> Instant {
        instant.advanced(byMilliseconds: (-duration.wholeMilliseconds, false))
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
    fileprivate var wholeMilliseconds: Int64 {
        let parts = components
        return parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000
    }
}

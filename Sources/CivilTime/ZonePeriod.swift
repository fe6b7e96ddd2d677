/// A stretch of time in which a zone keeps one offset. All values are in seconds.
package struct ZonePeriod: Sendable {
    /// Epoch seconds of the first instant; -2^60 for the first period.
    package let start: Int64
    /// Epoch seconds of the first instant after; 2^60 for the last period.
    package private(set) var end: Int64
    /// Local minus UTC.
    package let offset: Int64
    /// The local time up to which wall clocks had come when the period began: above `start + offset` the clock was
    /// put back (an overlap), below it was put forward (a gap).
    package let shownBefore: Int64
    /// The local time from which the wall clock shows times again after this period; `end + offset` where none.
    package private(set) var shownAgainFrom: Int64
    let name: UInt16

    package static let unbounded: Int64 = 1 << 60

    static func first(offset: Int, name: UInt16) -> ZonePeriod {
        let offset = Int64(offset)
        return ZonePeriod(
            start: -unbounded, end: unbounded, offset: offset, shownBefore: -unbounded + offset,
            shownAgainFrom: unbounded + offset, name: name)
    }

    mutating func close(at end: Int64, nextOffset: Int) {
        self.end = end
        shownAgainFrom = min(end + offset, end + Int64(nextOffset))
    }

    func follower(offset: Int, name: UInt16) -> ZonePeriod {
        let offset = Int64(offset)
        return ZonePeriod(
            start: end, end: Self.unbounded, offset: offset, shownBefore: max(shownBefore, end + self.offset),
            shownAgainFrom: Self.unbounded + offset, name: name)
    }

    /// The local time at which the period begins.
    @inline(__always)
    package var localStart: Int64 { start + offset }
    /// The local time at which the period ends, exclusive.
    @inline(__always)
    package var localEnd: Int64 { end + offset }
}

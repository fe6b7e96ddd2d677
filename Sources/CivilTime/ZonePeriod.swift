/// A stretch of time in which a zone keeps one offset. All values are in seconds.
///
/// What a search needs is stored rather than computed: code of another module is not inlined.
package struct ZonePeriod: Sendable {
    /// Epoch seconds of the first instant; -2^60 for the first period.
    package let start: Int64
    /// Epoch seconds of the first instant after; 2^60 for the last period.
    package let end: Int64
    /// Local minus UTC.
    package let offset: Int64
    /// The local time at which the period begins.
    package let localStart: Int64
    /// The local time at which the period ends, exclusive.
    package let localEnd: Int64
    /// The local time up to which wall clocks had come when the period began: above `localStart` the clock was put
    /// back (an overlap), below it was put forward (a gap).
    package let shownBefore: Int64
    /// The local time from which the wall clock shows times again after this period; `localEnd` where none.
    package let shownAgainFrom: Int64
    let name: UInt16

    package static let unbounded: Int64 = 1 << 60

    /// The periods that a list of changes makes; offsets are in seconds.
    static func list(
        initial: (offset: Int, name: UInt16), changes: [(at: Int64, offset: Int, name: UInt16)]
    ) -> [ZonePeriod] {
        var periods: [ZonePeriod] = []
        var (start, offset, name) = (-unbounded, Int64(initial.offset), initial.name)
        var shownBefore = start + offset
        for position in 0...changes.count {
            let next = position < changes.count ? changes[position] : nil
            let end = next?.at ?? unbounded
            let again = end + min(offset, next.map { Int64($0.offset) } ?? offset)
            periods.append(
                ZonePeriod(
                    start: start, end: end, offset: offset, localStart: start + offset, localEnd: end + offset,
                    shownBefore: shownBefore, shownAgainFrom: again, name: name))
            guard let next else { break }
            shownBefore = max(shownBefore, end + offset)
            (start, offset, name) = (end, Int64(next.offset), next.name)
        }
        return periods
    }
}

/// A zone's periods as plain memory, for searches that count nanoseconds; it lives as long as its zone.
package struct ZoneTable: @unchecked Sendable {
    /// In order, without holes; the first reaches back and the last forward without end.
    package let periods: UnsafePointer<ZonePeriod>
    package let periodCount: Int
    /// The position of the period that holds at the start of each stretch of 2^21 seconds (24 days) from 1970.
    package let index: UnsafePointer<UInt16>
    package let indexCount: Int

    package static let indexShift: Int64 = 21
    /// The index ends with the year 2200 (7,289,654,400 s), whatever a file says: 3,476 entries of two bytes.
    private static let indexEnd: Int64 = 7_289_654_400

    /// Copies periods into memory that `deallocate` gives back.
    init(_ list: [ZonePeriod]) {
        let memory = UnsafeMutablePointer<ZonePeriod>.allocate(capacity: list.count)
        memory.initialize(from: list, count: list.count)
        let positions = Self.positions(list)
        let indexMemory = UnsafeMutablePointer<UInt16>.allocate(capacity: max(positions.count, 1))
        indexMemory.initialize(from: positions, count: positions.count)
        periodCount = list.count
        indexCount = positions.count
        periods = UnsafePointer(memory)
        index = UnsafePointer(indexMemory)
    }

    func deallocate() {
        periods.deallocate()
        index.deallocate()
    }

    private static func positions(_ periods: [ZonePeriod]) -> [UInt16] {
        let last = min(periods[periods.count - 1].start, indexEnd)
        guard last > 0, periods.count < Int(UInt16.max) else { return [] }
        var current = 0
        return (0...last >> indexShift).map { bucket in
            while current + 1 < periods.count, periods[current + 1].start <= bucket << indexShift { current += 1 }
            return UInt16(current)
        }
    }
}

/// A time zone: the offsets from UTC that hold from one transition to the next, to the end of 2199.
package final class Zone: Sendable {
    /// The IANA name, as it was asked for.
    package let identifier: String
    let abbreviations: [String]
    package let periods: ContiguousArray<ZonePeriod>
    /// The period that holds at the start of each stretch of 2^21 seconds (24 days) from 1970.
    private let index: ContiguousArray<UInt16>

    private static let indexShift: Int64 = 21

    /// Makes a zone from the offset before the first transition and the transitions in order.
    init(identifier: String, initial: LocalType, changes: [(at: Int64, type: LocalType)]) {
        self.identifier = identifier
        var names: [String] = []
        func nameIndex(_ name: String) -> UInt16 {
            if let found = names.firstIndex(of: name) { return UInt16(found) }
            names.append(name)
            return UInt16(names.count - 1)
        }
        var list: ContiguousArray<ZonePeriod> = []
        list.append(ZonePeriod.first(offset: initial.offset, name: nameIndex(initial.name)))
        for change in changes {
            list[list.count - 1].close(at: change.at, nextOffset: change.type.offset)
            list.append(
                list[list.count - 1].follower(offset: change.type.offset, name: nameIndex(change.type.name)))
        }
        periods = list
        abbreviations = names
        index = Self.makeIndex(list)
    }

    /// Coordinated universal time.
    package static let utc = Zone(identifier: "UTC", initial: LocalType(offset: 0, name: "UTC"), changes: [])

    private static func makeIndex(_ periods: ContiguousArray<ZonePeriod>) -> ContiguousArray<UInt16> {
        guard periods.count > 1, periods.count < Int(UInt16.max) else { return [] }
        let last = periods[periods.count - 1].start
        guard last > 0 else { return [] }
        var current = 0
        return ContiguousArray(
            (0...last >> indexShift).map { bucket in
                while current + 1 < periods.count, periods[current + 1].start <= bucket << indexShift { current += 1 }
                return UInt16(current)
            })
    }

    /// The position in `periods` of the one that holds at an instant.
    @inline(__always)
    package func periodIndex(at epochSeconds: Int64) -> Int {
        if periods.count == 1 { return 0 }
        let bucket = epochSeconds >> Self.indexShift
        guard bucket >= 0, !index.isEmpty else { return searchPeriod(at: epochSeconds) }
        guard bucket < index.count else { return periods.count - 1 }
        var position = Int(index[Int(bucket)])
        while periods[position].end <= epochSeconds { position += 1 }
        return position
    }

    private func searchPeriod(at epochSeconds: Int64) -> Int {
        var low = 0
        var high = periods.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if periods[middle].start <= epochSeconds { low = middle } else { high = middle }
        }
        return low
    }
}

/// An offset from UTC in seconds and what it is called.
struct LocalType: Hashable, Sendable {
    var offset: Int
    var name: String
}

extension Zone: Hashable {
    package static func == (left: Zone, right: Zone) -> Bool {
        left === right || left.identifier == right.identifier
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(identifier)
    }
}

extension Zone: CustomStringConvertible {
    package var description: String { identifier }
}

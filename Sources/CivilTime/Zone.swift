/// A time zone: the offsets from UTC that hold from one transition to the next, to the end of 2200.
package final class Zone: Sendable {
    /// The IANA name, as it was asked for.
    package let identifier: String
    let abbreviations: [String]
    package let table: ZoneTable

    /// Makes a zone from the offset before the first transition and the transitions in order.
    init(identifier: String, initial: LocalType, changes: [(at: Int64, type: LocalType)]) {
        self.identifier = identifier
        var names: [String] = []
        func nameIndex(_ name: String) -> UInt16 {
            if let found = names.firstIndex(of: name) { return UInt16(found) }
            names.append(name)
            return UInt16(names.count - 1)
        }
        let first = (initial.offset, nameIndex(initial.name))
        let list = changes.map { (at: $0.at, offset: $0.type.offset, name: nameIndex($0.type.name)) }
        table = ZoneTable(ZonePeriod.list(initial: first, changes: list))
        abbreviations = names
    }

    deinit { table.deallocate() }

    /// Coordinated universal time.
    package static let utc = Zone(identifier: "UTC", initial: LocalType(offset: 0, name: "UTC"), changes: [])

    /// The stretches of constant offset, in order.
    package var periods: UnsafeBufferPointer<ZonePeriod> {
        UnsafeBufferPointer(start: table.periods, count: table.periodCount)
    }

    /// The position in `periods` of the one that holds at an instant.
    package func periodIndex(at epochSeconds: Int64) -> Int {
        let bucket = epochSeconds >> ZoneTable.indexShift
        var position = 0
        if bucket >= 0, bucket < table.indexCount {
            position = Int(table.index[Int(bucket)])
            while periods[position].end <= epochSeconds { position += 1 }
            return position
        }
        var end = table.periodCount
        while end - position > 1 {
            let middle = (position + end) / 2
            if periods[middle].start <= epochSeconds { position = middle } else { end = middle }
        }
        return position
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

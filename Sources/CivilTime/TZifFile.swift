/// The contents of a compiled time zone file (RFC 8536, versions 1 to 4).
struct TZifFile: Sendable {
    private(set) var types: [LocalType] = []
    private(set) var transitions: [(at: Int64, type: Int)] = []
    private(set) var footer: PosixRule?

    /// Files are refused above these sizes; the largest real one has some 240 transitions and 4 kB.
    static let bytesMax = 1 << 20
    private static let headerBytes = 44

    /// Reads the 64-bit data where there is any, else the 32-bit data of version 1.
    init(_ bytes: [UInt8]) throws(TZifFault) {
        guard bytes.count <= Self.bytesMax else { throw .tooLarge }
        let first = try TZifHeader(bytes, at: 0)
        guard first.version >= 2 else {
            try readBlock(bytes, first, at: Self.headerBytes, timeBytes: 4)
            return
        }
        let second = Self.headerBytes + first.blockBytes(timeBytes: 4)
        let header = try TZifHeader(bytes, at: second)
        let block = second + Self.headerBytes
        try readBlock(bytes, header, at: block, timeBytes: 8)
        try readFooter(bytes, at: block + header.blockBytes(timeBytes: 8))
    }

    private mutating func readBlock(
        _ bytes: [UInt8], _ header: TZifHeader, at start: Int, timeBytes: Int
    ) throws(TZifFault) {
        guard header.leapCount == 0 else { throw .leapSeconds }
        guard start + header.blockBytes(timeBytes: timeBytes) <= bytes.count else { throw .truncated }
        let typeIndexes = start + header.timeCount * timeBytes
        let typeRecords = typeIndexes + header.timeCount
        let names = typeRecords + header.typeCount * 6
        for record in 0..<header.typeCount {
            let at = typeRecords + record * 6
            let offset = Int(Int32(truncatingIfNeeded: bytes.bigEndian(at: at, count: 4)))
            guard abs(offset) < 26 * 3600 else { throw .offsetOutOfRange }
            let name = Int(bytes[at + 5])
            guard name < header.nameBytes else { throw .badIndex }
            let text = bytes[(names + name)..<(names + header.nameBytes)].prefix { $0 != 0 }
            types.append(LocalType(offset: offset, name: String(decoding: text, as: UTF8.self)))
        }
        for number in 0..<header.timeCount {
            let raw = bytes.bigEndian(at: start + number * timeBytes, count: timeBytes)
            let at = timeBytes == 4 ? Int64(Int32(truncatingIfNeeded: raw)) : raw
            let type = Int(bytes[typeIndexes + number])
            guard type < types.count else { throw .badIndex }
            if let last = transitions.last, last.at >= at { throw .unordered }
            // A fat file may open with a marker at the Big Bang (-2^59); it changes nothing that can be asked for.
            guard abs(at) < ZonePeriod.unbounded else { throw .unordered }
            transitions.append((at, type))
        }
    }

    private mutating func readFooter(_ bytes: [UInt8], at start: Int) throws(TZifFault) {
        guard start < bytes.count, bytes[start] == 10, let end = bytes[(start + 1)...].firstIndex(of: 10) else {
            throw .badFooter
        }
        let text = bytes[(start + 1)..<end]
        guard !text.isEmpty else { return }
        guard let rule = PosixRule(text) else { throw .badFooter }
        footer = rule
    }
}

/// Why a zone file could not be used.
package enum TZifFault: Error, Hashable, Sendable {
    case notTZif, truncated, tooLarge, badIndex, unordered, offsetOutOfRange, badFooter
    /// The file counts leap seconds ("right/"), which operating calendars do not.
    case leapSeconds
}

/// The six counts at the head of each data block (RFC 8536 section 3.1).
private struct TZifHeader {
    var version: Int
    var utCount: Int
    var standardCount: Int
    var leapCount: Int
    var timeCount: Int
    var typeCount: Int
    var nameBytes: Int

    init(_ bytes: [UInt8], at start: Int) throws(TZifFault) {
        guard start + 44 <= bytes.count else { throw start == 0 ? .notTZif : .truncated }
        guard bytes[start..<start + 4].elementsEqual("TZif".utf8) else { throw .notTZif }
        version = bytes[start + 4] == 0 ? 1 : Int(bytes[start + 4]) - 48
        guard (1...9).contains(version) else { throw .notTZif }
        var counts: [Int] = []
        for number in 0..<6 {
            let count = Int(bytes.bigEndian(at: start + 20 + number * 4, count: 4))
            guard count <= TZifFile.bytesMax else { throw .truncated }
            counts.append(count)
        }
        (utCount, standardCount, leapCount) = (counts[0], counts[1], counts[2])
        (timeCount, typeCount, nameBytes) = (counts[3], counts[4], counts[5])
        guard typeCount > 0, typeCount <= 256, nameBytes > 0 else { throw .badIndex }
    }

    func blockBytes(timeBytes: Int) -> Int {
        timeCount * (timeBytes + 1) + typeCount * 6 + nameBytes + leapCount * (timeBytes + 4) + standardCount + utCount
    }
}

extension [UInt8] {
    /// A big-endian number; `count` bytes from `start` must be there.
    fileprivate func bigEndian(at start: Int, count: Int) -> Int64 {
        var value: UInt64 = 0
        for byte in self[start..<start + count] { value = value << 8 | UInt64(byte) }
        return Int64(bitPattern: value)
    }
}

import Glibc
import SystemPackage

/// The file of a run that is alive: 32 bytes that say what is kept, then the head, then the tail as a ring.
///
/// It never outgrows 256 KiB and 32 bytes, and after a crash still tells what the run had written.
final class LiveLogFile: Sendable {
    private static let mark: Int64 = 0x414C_4D4C_4F47_0001
    private static let preambleLength: Int64 = 32
    private let file: FileDescriptor

    init(creating path: String) throws(Errno) {
        file = try openFile(path, O_RDWR | O_CREAT | O_EXCL)
    }

    init(reading path: String) throws(Errno) {
        file = try openFile(path, O_RDONLY)
    }

    deinit { closeFile(file) }

    /// What the file says it keeps; nil if it is not such a file.
    func extent() -> LogExtent? {
        var words = [Int64](repeating: 0, count: 4)
        let count = words.withUnsafeMutableBytes { try? readAll(file, at: 0, into: $0) }
        let extent = LogExtent(
            head: Int64(littleEndian: words[1]), tailStart: Int64(littleEndian: words[2]),
            total: Int64(littleEndian: words[3]))
        guard count == Int(Self.preambleLength), Int64(littleEndian: words[0]) == Self.mark, extent.isPlausible
        else { return nil }
        return extent
    }

    /// Writes the extent after the bytes it speaks of, so that it never promises bytes that are not there.
    func write(_ extent: LogExtent) throws(Errno) {
        let words = [Self.mark, extent.head, extent.tailStart, extent.total].map(\.littleEndian)
        try writeAll(file, words.withUnsafeBytes(Array.init), at: 0)
    }

    /// The head from its beginning.
    func writeHead(_ bytes: [UInt8]) throws(Errno) {
        try writeAll(file, bytes, at: Self.preambleLength)
    }

    func writeHead(_ bytes: UnsafeRawBufferPointer, at position: Int64) throws(Errno) {
        try writeAll(file, bytes, at: Self.preambleLength + position)
    }

    /// `bytes` are at most `LogExtent.tailMax` and belong at `position` of the output.
    func writeTail(_ bytes: UnsafeRawBufferPointer, at position: Int64) throws(Errno) {
        let slot = position % LogExtent.tailMax
        let beforeWrap = min(Int64(bytes.count), LogExtent.tailMax - slot)
        let start = Self.preambleLength + LogExtent.headMax
        try writeAll(file, UnsafeRawBufferPointer(rebasing: bytes.prefix(Int(beforeWrap))), at: start + slot)
        try writeAll(file, UnsafeRawBufferPointer(rebasing: bytes.dropFirst(Int(beforeWrap))), at: start)
    }

    /// The output's bytes in `range`, which lies wholly in the head or wholly in the tail of `extent`;
    /// fewer if the file is shorter than it says.
    func output(in range: Range<Int64>, of extent: LogExtent) -> [UInt8] {
        guard range.lowerBound >= extent.head else {
            return bytes(at: Self.preambleLength + range.lowerBound, range.count)
        }
        let slot = range.lowerBound % LogExtent.tailMax
        let beforeWrap = min(Int64(range.count), LogExtent.tailMax - slot)
        let start = Self.preambleLength + LogExtent.headMax
        let first = bytes(at: start + slot, Int(beforeWrap))
        return first.count < Int(beforeWrap) ? first : first + bytes(at: start, range.count - Int(beforeWrap))
    }

    /// The log as a reader sees it (head, note of the gap, tail), cut to `limit` bytes from `offset`.
    func kept(_ extent: LogExtent, offset: Int64, limit: Int) -> [UInt8] {
        let end = offset + min(Int64(limit), max(0, extent.keptLength - offset))
        var bytes: [UInt8] = []
        var position: Int64 = 0
        let note = extent.gapNote
        for part in [0..<extent.head, nil, extent.tailStart..<extent.total] {
            let length = part.map { $0.upperBound - $0.lowerBound } ?? Int64(note.count)
            let wanted = max(offset, position)..<max(offset, position, min(end, position + length))
            let inPart = (wanted.lowerBound - position)..<(wanted.upperBound - position)
            position += length
            guard !wanted.isEmpty else { continue }
            if let part {
                bytes += output(
                    in: (part.lowerBound + inPart.lowerBound)..<(part.lowerBound + inPart.upperBound), of: extent)
            } else {
                bytes += note[Int(inPart.lowerBound)..<Int(inPart.upperBound)]
            }
        }
        return bytes
    }

    private func bytes(at offset: Int64, _ count: Int) -> [UInt8] {
        guard count > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = (try? readAll(file, at: offset, into: UnsafeMutableRawBufferPointer(buffer))) ?? 0
        }
    }
}

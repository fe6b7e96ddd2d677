/// Which part of a run's output is kept: the head `0..<head` and the tail `tailStart..<total`, as positions in
/// the output. Between them lies what the cap, or a full disk, left out.
struct LogExtent: Hashable, Sendable {
    /// Bytes kept from the beginning.
    static let headMax: Int64 = 64 * 1024
    /// Bytes kept from the end, once the head is full.
    static let tailMax: Int64 = 192 * 1024

    var head: Int64 = 0
    var tailStart: Int64 = 0
    var total: Int64 = 0

    var dropped: Int64 { tailStart - head }

    /// The line that stands in the log for the bytes that were left out.
    var gapNote: [UInt8] { Self.gapNote(bytes: dropped) }

    static func gapNote(bytes: Int64) -> [UInt8] {
        bytes > 0 ? Array("\n[… \(bytes) bytes left out …]\n".utf8) : []
    }

    /// Length of the log as a reader sees it: head, note of the gap, tail.
    var keptLength: Int64 { head + Int64(gapNote.count) + (total - tailStart) }

    /// Whether it can be what a live file's first bytes say.
    var isPlausible: Bool {
        (0...Self.headMax).contains(head) && head <= tailStart && tailStart <= total
            && total - tailStart <= Self.tailMax
    }
}

import Recurrence

/// Compiled rules by the bytes that they were asked for with, so that a repeated question makes no text.
///
/// Open addressing; it empties itself when it has grown to `countMax`, so that a batch of endlessly new expressions
/// needs no more memory than one of few.
struct RuleCache {
    /// What became of reading an expression: a rule, or the line that says why not.
    enum Reading {
        case rule(Rule)
        case refused([UInt8])
    }

    static let countMax = 8192
    private static let slots = 32_768

    private struct Entry {
        var hash: UInt64
        var key: [UInt8]
        var reading: Reading
    }

    private var places = [Int32](repeating: -1, count: slots)
    private var entries: [Entry] = []

    /// The bytes a rule is found by: three parts of a line.
    struct Key {
        let line: UnsafeBufferPointer<UInt8>
        let parts: (Range<Int>, Range<Int>, Range<Int>)
        let hash: UInt64

        init(_ line: UnsafeBufferPointer<UInt8>, _ question: NextQuestion) {
            self.line = line
            parts = (question.expression, question.timezone, question.dialect)
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for part in [parts.0, parts.1, parts.2] {
                for index in part { hash = (hash ^ UInt64(line[index])) &* 0x0000_0100_0000_01B3 }
                hash = (hash ^ 0x0A) &* 0x0000_0100_0000_01B3
            }
            self.hash = hash ^ (hash >> 29)
        }

        /// The parts with a newline after each, which none of them holds.
        var bytes: [UInt8] {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(parts.0.count + parts.1.count + parts.2.count + 3)
            for part in [parts.0, parts.1, parts.2] {
                bytes.append(contentsOf: line[part])
                bytes.append(0x0A)
            }
            return bytes
        }

        func matches(_ key: [UInt8]) -> Bool {
            guard key.count == parts.0.count + parts.1.count + parts.2.count + 3 else { return false }
            return key.withUnsafeBufferPointer { key in
                var at = 0
                func same(_ part: Range<Int>) -> Bool {
                    for index in part {
                        if key[at] != line[index] { return false }
                        at += 1
                    }
                    at += 1
                    return key[at - 1] == 0x0A
                }
                return same(parts.0) && same(parts.1) && same(parts.2)
            }
        }
    }

    /// The position of a key's reading; made by `read` where it is new.
    mutating func position(of key: Key, read: () -> Reading) -> Int {
        var slot = Int(truncatingIfNeeded: key.hash) & (Self.slots - 1)
        while places[slot] >= 0 {
            let entry = Int(places[slot])
            if entries[entry].hash == key.hash, key.matches(entries[entry].key) { return entry }
            slot = (slot + 1) & (Self.slots - 1)
        }
        if entries.count == Self.countMax {
            entries.removeAll(keepingCapacity: true)
            places = [Int32](repeating: -1, count: Self.slots)
            slot = Int(truncatingIfNeeded: key.hash) & (Self.slots - 1)
        }
        entries.append(Entry(hash: key.hash, key: key.bytes, reading: read()))
        places[slot] = Int32(entries.count - 1)
        return entries.count - 1
    }

    subscript(_ position: Int) -> Reading { entries[position].reading }
}

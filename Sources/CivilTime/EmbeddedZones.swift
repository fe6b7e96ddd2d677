/// Zones that travel with the program, for machines that have no zone files: from 1970 on, as of one tzdata version.
///
/// The records are text, one a line: the names that share it, the footer, the types (offset in seconds and abbreviation),
/// and the changes since 1970: a letter for the type and the time since the change before, in quarter hours to base 36, or
/// after a `!` in seconds. `L target name` is a link.
enum EmbeddedZones {
    /// The bytes of a zone's record; nil for an unknown name.
    static func zone(named name: String) -> Zone? {
        guard let record = record(of: links[name] ?? name) else { return nil }
        let fields = record.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        guard fields.count == 4 else { return nil }
        let types = fields[2].split(separator: UInt8(ascii: ",")).compactMap(LocalType.init(record:))
        guard let first = types.first, let changes = changes(fields[3], types) else { return nil }
        return Zone(
            identifier: name, initial: first, table: changes, footer: fields[1].isEmpty ? nil : PosixRule(fields[1]),
            tableEnd: changes.last?.at ?? 0)
    }

    /// The names of all zones, without the links.
    static var names: [String] {
        lines.flatMap { line in
            isLink(line) ? [] : line.prefix { $0 != UInt8(ascii: ";") }.split(separator: 32).map(text)
        }
    }

    /// What each link stands for.
    static let links: [String: String] = Dictionary(
        uniqueKeysWithValues: lines.filter(isLink).map { line in
            let words = line.split(separator: 32)
            return (text(words[2]), text(words[1]))
        })

    // MARK: Records

    private typealias Bytes = ArraySlice<UInt8>

    private static var lines: [Bytes] {
        records.withUTF8Buffer { Array($0) }.split(separator: 10)
    }

    private static func isLink(_ line: Bytes) -> Bool { line.starts(with: "L ".utf8) }
    private static func text(_ bytes: Bytes) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func record(of name: String) -> Bytes? {
        lines.first { line in
            !isLink(line)
                && line.prefix { $0 != UInt8(ascii: ";") }.split(separator: 32).contains { $0.elementsEqual(name.utf8) }
        }
    }

    private static func changes(_ text: Bytes, _ types: [LocalType]) -> [(at: Int64, type: LocalType)]? {
        var changes: [(at: Int64, type: LocalType)] = []
        var at: Int64 = 0
        var rest = text
        while let letter = rest.popFirst() {
            let unit: Int64 = rest.first == UInt8(ascii: "!") ? 1 : 900
            if unit == 1 { rest.removeFirst() }
            let digits = rest.prefix { $0 >= 48 && $0 <= 57 || $0 >= 97 && $0 <= 122 }
            rest = rest.dropFirst(digits.count)
            guard letter >= 65, Int(letter) - 65 < types.count,
                let steps = Int64(String(decoding: digits, as: UTF8.self), radix: 36)
            else { return nil }
            at += steps * unit
            changes.append((at, types[Int(letter) - 65]))
        }
        return changes
    }
}

extension LocalType {
    /// Reads "-21600 CST".
    fileprivate init?(record: ArraySlice<UInt8>) {
        let words = record.split(separator: 32)
        guard words.count == 2, let offset = Int(String(decoding: words[0], as: UTF8.self)) else { return nil }
        self.init(offset: offset, name: String(decoding: words[1], as: UTF8.self))
    }
}

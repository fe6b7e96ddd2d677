/// One question of a batch: `{"expr","tz","after","n","dialect"}`; texts are slices of the line.
struct NextQuestion {
    enum After: Hashable {
        case now
        case epoch(Int64)
        case text(Range<Int>)
    }

    /// Positions in the line; an empty range is a member that is absent.
    var expression = 0..<0
    var timezone = 0..<0
    var dialect = 0..<0
    var after = After.now
    var count: Int64?

    typealias Bytes = UnsafeBufferPointer<UInt8>
}

extension NextQuestion {
    /// Reads the common form: a flat object of the known members, texts without escapes, whole numbers.
    ///
    /// Nil for anything else, right or wrong: the full reader decides about that.
    init?(plain line: Bytes) {
        self.init()
        var reader = FlatObjectReader(line)
        guard reader.take(UInt8(ascii: "{")) else { return nil }
        var hasExpression = false
        repeat {
            guard let name = reader.text(), reader.take(UInt8(ascii: ":")) else { return nil }
            switch name.count {
            case 4 where Self.equals(line, name, "expr"):
                guard !hasExpression, let value = reader.text() else { return nil }
                expression = value
                hasExpression = true
            case 2 where Self.equals(line, name, "tz"):
                guard timezone.isEmpty, let value = reader.text(), !value.isEmpty else { return nil }
                timezone = value
            case 5 where Self.equals(line, name, "after"):
                guard after == .now, let value = reader.instant() else { return nil }
                after = value
            case 1 where Self.equals(line, name, "n"):
                guard count == nil, let value = reader.integer() else { return nil }
                count = value
            case 7 where Self.equals(line, name, "dialect"):
                guard dialect.isEmpty, let value = reader.text(), !value.isEmpty else { return nil }
                dialect = value
            default: return nil
            }
        } while reader.take(UInt8(ascii: ","))
        guard hasExpression, reader.take(UInt8(ascii: "}")), reader.isAtEnd else { return nil }
    }

    @inline(__always)
    private static func equals(_ line: Bytes, _ range: Range<Int>, _ name: StaticString) -> Bool {
        for index in 0..<name.utf8CodeUnitCount where line[range.lowerBound + index] != name.utf8Start[index] {
            return false
        }
        return true
    }
}

/// Steps through a flat JSON object; every step answers nil or false where the plain form is left.
private struct FlatObjectReader {
    private let line: NextQuestion.Bytes
    private var position = 0

    init(_ line: NextQuestion.Bytes) { self.line = line }

    var isAtEnd: Bool {
        mutating get {
            skipBlanks()
            return position == line.count
        }
    }

    private mutating func skipBlanks() {
        while position < line.count, line[position] == 0x20 || line[position] == 0x09 || line[position] == 0x0D {
            position += 1
        }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard position < line.count, line[position] == byte else { return false }
        position += 1
        return true
    }

    /// What stands between two quotes, without an escape or a byte beyond ASCII.
    mutating func text() -> Range<Int>? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = position
        while position < line.count {
            let byte = line[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return start..<(position - 1)
            }
            guard byte != UInt8(ascii: "\\"), byte >= 0x20, byte < 0x7F else { return nil }
            position += 1
        }
        return nil
    }

    /// A whole number of at most 18 digits, followed by the end of the member.
    mutating func integer() -> Int64? {
        let isNegative = take(UInt8(ascii: "-"))
        skipBlanks()
        let start = position
        var value: Int64 = 0
        while position < line.count, case let digit = line[position] &- UInt8(ascii: "0"), digit < 10 {
            value = value &* 10 &+ Int64(digit)
            position += 1
            guard position - start <= 18 else { return nil }
        }
        guard position > start, position == start + 1 || line[start] != UInt8(ascii: "0") else { return nil }
        return isNegative ? -value : value
    }

    mutating func instant() -> NextQuestion.After? {
        skipBlanks()
        guard position < line.count else { return nil }
        if line[position] == UInt8(ascii: "\"") { return text().map { .text($0) } }
        return integer().map { .epoch($0) }
    }
}

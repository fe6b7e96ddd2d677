import Operations

/// Random values that come again with the same seed.
struct SeededRandom {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    mutating func next(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(max(bound, 1)))
    }

    mutating func text() -> String {
        let parts = ["a", "\"", "\\", "\n", "é", "😀", "\u{1}", "/", " ", "\u{2028}", "\u{7F}", "0"]
        return (0..<next(below: 8)).map { _ in parts[next(below: parts.count)] }.joined()
    }

    mutating func value(depth: Int) -> JSONValue {
        switch next(below: depth > 0 ? 7 : 5) {
        case 0: return .null
        case 1: return .bool(next(below: 2) == 0)
        case 2: return .integer(Int64(next(below: 1_000_000)) - 500_000)
        case 3: return .number(Double(next(below: 100_000)) / 7 + 0.1)
        case 4: return .string(text())
        case 5: return .array((0..<next(below: 4)).map { _ in value(depth: depth - 1) })
        default:
            return .object(
                Dictionary(
                    (0..<next(below: 4)).map { _ in (text(), value(depth: depth - 1)) },
                    uniquingKeysWith: { first, _ in first }))
        }
    }
}

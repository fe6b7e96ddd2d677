#if canImport(Glibc)
    import Glibc
#endif

/// SplitMix64: a small generator whose whole state is its seed, so that a failure can be run again.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// The seed of this run: a new one each time, or the one in `ALMANAC_TEST_SEED`.
    static let runSeed: UInt64 = {
        if let text = getenv("ALMANAC_TEST_SEED"), let seed = UInt64(String(cString: text)) { return seed }
        let seed = UInt64.random(in: 1...999_999)
        print("Properties run with ALMANAC_TEST_SEED=\(seed)")
        return seed
    }()

    /// A number of rounds, multiplied by `ALMANAC_TEST_ROUNDS` for a longer run.
    static func rounds(_ count: Int) -> Int {
        guard let text = getenv("ALMANAC_TEST_ROUNDS"), let factor = Int(String(cString: text)) else { return count }
        return count * max(1, factor)
    }
}

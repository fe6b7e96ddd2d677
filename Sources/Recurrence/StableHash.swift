/// FNV-1a, 64 bits, with a final mix: the same on every machine and in every version, so that `H` and `~` keep what
/// they chose.
struct StableHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func combine(_ text: String) {
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    /// A number in 0..<bound for a schedule and a field.
    static func choose(seed: String, field: CronField, below bound: Int) -> Int {
        var hash = StableHash()
        hash.combine(seed)
        hash.combine("/")
        hash.combine(field.rawValue)
        var mixed = hash.value
        mixed = (mixed ^ mixed >> 33) &* 0xff51_afd7_ed55_8ccd
        mixed = (mixed ^ mixed >> 33) &* 0xc4ce_b9fe_1a85_ec53
        mixed ^= mixed >> 33
        return Int(mixed % UInt64(max(bound, 1)))
    }
}

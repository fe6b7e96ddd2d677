/// FNV-1a, 64 bits: the same on every machine and in every version, so that what it chose stays chosen.
package func stableHash(_ text: some StringProtocol) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

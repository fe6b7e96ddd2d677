#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An address as it compares: 16 bytes, IPv4 as IPv6 maps it.
package struct NetworkAddress: Hashable, Sendable {
    fileprivate let bytes: [UInt8]

    /// Reads `192.0.2.7` or `2001:db8::7`, with or without a zone; nil for anything else. Names are not resolved.
    package init?(_ text: some StringProtocol) {
        let plain = String(text.prefix { $0 != "%" })
        var four = in_addr()
        if inet_pton(AF_INET, plain, &four) == 1 {
            let number = UInt32(bigEndian: four.s_addr)
            bytes =
                [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
                + (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32($0))) }
            return
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, plain, &six) == 1 else { return nil }
        bytes = withUnsafeBytes(of: six) { Array($0) }
    }

    fileprivate var isIPv4: Bool { bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] }

    package var isLoopback: Bool {
        isIPv4 ? bytes[12] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
    }

    /// What one household or machine has: an IPv4 address, or the /64 of an IPv6 one.
    package var source: [UInt8] { isIPv4 ? bytes : Array(bytes.prefix(8)) }
}

/// Addresses that begin alike, in CIDR notation: `10.0.0.0/8`, `2001:db8::/32`, or a single address.
package struct NetworkRange: Hashable, Sendable, CustomStringConvertible {
    private let base: NetworkAddress
    /// Leading bits that count, of 128.
    private let bits: Int
    package let description: String

    /// nil for what is no range, and for one whose address goes beyond its own prefix: what is meant is not clear then.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let base = NetworkAddress(parts[0]) else { return nil }
        let width = base.isIPv4 ? 32 : 128
        var prefix = width
        if parts.count == 2 {
            guard let given = Int(parts[1]), (0...width).contains(given) else { return nil }
            prefix = given
        }
        self.base = base
        bits = prefix + 128 - width
        description = String(text)
        guard Self.isBlank(base.bytes, from: bits) else { return nil }
    }

    private static func isBlank(_ bytes: [UInt8], from bit: Int) -> Bool {
        (bit..<128).allSatisfy { bytes[$0 / 8] & (0x80 >> ($0 % 8)) == 0 }
    }

    package func contains(_ address: NetworkAddress) -> Bool {
        guard address.isIPv4 == base.isIPv4 else { return false }
        return (0..<bits).allSatisfy { bit in
            let mask = UInt8(0x80) >> (bit % 8)
            return address.bytes[bit / 8] & mask == base.bytes[bit / 8] & mask
        }
    }
}

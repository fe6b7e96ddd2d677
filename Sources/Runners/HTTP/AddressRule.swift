package import Access

/// Which addresses requests may go to.
package enum AddressRule: Hashable, Sendable {
    /// Any but those that only machines on the same cable have, and those under which clouds hand out a machine's
    /// credentials to whoever asks from it.
    case outsideLinkLocal
    /// Of these, only those of single machines, on this one and in private networks too: no group is spoken to.
    case privateOrPublic
    /// Of these, only those that the whole internet has.
    case publicOnly

    /// Why the address is refused, in words; nil if it may be used.
    package func refusal(of address: NetworkAddress) -> String? {
        if Self.isIn(Self.closed, address) { return "it is link-local or a cloud's metadata service" }
        switch self {
        case .outsideLinkLocal: return nil
        case .privateOrPublic: return Self.isIn(Self.groups, address) ? "it is no address of one machine" : nil
        case .publicOnly:
            if Self.isIn(Self.groups, address) { return "it is no address of one machine" }
            return Self.isIn(Self.own, address) ? "it is an address of this machine or of a private network" : nil
        }
    }

    private static func isIn(_ ranges: [NetworkRange], _ address: NetworkAddress) -> Bool {
        ranges.contains { $0.contains(address) }
    }

    private static func ranges(_ texts: String...) -> [NetworkRange] {
        texts.map { text in
            guard let range = NetworkRange(text) else { preconditionFailure("\(text) is a network range") }
            return range
        }
    }

    private static let closed = ranges(
        "169.254.0.0/16", "fe80::/10", "fd00:ec2::254", "100.100.100.200", "192.0.0.192",
        // The same behind a translator from IPv6 (RFC 6052) and in addresses that carry an IPv4 one (RFC 3056).
        "64:ff9b::a9fe:0/112", "2002:a9fe::/32")

    /// Unspecified, multicast, broadcast and reserved.
    private static let groups = ranges("0.0.0.0/8", "::/128", "224.0.0.0/4", "240.0.0.0/4", "ff00::/8")

    /// The IANA registries of special-purpose addresses; those that embed an IPv4 address may lead to any.
    private static let own = ranges(
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "192.0.0.0/24",
        "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "::/96", "64:ff9b::/96",
        "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fec0::/10")
}

package import Access
import Glibc
import NIOPosix

extension Destination {
    /// An address as the client connects to it, and as it compares.
    package struct Address: Hashable, Sendable {
        package var text: String
        package var value: NetworkAddress

        package init(text: String, value: NetworkAddress) {
            self.text = text
            self.value = value
        }
    }

    /// The addresses that the system's resolver has for the host, in its order; none where it has none.
    ///
    /// An address that is written in an odd way (`0x7f.1`) comes back as the one it stands for.
    package func addresses() async -> [Address] {
        let host = host
        // It waits for the network: not on a thread that others wait for.
        return (try? await NIOThreadPool.singleton.runIfActive { Self.resolve(host) }) ?? []
    }

    private static func resolve(_ host: String) -> [Address] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var addresses: [Address] = []
        var next = first
        while let info = next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let status = getnameinfo(
                info.pointee.ai_addr, info.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
            if status == 0 {
                let written = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                if let value = NetworkAddress(written), !addresses.contains(where: { $0.text == written }) {
                    addresses.append(Address(text: written, value: value))
                }
            }
            next = info.pointee.ai_next
        }
        return addresses
    }
}

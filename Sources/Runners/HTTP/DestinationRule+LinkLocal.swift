import Access
import NIOCore
import NIOPosix

extension DestinationRule {
    /// Addresses that only machines on the same cable have, and those under which clouds hand out a machine's
    /// credentials to whoever asks from it.
    private static let closed = [
        "169.254.0.0/16", "fe80::/10", "fd00:ec2::254", "100.100.100.200", "192.0.0.192",
    ].compactMap { NetworkRange($0) }

    /// Refuses link-local and metadata addresses, whatever name or notation leads there. Other private addresses may be
    /// asked: that is what jobs of a house do.
    ///
    /// A name's address is looked at before the client looks it up again; a name whose answer changes in between is
    /// not caught. Who may make such a job may run a shell as well.
    package static let outsideLinkLocal = DestinationRule { destination in
        guard let address = await address(of: destination), closed.contains(where: { $0.contains(address) }) else {
            return nil
        }
        return "it is link-local or a cloud's metadata service"
    }

    /// The address that the system's resolver finds first; none where it finds none, which the request will say.
    private static func address(of destination: Destination) async -> NetworkAddress? {
        if let literal = NetworkAddress(destination.host) { return literal }
        // It waits for the network: not on a thread that others wait for.
        let found = try? await NIOThreadPool.singleton.runIfActive {
            try SocketAddress.makeAddressResolvingHost(destination.host, port: destination.port)
        }
        return (found?.ipAddress).flatMap { NetworkAddress($0) }
    }
}

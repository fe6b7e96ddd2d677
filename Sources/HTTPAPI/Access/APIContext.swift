import Access
package import Hummingbird
import NIOCore

/// What goes along with a request: where it came from, and who it is once the door has been passed.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The other end of the connection; nil where there is none.
    let peer: NetworkAddress?
    /// Nobody, until the doorkeeper says who.
    var principal = Principal.nobody

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress.flatMap { NetworkAddress($0) }
    }
}

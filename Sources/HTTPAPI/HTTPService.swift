package import CivilTime
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
package import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// The HTTP server as a service.
///
/// It stands in for Hummingbird's `Application`, which wakes the process every second to keep a date at hand: an idle
/// calendar sleeps until something is due. Here the date is made when an answer goes out.
package struct HTTPService: Service {
    private let api: API
    private let address: String
    private let port: Int
    private let tls: TLSFiles?
    private let clock: any WallClock
    private let logger: Logger
    private let onRunning: @Sendable (any Channel) async -> Void

    /// Seconds after which a connection without traffic is closed; streams send keepalives more often.
    static let idleSeconds: Int64 = 75
    static let backlog: Int32 = 1_024
    /// Connections at once; further ones wait until one ends.
    static let connectionsMax = 16_384
    /// Bytes of all header fields, their names and the request's line, and how many fields.
    static let headerBytesMax = 32 * 1_024
    static let headerFieldsMax = 100

    package init(
        api: API, address: String, port: Int, tls: TLSFiles? = nil, clock: any WallClock, logger: Logger,
        onRunning: @escaping @Sendable (any Channel) async -> Void
    ) {
        self.api = api
        self.address = address
        self.port = port
        self.tls = tls
        self.clock = clock
        self.logger = logger
        self.onRunning = onRunning
    }

    package func run() async throws {
        let responder = api.router().buildResponder()
        let plain = HTTPServerBuilder.http1(
            configuration: .init(
                additionalChannelHandlers: [SlowClientHandler()], idleTimeout: .seconds(Self.idleSeconds),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: Self.headerBytesMax, maxHeaderListSize: Self.headerBytesMax,
                    maxHeaderFieldCount: Self.headerFieldsMax)))
        let builder = try tls.map { try HTTPServerBuilder.tls(plain, tlsConfiguration: $0.configuration()) } ?? plain
        let server =
            try builder
            .buildServer(
                configuration: ServerConfiguration(
                    address: .hostname(address, port: port), backlog: Int(Self.backlog),
                    availableConnectionsDelegate: .maximum(Self.connectionsMax, logger: logger)),
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger,
                responder: { [logger, clock] request, writer, channel in
                    let context = API.Context(source: ApplicationRequestContextSource(channel: channel, logger: logger))
                    var response: Response
                    do {
                        response = try await responder.respond(to: request, context: context)
                    } catch let error as HTTPParserError {
                        throw error
                    } catch {
                        response = Response(status: .internalServerError)
                    }
                    response.headers[.date] = httpDate(clock.now)
                    try await writer.write(response: response.head, body: response.body)
                }, onServerRunning: onRunning)
        try await server.run()
    }
}

/// A certificate with its chain, and its key, as PEM files.
package struct TLSFiles: Sendable {
    private var certificates: [NIOSSLCertificate]
    private var key: NIOSSLPrivateKey

    /// - Throws: what can't be read, in a sentence.
    package init(certificate: String, key: String) throws(TLSFault) {
        do {
            certificates = try NIOSSLCertificate.fromPEMFile(certificate)
            guard !certificates.isEmpty else { throw TLSFault(file: certificate, why: "it holds no certificate") }
        } catch let fault as TLSFault {
            throw fault
        } catch {
            throw TLSFault(file: certificate, why: "\(error)")
        }
        do {
            self.key = try NIOSSLPrivateKey(file: key, format: .pem)
        } catch {
            throw TLSFault(file: key, why: "\(error)")
        }
    }

    fileprivate func configuration() -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        return configuration
    }
}

/// Why a server can't speak TLS.
package struct TLSFault: Error, Hashable, Sendable {
    package var file: String
    package var why: String
}

/// An instant as HTTP writes dates (RFC 9110, 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
func httpDate(_ instant: Instant) -> String {
    let local = Zone.utc.local(instant)
    let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (date, time) = (local.date, local.time)
    return "\(weekdays[date.weekday]), \(two(date.day)) \(months[date.month - 1]) \(date.year) "
        + "\(two(time.hour)):\(two(time.minute)):\(two(time.second)) GMT"
}

import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
package import Notifications
package import Runners

/// Sends one message over HTTP to no other place than was checked.
///
/// The addresses of a name are looked up and checked here, and the connection goes to one of those and not to what a
/// second look-up would find (DNS rebinding); so does each redirect.
package struct GuardedPost: Sendable {
    /// Redirects that are followed; only those that keep the message (307 and 308) are.
    static let redirectsMax = 3
    /// Bytes of an answer that are read, for the delivery log.
    static let answerBytesMax = 2_048
    /// The longest wait that a receiver may ask for, and be heard: a day.
    static let retryAfterSecondsMax: Int64 = 86_400

    package struct Message: Sendable {
        package var url: String
        package var headers: [(name: String, value: String)]
        package var body: [UInt8]

        package init(url: String, headers: [(name: String, value: String)], body: [UInt8]) {
            self.url = url
            self.headers = headers
            self.body = body
        }
    }

    let rule: AddressRule
    let timeoutSeconds: Int
    let resolve: @Sendable (Destination) async -> [Destination.Address]

    /// `resolve` answers a host's addresses.
    package init(
        rule: AddressRule, timeoutSeconds: Int,
        resolve: @escaping @Sendable (Destination) async -> [Destination.Address] = { await $0.addresses() }
    ) {
        self.rule = rule
        self.timeoutSeconds = timeoutSeconds
        self.resolve = resolve
    }

    /// Sends the message and tells how it went; never throws. `timeoutSeconds` covers everything.
    package func send(_ message: Message) async -> DeliveryOutcome {
        await withDeadline(
            seconds: timeoutSeconds, by: ContinuousClock(), orElse: .failed("no answer within \(timeoutSeconds) s")
        ) {
            await follow(message)
        }
    }

    private enum Step {
        case done(DeliveryOutcome)
        case redirected(to: String)
    }

    private func follow(_ first: Message) async -> DeliveryOutcome {
        var message = first
        for _ in 0...Self.redirectsMax {
            guard let url = URL(string: message.url), let destination = Self.destination(of: url) else {
                return .refused("the address is no http or https URL with a plain host name")
            }
            let addresses = await resolve(destination)
            if addresses.isEmpty { return .failed("the name \(destination.host) can't be resolved") }
            for address in addresses {
                guard let refusal = rule.refusal(of: address.value) else { continue }
                return .refused("may not send to \(destination.host) (\(address.text)): \(refusal)")
            }
            switch await send(message, to: destination, at: addresses) {
            case .done(let outcome): return outcome
            case .redirected(let location):
                guard let next = URL(string: location, relativeTo: url)?.absoluteURL,
                    let elsewhere = Self.destination(of: next)
                else { return .refused("was redirected to what is no http or https URL") }
                if destination.scheme == "https", elsewhere.scheme == "http" {
                    return .refused("was redirected from https to http")
                }
                if elsewhere != destination {
                    message.headers.removeAll { $0.name.lowercased() == "authorization" }
                }
                message.url = next.absoluteString
            }
        }
        return .failed("more than \(Self.redirectsMax) redirects")
    }

    /// nil for what has another scheme, or a host that is not written plainly: client and check must read the same in it.
    private static func destination(of url: URL) -> Destination? {
        guard let scheme = url.scheme?.lowercased(), scheme == "http" || scheme == "https",
            var host = url.host(percentEncoded: true)
        else { return nil }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        let isPlain = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: ":"):
                true
            default: false
            }
        }
        guard isPlain, !host.isEmpty else { return nil }
        return Destination(scheme: scheme, host: host, port: url.port ?? (scheme == "https" ? 443 : 80))
    }

    /// One after the other until one takes a connection.
    private func send(
        _ message: Message, to destination: Destination, at addresses: [Destination.Address]
    ) async -> Step {
        var fault = "could not connect to \(destination.host):\(destination.port)"
        for address in addresses {
            do {
                return try await exchange(message, destination, address)
            } catch {
                fault = requestFault(error, to: destination)
                // The message may have arrived: another address would get it a second time.
                guard isConnectionFault(error) else { break }
            }
        }
        return .done(.failed(fault))
    }

    private func exchange(
        _ message: Message, _ destination: Destination, _ address: Destination.Address
    ) async throws -> Step {
        var configuration = HTTPRunner.clientConfiguration
        configuration.dnsOverride = [destination.host: address.text]
        configuration.decompression = .disabled
        // Of its own: a client's connections are known by name, and a name must not lead to an address of before.
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let step = try await exchange(message, by: client)
            try await client.shutdown()
            return step
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func exchange(_ message: Message, by client: HTTPClient) async throws -> Step {
        var request = HTTPClientRequest(url: message.url)
        request.method = .POST
        for header in message.headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .bytes(ByteBuffer(bytes: message.body))
        let response = try await client.execute(request, deadline: .distantFuture)
        let status = response.status
        if status.code == 307 || status.code == 308, let location = response.headers.first(name: "Location") {
            return .redirected(to: location)
        }
        let words = "\(status.code) \(status.reasonPhrase)"
        if (200..<300).contains(status.code) { return .done(.delivered(words)) }
        let answer = "answered \(words)" + (await excerpt(of: response.body))
        // 410: the receiver says that nothing is wanted there any more.
        if status == .gone { return .done(.refused(answer)) }
        let wait = response.headers.first(name: "Retry-After").flatMap { Int64($0) }
        return .done(.failed(answer, retryAfterSeconds: wait.map { min(max(0, $0), Self.retryAfterSecondsMax) }))
    }

    /// The beginning of what a receiver has against a message; nothing where it can't be read.
    private func excerpt(of body: HTTPClientResponse.Body) async -> String {
        var bytes: [UInt8] = []
        do {
            for try await part in body {
                bytes += part.readableBytesView.prefix(Self.answerBytesMax - bytes.count)
                if bytes.count >= Self.answerBytesMax { break }
            }
        } catch {
            // Its status has said enough.
        }
        let text = AlertMessage.plain(String(decoding: bytes, as: UTF8.self), lengthMax: 200, isOneLine: true)
        return text.isEmpty ? "" : ": \(text)"
    }
}

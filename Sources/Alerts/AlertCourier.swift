package import CivilTime
import Documents
package import Notifications
package import Operations
package import Runners

/// Gives a delivery its channel's form and carries it there, once.
package struct AlertCourier: Sendable {
    private let publicURL: String?
    private let version: String
    private let command: ServerCommand
    private let resolve: @Sendable (Destination) async -> [Destination.Address]

    /// - Parameters:
    ///   - publicURL: what links begin with; nil leaves them out.
    ///   - version: of this server, for receivers to see.
    ///   - resolve: answers a host's addresses.
    package init(
        publicURL: String?, version: String, command: ServerCommand,
        resolve: @escaping @Sendable (Destination) async -> [Destination.Address] = { await $0.addresses() }
    ) {
        self.publicURL = publicURL
        self.version = version
        self.command = command
        self.resolve = resolve
    }

    /// Tries once, with one message for all of `deliveries`, of which there is one at least. Cancelled, it answers at
    /// once, and nobody knows whether the message arrived.
    package func carry(
        _ deliveries: [Delivery], through channel: OpenChannel, at now: Instant
    ) async -> DeliveryOutcome {
        guard let delivery = deliveries.first else { preconditionFailure("a message tells of something") }
        let message =
            deliveries.count == 1
            ? AlertMessage(delivery, publicURL: publicURL)
            : AlertMessage(bundling: deliveries, first: delivery, publicURL: publicURL)
        let outcome: DeliveryOutcome
        switch channel.channel.target {
        case .webhook:
            let body = message.webhookBody
            var headers: [(name: String, value: String)] = [("X-Almanac-Event", delivery.kind.rawValue)]
            if let key = channel.secret {
                headers.append(("X-Almanac-Signature", alertSignature(of: body, at: now, key: key)))
            }
            outcome = await post(body, to: channel.url, headers, delivery, channel.channel)
        case .slack:
            outcome = await post(bytes(message.slackBody), to: channel.url, [], delivery, channel.channel)
        case .ntfy:
            guard let topic = NtfyTopic(channel.url) else { return .refused("the url names no topic") }
            let headers = channel.secret.map { [(name: "Authorization", value: "Bearer \($0)")] } ?? []
            outcome = await post(
                bytes(message.ntfyBody(topic: topic.topic)), to: topic.root, headers, delivery, channel.channel)
        case .command(let arguments):
            outcome = await run(arguments, message, channel.channel)
        }
        return outcome.redacted(by: channel)
    }

    private func bytes(_ value: JSONValue) -> [UInt8] {
        var json = JSONWriter()
        json.value(value)
        return json.bytes
    }

    private func post(
        _ body: [UInt8], to url: String, _ headers: [(name: String, value: String)], _ delivery: Delivery,
        _ channel: AlertChannel
    ) async -> DeliveryOutcome {
        let own = [
            (name: "Content-Type", value: "application/json"), (name: "User-Agent", value: "Almanac/\(version)"),
            (name: "X-Almanac-Delivery", value: delivery.id),
            (name: "X-Almanac-Attempt", value: String(delivery.attempts + 1)),
        ]
        let post = GuardedPost(
            rule: channel.isPrivateAllowed ? .privateOrPublic : .publicOnly, timeoutSeconds: channel.timeoutSeconds,
            resolve: resolve)
        return await post.send(GuardedPost.Message(url: url, headers: own + headers, body: body))
    }

    private func run(_ arguments: [String], _ message: AlertMessage, _ channel: AlertChannel) async -> DeliveryOutcome {
        let delivery = message.delivery
        let outcome = await command.carryOut(
            id: "alert-\(delivery.id)", purpose: "alert|\(channel.name)", arguments: arguments,
            input: String(decoding: message.webhookBody, as: UTF8.self),
            variables: [
                "ALMANAC_DELIVERY_ID": delivery.id, "ALMANAC_EVENT": delivery.kind.rawValue,
                "ALMANAC_TITLE": message.title, "ALMANAC_TEXT": message.text,
            ], timeoutSeconds: channel.timeoutSeconds)
        switch outcome.ending {
        case .success, .skipped: return .delivered("exit status 0")
        case .failed, .cancelled:
            let output = AlertMessage.plain(outcome.outputPreview, lengthMax: 200, isOneLine: true)
            return .failed((outcome.reason ?? "failed") + (output.isEmpty ? "" : ": \(output)"))
        }
    }
}

extension DeliveryOutcome {
    fileprivate func redacted(by channel: OpenChannel) -> DeliveryOutcome {
        switch self {
        case .delivered(let words): .delivered(channel.redacted(words))
        case .failed(let words, let seconds): .failed(channel.redacted(words), retryAfterSeconds: seconds)
        case .refused(let words): .refused(channel.redacted(words))
        }
    }
}

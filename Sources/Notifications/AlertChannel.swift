/// A place outside of the calendar that notifications are sent to, as the configuration describes it.
package struct AlertChannel: Hashable, Sendable {
    package enum Form: String, Hashable, Sendable, CaseIterable {
        case webhook
        case slack
        case ntfy
        case command

        /// Whether many messages that wait together are one: people read them, and a night's outage must not ring a
        /// hundred times. Programs get each.
        package var bundles: Bool {
            switch self {
            case .slack, .ntfy: true
            case .webhook, .command: false
            }
        }
    }

    package enum Target: Hashable, Sendable {
        /// JSON is POSTed, signed where there is a key.
        case webhook(url: ChannelSecret, key: ChannelSecret?)
        /// A Slack-compatible incoming webhook; who knows its URL may write there.
        case slack(url: ChannelSecret)
        /// The URL of an ntfy topic, and an access token for it.
        case ntfy(url: ChannelSecret, token: ChannelSecret?)
        /// A program and its arguments, given JSON on standard input; no shell reads them.
        case command([String])

        package var form: Form {
            switch self {
            case .webhook: .webhook
            case .slack: .slack
            case .ntfy: .ntfy
            case .command: .command
            }
        }
    }

    package static let timeoutSecondsByDefault = 10

    package var route: AlertRoute
    package var target: Target
    /// Whether its address may be the machine's own or one of a private network.
    package var isPrivateAllowed: Bool
    /// Seconds that one attempt may take.
    package var timeoutSeconds: Int

    package init(
        route: AlertRoute, target: Target, isPrivateAllowed: Bool = false,
        timeoutSeconds: Int = timeoutSecondsByDefault
    ) {
        self.route = route
        self.target = target
        self.isPrivateAllowed = isPrivateAllowed
        self.timeoutSeconds = timeoutSeconds
    }

    package var name: String { route.channel }

    package static let nameLengthMax = 40

    /// Lower-case letters, digits and dashes, a letter first: it stands in ids, paths and file names.
    package static func isValidName(_ name: String) -> Bool {
        guard let first = name.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first),
            name.utf8.count <= nameLengthMax
        else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
    }

    /// What is wrong with a URL for a channel, as the end of a sentence that does not repeat it (it may be a secret); nil
    /// where nothing is.
    package static func fault(inURL text: String) -> String? {
        let lower = text.lowercased()
        guard let scheme = ["http://", "https://"].first(where: lower.hasPrefix) else {
            return "takes a URL that begins with http:// or https://"
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return "takes a URL of plain characters without blanks"
        }
        let authority = text.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if authority.isEmpty { return "takes a URL with a host" }
        if authority.contains("@") { return "takes a URL without a user or password in it" }
        return nil
    }
}

/// What only the channel may know: a key, a token, or a URL that is as good as one. It is never written out.
package enum ChannelSecret: Hashable, Sendable {
    case text(String)
    /// The first line of this file, read when the server starts.
    case file(String)
}

extension ChannelSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String {
        switch self {
        case .text: "(secret)"
        case .file(let path): "(secret in \(path))"
        }
    }

    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

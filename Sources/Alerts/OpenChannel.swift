package import Notifications

/// A channel with its secrets read, ready to be spoken to.
package struct OpenChannel: Sendable {
    package let channel: AlertChannel
    /// Empty where the channel has none.
    let url: String
    /// A webhook's key, or an ntfy access token.
    let secret: String?

    /// Why a channel can't be used, as a sentence without its secrets.
    package struct Fault: Error, Hashable, Sendable {
        package let message: String
    }

    /// Reads what lies in files with `firstLine`, which answers nil for a file that can't be read.
    package init(_ channel: AlertChannel, firstLine: (_ path: String) -> String?) throws(Fault) {
        self.channel = channel
        let (url, secret): (ChannelSecret?, ChannelSecret?) =
            switch channel.target {
            case .webhook(let url, let key): (url, key)
            case .slack(let url): (url, nil)
            case .ntfy(let url, let token): (url, token)
            case .command: (nil, nil)
            }
        self.url = try url.map { source throws(Fault) in try Self.read(source, "url", channel, firstLine) } ?? ""
        self.secret = try secret.map { source throws(Fault) in try Self.read(source, "secret", channel, firstLine) }
        if url != nil, let fault = AlertChannel.fault(inURL: self.url) {
            throw Fault(message: "The url of the alert channel \(channel.name) is none: it \(fault).")
        }
        if channel.target.form == .ntfy, NtfyTopic(self.url) == nil {
            throw Fault(
                message: "The url of the alert channel \(channel.name) names no topic; write https://ntfy.sh/TOPIC.")
        }
    }

    package var name: String { channel.name }

    private static func read(
        _ source: ChannelSecret, _ what: String, _ channel: AlertChannel, _ firstLine: (String) -> String?
    ) throws(Fault) -> String {
        switch source {
        case .text(let text): return text
        case .file(let path):
            guard let line = firstLine(path), !line.isEmpty else {
                throw Fault(
                    message:
                        "The \(what)_file of the alert channel \(channel.name), \(path), can't be read or is empty.")
            }
            return line
        }
    }

    /// What is shorter would be found in any text.
    private static let secretLengthMin = 4

    /// The text without the secrets of this channel: receivers may say them back.
    func redacted(_ text: String) -> String {
        var text = text
        // Receivers that answer with a URL often leave the scheme and host out.
        let path = url.firstRange(of: "://").flatMap { url[$0.upperBound...].firstIndex(of: "/") }.map { url[$0...] }
        for secret in [secret, url, path.map(String.init)] {
            if let secret, secret.count >= Self.secretLengthMin { text = text.replacing(secret, with: "(secret)") }
        }
        return text
    }
}

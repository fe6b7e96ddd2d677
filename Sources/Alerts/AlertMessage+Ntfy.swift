import Operations

/// A topic's URL as its server publishes to it: JSON goes to the root, and names the topic.
struct NtfyTopic: Hashable, Sendable {
    var root: String
    var topic: String

    /// nil where the URL names no topic.
    init?(_ url: String) {
        let plain = url.prefix { $0 != "?" && $0 != "#" }
        guard let slash = plain.lastIndex(of: "/"), let scheme = plain.firstRange(of: "://"), slash >= scheme.upperBound
        else { return nil }
        topic = String(plain[plain.index(after: slash)...])
        root = String(plain[...slash])
        if topic.isEmpty { return nil }
    }
}

extension AlertMessage {
    func ntfyBody(topic: String) -> JSONValue {
        var body: [String: JSONValue] = [
            "topic": .string(topic), "title": .string(title), "message": .string(text.isEmpty ? title : text),
            "priority": .integer(priority), "tags": .array(tags.map { .string($0) }),
        ]
        if let eventLink { body["click"] = .string(eventLink) }
        return .object(body)
    }

    /// From 1 to 5; 3 is the receiver's own default.
    private var priority: Int64 {
        switch (kind, category) {
        case (.recovered, _), (_, .low): 2
        case (_, .critical): 5
        case (_, .normal): 4
        case (_, nil): 3
        }
    }

    /// The first is shown as a sign.
    private var tags: [String] {
        let sign =
            switch kind {
            case .opened, .repeated: category == .critical ? "rotating_light" : "warning"
            case .recovered: "white_check_mark"
            case .test: "bell"
            }
        return [sign] + [category?.rawValue, notification?.kind.rawValue].compactMap { $0 }
    }
}

import Operations

extension AlertMessage {
    /// Text for those that show no blocks, and blocks for those that do.
    var slackBody: JSONValue {
        let link = eventLink.map { "<\(Self.escaped($0))|Open in Almanac>" }
        let head = "*\(Self.escaped(title))*"
        let facts = [
            category?.rawValue, notification.map { Self.escaped($0.ownerID) },
            notification.map { Self.escaped($0.schedule.ref) }, link,
        ].compactMap { $0 }.joined(separator: " · ")
        var blocks: [JSONValue] = [
            ["type": "section", "text": ["type": "mrkdwn", "text": .string(head)]]
        ]
        if !text.isEmpty {
            // Not `mrkdwn`: what a job printed is shown as it is.
            blocks.append(["type": "section", "text": ["type": "plain_text", "text": .string(text), "emoji": false]])
        }
        if !facts.isEmpty {
            blocks.append(["type": "context", "elements": [["type": "mrkdwn", "text": .string(facts)]]])
        }
        let plain = [head, Self.escaped(text), facts].filter { !$0.isEmpty }.joined(separator: "\n")
        return ["text": .string(plain), "blocks": .array(blocks)]
    }

    /// The three characters by which such texts name people, channels and links.
    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}

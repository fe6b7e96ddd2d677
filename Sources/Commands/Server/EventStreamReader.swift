/// Splits a stream of server-sent events (HTML standard, 9.2) into its events, whatever the pieces it comes in.
struct EventStreamReader {
    struct Event: Hashable, Sendable {
        var id: String?
        var name: String
        var data: String
    }

    /// Longest line that is kept; what is longer is cut, so that a broken stream can't fill the memory.
    static let lineBytesMax = 4 * 1_048_576

    private var line: [UInt8] = []
    private var lastWasReturn = false
    private var id: String?
    private var name = ""
    private var data: [String] = []

    /// Takes the next bytes and answers with the events that they complete.
    mutating func read(_ bytes: some Sequence<UInt8>) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            let followsReturn = lastWasReturn
            lastWasReturn = byte == UInt8(ascii: "\r")
            switch byte {
            case UInt8(ascii: "\n") where followsReturn: continue
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if let event = endLine() { events.append(event) }
            default:
                if line.count < Self.lineBytesMax { line.append(byte) }
            }
        }
        return events
    }

    private mutating func endLine() -> Event? {
        defer { line.removeAll(keepingCapacity: true) }
        if line.isEmpty { return endEvent() }
        let text = String(decoding: line, as: UTF8.self)
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var value = parts.count == 2 ? parts[1] : ""
        if value.first == " " { value = value.dropFirst() }
        switch parts[0] {
        case "id": id = String(value)
        case "event": name = String(value)
        case "data": data.append(String(value))
        default: break  // comments (keepalives), `retry`, and what later versions may add
        }
        return nil
    }

    private mutating func endEvent() -> Event? {
        defer {
            name = ""
            data = []
        }
        guard !data.isEmpty else { return nil }
        return Event(id: id, name: name.isEmpty ? "message" : name, data: data.joined(separator: "\n"))
    }
}

import Operations

/// The server's event log.
struct EventLog {
    let server: Server

    static let pageSize = 500
    private static let path = APIPath("ops/scheduling/events")

    /// Events after `since`, or the latest `count`; with both, the first `count` after `since`.
    func tail(since: Int64?, count: Int?) async throws -> [JSONValue] {
        guard count != 0 else { return [] }
        if let since { return try await page(after: since, limit: count) }
        let last = try await lastSeq()
        return try await page(after: max(0, last - Int64(count ?? 0)), limit: count)
    }

    /// The newest sequence number; 0 for an empty log.
    func lastSeq() async throws -> Int64 {
        try await server.get(Self.path.query("limit", "1")).member("last_seq").whole ?? 0
    }

    private func page(after since: Int64, limit: Int?) async throws -> [JSONValue] {
        var events: [JSONValue] = []
        var last = since
        while true {
            let wanted = min(Self.pageSize, limit.map { $0 - events.count } ?? Self.pageSize)
            if wanted <= 0 { return events }
            let page = try await somePage(after: last, limit: wanted)
            events += page.events
            // A token of one owner may find few events on a long way: it is the way that counts, not how many there were.
            guard let next = page.next, next > last else { return events }
            last = next
        }
    }

    /// A page, and where the next one begins; nil where the log ends.
    private func somePage(after seq: Int64, limit: Int) async throws -> (events: [JSONValue], next: Int64?) {
        let path = Self.path.query("since_seq", String(seq)).query("limit", String(limit))
        let answer = try await server.get(path).value()
        let events = answer["events"]?.list ?? []
        guard let next = answer["next_since_seq"]?.whole, let last = answer["last_seq"]?.whole else {
            return (events, events.count == limit ? events.last?["seq"]?.whole : nil)
        }
        return (events, next < last ? next : nil)
    }

    /// The longest time between two attempts to take up a broken stream.
    private static let pauseMax: Duration = .seconds(8)

    /// Prints what comes after `seq` until interrupted; a broken connection is taken up where it broke off.
    ///
    /// At once if it had brought something, else after a pause that doubles each time.
    func follow(after seq: Int64, printer: EventPrinter) async throws {
        var last = seq
        var pause = Duration.zero
        while true {
            let path = APIPath("ops/scheduling/stream").query("since_seq", String(last))
            do {
                _ = try await server.follow(path, lastEventID: String(last)) { event in
                    pause = .zero
                    last = try Self.take(event, after: last, printer: printer)
                    return true
                }
            } catch let failure as CommandFailure where failure.status == .unreachable {
                printer.note("\(failure.message) Trying again.")
            }
            if pause > .zero { try await Task.sleep(for: pause) }
            pause = min(max(.milliseconds(250), pause * 2), Self.pauseMax)
        }
    }

    /// Prints one event of the stream and answers with its place in the log.
    private static func take(
        _ event: EventStreamReader.Event, after last: Int64, printer: EventPrinter
    ) throws -> Int64 {
        switch event.name {
        case "scheduling":
            let value = try jsonValue(of: Array(event.data.utf8))
            guard let seq = value["seq"]?.whole ?? event.id.flatMap({ Int64($0) }), seq > last else { return last }
            try printer.print(value)
            return seq
        case "reset":
            let bounds = try jsonValue(of: Array(event.data.utf8))
            let first = bounds["first_seq"]?.whole ?? 0
            printer.note("The log does not hold what followed \(last): it begins at \(first). It goes on from its end.")
            return bounds["last_seq"]?.whole ?? last
        default: return last  // keepalives, and what later versions may add
        }
    }
}

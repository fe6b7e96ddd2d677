import Access
import CivilTime
import Documents
import Engine
import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Projection
import Recurrence
import Store

/// A frame of the stream: the envelope, with the calendar event that it changed, as it stands now.
func streamFrame(_ event: Operations.LogEvent, display: EventDisplay, desk: CalendarDesk) async -> ByteBuffer {
    // A store that can't answer leaves the envelope, which says what happened all the same.
    let changed = try? await desk.event(changedBy: event)
    var json = JSONWriter(reserving: 2_048)
    writeEnvelope(event, changed: changed, display: display, to: &json)
    return EventStream.frame(id: event.seq, event: "scheduling", data: json.bytes)
}

private func writeEnvelope(
    _ event: Operations.LogEvent, changed: CalendarEvent?, display: EventDisplay, to json: inout JSONWriter
) {
    json.envelope(event) { json in
        if let changed {
            json.name("event")
            json.event(changed, display: display)
        }
    }
}

extension API {
    static let replayMax = 1_000

    func addStream(to router: Router<Context>) {
        router.get("api/v1/ops/scheduling/events") { request, context in try await acting(context).replay(request) }
        router.get("api/v1/ops/scheduling/stream") { request, context in
            try await acting(context).stream(request, from: context.peer)
        }
    }

    private func sinceSeq(_ request: Request) throws -> Int64? {
        let text = request.headers[HTTPField.Name("last-event-id")!] ?? request.query("since_seq")
        guard let text else { return nil }
        guard let seq = Int64(text), seq >= 0 else {
            throw Problem.badRequest(
                "since_seq says \"\(text)\"; it takes a position of the log, 0 or more.", field: "since_seq")
        }
        return seq
    }

    private func replay(_ request: Request) async throws -> Response {
        let since = try sinceSeq(request) ?? 0
        let (events, position) = try await events(
            after: since, limit: try request.limit(default: 500, max: Self.replayMax))
        let bounds = try await store.logBounds()
        return Response.json(reserving: events.count * 800) { json in
            json.array("events") { json in
                for event in events {
                    writeEnvelope(event, changed: nil, display: eventDisplay(display.zone), to: &json)
                }
            }
            json.field("first_seq", bounds.first)
            json.field("last_seq", bounds.last)
            json.field("next_since_seq", max(since, position))
            json.field("reset", since < bounds.first - 1)
        }
    }

    /// Pages of the log that one answer looks through for the events of one owner.
    private static let replayPagesMax = 100

    /// Events that the principal may see, and the position up to which there are no others.
    private func events(
        after since: Int64, limit: Int
    ) async throws -> (events: [Operations.LogEvent], position: Int64) {
        var found: [Operations.LogEvent] = []
        var position = since
        for _ in 0..<Self.replayPagesMax {
            let page = try await store.events(after: position, limit: principal.scope == .all ? limit : Self.replayMax)
            for entry in page {
                position = entry.seq
                guard isVisible(entry.event.ownerID) else { continue }
                found.append(entry)
                if found.count == limit { return (found, position) }
            }
            if page.isEmpty || principal.scope == .all { break }
        }
        return (found, position)
    }

    private func stream(_ request: Request, from peer: NetworkAddress?) async throws -> Response {
        let zone = try zone(of: request)
        let since = try sinceSeq(request)
        let once = request.query("once").map { $0 != "0" && $0 != "false" } ?? false
        let (id, frames, cut): (Int, AsyncStream<StreamHub.Frame>, AsyncStream<Never>)
        let source = trust.source(of: request, from: peer)
        do {
            (id, frames, cut) = try hub.join(
                StreamHub.Audience(zone: zone, role: principal.role, scope: principal.scope),
                from: source.flatMap { $0.isLoopback ? nil : $0.source })
        } catch {
            switch error {
            case .closed: throw Problem(.stopping)
            case .full:
                throw Problem(
                    status: .tooManyRequests, title: "Too many streams",
                    detail: "There are too many streams from your address, or in all. Close some, and try again.",
                    headers: [.retryAfter: "10"])
            }
        }
        // The client is registered first and reads the past after: nothing falls between the two.
        let bounds: LogBounds
        do {
            bounds = try await store.logBounds()
        } catch {
            hub.leave(id)
            throw error
        }
        return EventStream.response(to: request, cut: cut) { [hub] in
            hub.leave(id)
        } _: { [self] write in
            var position = since ?? bounds.last
            if position < bounds.first - 1 || position > bounds.last {
                try await write(Self.reset(bounds))
                position = bounds.last
            }
            while position < bounds.last {
                let past = try await store.events(after: position, limit: Self.replayMax)
                guard let last = past.last else { break }
                for event in past where isVisible(event.event.ownerID) {
                    try await write(await streamFrame(event, display: eventDisplay(zone), desk: desk))
                }
                guard access.stands(principal) else { return }
                position = last.seq
            }
            if once { return }
            try await write(Self.alive(clocks.now, position))
            for try await frame in merged(frames) {
                // A token that has ended ends what it opened.
                guard access.stands(principal) else { return }
                switch frame {
                case .frame(let frame) where frame.seq > position:
                    try await write(frame.bytes)
                    position = frame.seq
                case .frame: break
                case .keepAlive: try await write(Self.alive(clocks.now, position))
                }
            }
        }
    }

    private enum Beat: Sendable {
        case frame(StreamHub.Frame)
        case keepAlive
    }

    /// The frames, with a keepalive between them every so often.
    private func merged(_ frames: AsyncStream<StreamHub.Frame>) -> AsyncThrowingStream<Beat, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for await frame in frames { continuation.yield(.frame(frame)) }
                    }
                    group.addTask {
                        while !Task.isCancelled {
                            do { try await Task.sleep(for: StreamHub.keepAlive) } catch { return }
                            continuation.yield(.keepAlive)
                        }
                    }
                    await group.next()
                    group.cancelAll()
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private static func alive(_ now: Instant, _ seq: Int64) -> ByteBuffer {
        var json = JSONWriter()
        json.object { json in
            json.field("now_utc", now)
            json.field("seq", seq)
        }
        return EventStream.frame(event: "keepalive", data: json.bytes)
    }

    private static func reset(_ bounds: LogBounds) -> ByteBuffer {
        var json = JSONWriter()
        json.object { json in
            json.field("first_seq", bounds.first)
            json.field("last_seq", bounds.last)
        }
        return EventStream.frame(id: bounds.last, event: "reset", data: json.bytes)
    }
}

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
func streamFrame(_ event: Operations.LogEvent, zone: Zone, desk: CalendarDesk) async -> ByteBuffer {
    // A store that can't answer leaves the envelope, which says what happened all the same.
    let changed = try? await desk.event(changedBy: event)
    var json = JSONWriter(reserving: 2_048)
    writeEnvelope(event, changed: changed, zone: zone, to: &json)
    return EventStream.frame(id: event.seq, event: "scheduling", data: json.bytes)
}

private func writeEnvelope(
    _ event: Operations.LogEvent, changed: CalendarEvent?, zone: Zone, to json: inout JSONWriter
) {
    json.envelope(event) { json in
        if let changed {
            json.name("event")
            json.event(changed, display: EventDisplay(zone: zone))
        }
    }
}

extension API {
    static let replayMax = 1_000

    func addStream(to router: Router<Context>) {
        router.get("api/v1/ops/scheduling/events") { request, _ in try await replay(request) }
        router.get("api/v1/ops/scheduling/stream") { request, _ in try await stream(request) }
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
        let events = try await store.events(after: since, limit: try request.limit(default: 500, max: Self.replayMax))
        let bounds = try await store.logBounds()
        return Response.json(reserving: events.count * 800) { json in
            json.array("events") { json in
                for event in events { writeEnvelope(event, changed: nil, zone: display.zone, to: &json) }
            }
            json.field("first_seq", bounds.first)
            json.field("last_seq", bounds.last)
            json.field("reset", since < bounds.first - 1)
        }
    }

    private func stream(_ request: Request) async throws -> Response {
        let zone = try zone(of: request)
        let since = try sinceSeq(request)
        let once = request.query("once").map { $0 != "0" && $0 != "false" } ?? false
        guard let (id, frames, cut) = hub.join(zone: zone) else { throw Problem(.stopping) }
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
        } _: { [store, desk, clocks] write in
            var position = since ?? bounds.last
            if position < bounds.first - 1 || position > bounds.last {
                try await write(Self.reset(bounds))
                position = bounds.last
            }
            while position < bounds.last {
                let past = try await store.events(after: position, limit: Self.replayMax)
                guard let last = past.last else { break }
                for event in past { try await write(await streamFrame(event, zone: zone, desk: desk)) }
                position = last.seq
            }
            if once { return }
            try await write(Self.alive(clocks.now, position))
            for try await frame in merged(frames) {
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

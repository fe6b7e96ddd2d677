import Access
import CivilTime
import Documents
import Engine
import Logging
import NIOCore
import Operations
import ServiceLifecycle
import Store
import Synchronization

/// Fans the event log out to the clients that listen: each event is read and written once per audience, however many listen.
package final class StreamHub: Service {
    /// One event, ready to be sent.
    struct Frame: Sendable {
        var seq: Int64
        var bytes: ByteBuffer
    }

    /// Clients that are told the same things in the same words.
    struct Audience: Hashable, Sendable {
        var zone: Zone
        var role: Role?
        var scope: OwnerScope

        var display: EventDisplay { EventDisplay(zone: zone, permitted: role?.permittedActions ?? []) }
    }

    /// Clients at once, over all and from one source; this machine's own are counted over all alone.
    static let clientsMax = 20_000
    static let clientsOfOneMax = 100

    enum Refusal: Error { case closed, full }

    struct Client: Sendable {
        var source: [UInt8]?
        var audience: Audience
        var frames: AsyncStream<Frame>.Continuation
        /// Finishing it closes the connection even while its writer waits for a reader that has stopped.
        var cut: AsyncStream<Never>.Continuation
    }

    /// Events a client may lag behind before it is cut off; it then comes back with its last position.
    static let backlogMax = 1_024
    static let keepAlive = Duration.seconds(15)
    private static let batch = 500

    private struct State {
        var nextID = 0
        var clients: [Int: Client] = [:]
        /// Clients by source, where that is counted.
        var counts: [[UInt8]: Int] = [:]
        var position: Int64 = 0
        var closed = false
    }

    private let state = Mutex(State())
    private let store: any Store
    private let bell: LogBell
    private let logger: Logger
    private let render: @Sendable (Operations.LogEvent, Audience) async -> ByteBuffer

    init(
        store: any Store, bell: LogBell, logger: Logger,
        render: @escaping @Sendable (Operations.LogEvent, Audience) async -> ByteBuffer
    ) {
        self.store = store
        self.bell = bell
        self.logger = logger
        self.render = render
    }

    var clientCount: Int { state.withLock { $0.clients.count } }

    package func run() async throws {
        let rings = bell.listen()
        do {
            let bounds = try await store.logBounds()
            state.withLock { $0.position = max($0.position, bounds.last) }
        } catch {
            logger.error("the event log can't be read", metadata: ["error": "\(error)"])
        }
        await withGracefulShutdownHandler {
            for await _ in rings.cancelOnGracefulShutdown() { await drain() }
        } onGracefulShutdown: {
            self.closeAll()
        }
    }

    private func drain() async {
        while true {
            // While nobody listens nothing is read: who joins later reads the past, up to here at least, by himself.
            let position = state.withLock { state -> Int64? in
                guard state.clients.isEmpty else { return state.position }
                state.position = max(state.position, bell.lastSeq)
                return nil
            }
            guard let position else { return }
            let events: [Operations.LogEvent]
            do {
                events = try await store.events(after: position, limit: Self.batch)
            } catch {
                logger.error("the event log can't be read", metadata: ["error": "\(error)"])
                return
            }
            guard let last = events.last else { return }
            await send(events)
            state.withLock { $0.position = last.seq }
            if events.count < Self.batch { return }
        }
    }

    private func send(_ events: [Operations.LogEvent]) async {
        let audiences = Set(state.withLock { $0.clients.values.map(\.audience) })
        guard !audiences.isEmpty else { return }
        for event in events {
            for audience in audiences where audience.scope.admits(event.event.ownerID) {
                let frame = Frame(seq: event.seq, bytes: await render(event, audience))
                for (id, client) in state.withLock({ Array($0.clients) }) where client.audience == audience {
                    if case .dropped = client.frames.yield(frame) { leave(id) }
                }
            }
        }
    }

    /// Registers a client. Frames with positions after the registration arrive on the stream.
    ///
    /// - Parameter source: whose it is, where that is counted.
    func join(
        _ audience: Audience, from source: [UInt8]? = nil
    ) throws(Refusal) -> (id: Int, frames: AsyncStream<Frame>, cut: AsyncStream<Never>) {
        let (frames, frameContinuation) = AsyncStream<Frame>.makeStream(
            bufferingPolicy: .bufferingOldest(Self.backlogMax))
        let (cut, cutContinuation) = AsyncStream<Never>.makeStream()
        let id = try state.withLock { state throws(Refusal) -> Int in
            guard !state.closed else { throw .closed }
            guard state.clients.count < Self.clientsMax else { throw .full }
            if let source {
                let count = state.counts[source] ?? 0
                guard count < Self.clientsOfOneMax else { throw .full }
                state.counts[source] = count + 1
            }
            state.nextID += 1
            state.clients[state.nextID] = Client(
                source: source, audience: audience, frames: frameContinuation, cut: cutContinuation)
            return state.nextID
        }
        return (id, frames, cut)
    }

    func leave(_ id: Int) {
        let client = state.withLock { state -> Client? in
            guard let client = state.clients.removeValue(forKey: id) else { return nil }
            if let source = client.source {
                let left = (state.counts[source] ?? 1) - 1
                state.counts[source] = left > 0 ? left : nil
            }
            return client
        }
        guard let client else { return }
        client.frames.finish()
        client.cut.finish()
    }

    private func closeAll() {
        let ids = state.withLock { state in
            state.closed = true
            return Array(state.clients.keys)
        }
        for id in ids { leave(id) }
    }
}

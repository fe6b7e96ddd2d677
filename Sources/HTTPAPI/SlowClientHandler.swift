import NIOCore
import NIOHTTPTypes

/// Closes connections whose client takes too long: to say what it wants, to send what it announced, or to take its answer.
///
/// A byte every few seconds keeps a connection from being idle for ever; here it is the whole that has its time.
final class SlowClientHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart

    /// From the connection, or from the last answer, to the end of a request's head.
    static let headSeconds: Int64 = 60
    /// From a request's head to the end of its body.
    static let bodySeconds: Int64 = 30
    /// How long a client may take none of an answer that waits for it.
    static let stallSeconds: Int64 = 60

    private let limits: (head: TimeAmount, body: TimeAmount, stall: TimeAmount)
    private var reading: Scheduled<Void>?
    private var stalled: Scheduled<Void>?
    /// Requests whose answer has not ended.
    private var unanswered = 0
    private var isReadingBody = false

    init(
        head: TimeAmount = .seconds(SlowClientHandler.headSeconds),
        body: TimeAmount = .seconds(SlowClientHandler.bodySeconds),
        stall: TimeAmount = .seconds(SlowClientHandler.stallSeconds)
    ) {
        limits = (head, body, stall)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { expect(within: limits.head, context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { forget() }

    func channelActive(context: ChannelHandlerContext) {
        expect(within: limits.head, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        forget()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            unanswered += 1
            isReadingBody = true
            expect(within: limits.body, context)
        case .body: break
        case .end:
            isReadingBody = false
            reading?.cancel()
            reading = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            unanswered -= 1
            if unanswered == 0, !isReadingBody { expect(within: limits.head, context) }
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stalled?.cancel()
        stalled = context.channel.isWritable ? nil : close(after: limits.stall, context)
        context.fireChannelWritabilityChanged()
    }

    private func expect(within time: TimeAmount, _ context: ChannelHandlerContext) {
        reading?.cancel()
        reading = close(after: time, context)
    }

    private func close(after time: TimeAmount, _ context: ChannelHandlerContext) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }

    private func forget() {
        reading?.cancel()
        stalled?.cancel()
        (reading, stalled) = (nil, nil)
    }
}

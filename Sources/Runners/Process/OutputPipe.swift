import Glibc
import NIOCore
import NIOPosix
import SystemPackage

/// The pipe through which a run's processes write, and the reader that carries it into the log.
///
/// The pipe is ours and not the process library's: reading must end when the leader has ended, while a grandchild
/// may hold the other end open for ever.
final class OutputPipe: Sendable {
    /// One thread for the output of all runs, for the life of the process: neither a loud job nor a slow disk
    /// keeps the server's other event loops from their work.
    private static let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// To be closed as soon as the process has its own copy.
    let writeEnd: SystemPackage.FileDescriptor
    /// All writers have closed their end, or `close()` was called, and everything read is in the log.
    let ended: Promise<Void>
    private let channel: any Channel

    private init(writeEnd: SystemPackage.FileDescriptor, channel: any Channel) {
        self.writeEnd = writeEnd
        self.channel = channel
        let ended = Promise<Void>()
        self.ended = ended
        channel.closeFuture.whenComplete { _ in ended.fulfil() }
    }

    static func open(into log: RunLog) async throws -> OutputPipe {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Errno(rawValue: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let bootstrap = NIOPipeBootstrap(group: loop).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(LogWriter(log: log))
            }
        }
        do {
            let channel = try await bootstrap.takingOwnershipOfDescriptor(input: ends[0]).get()
            return OutputPipe(writeEnd: SystemPackage.FileDescriptor(rawValue: ends[1]), channel: channel)
        } catch {
            for end in ends { Glibc.close(end) }
            throw error
        }
    }

    /// Closes our end; after it nothing more comes into the log.
    func close() async {
        channel.close(promise: nil)
        await ended.settled()
    }
}

/// Puts what is read into the log, as it comes: the pipe fills up and the job waits if the disk is slow.
private final class LogWriter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let log: RunLog

    init(log: RunLog) {
        self.log = log
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        unwrapInboundIn(data).withUnsafeReadableBytes { log.append($0) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

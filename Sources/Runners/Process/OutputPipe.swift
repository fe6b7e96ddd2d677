import Dispatch
import Glibc
import SystemPackage

/// The pipe through which a run's processes write, and the reader that carries it into the log.
///
/// The pipe is ours and not the library's: reading must end when the leader has ended, while a grandchild may hold
/// the other end open for ever.
final class OutputPipe: Sendable {
    /// To be closed as soon as the process has its own copy.
    let writeEnd: FileDescriptor
    /// Dispatch sources may be used from any thread; their type does not say so.
    private nonisolated(unsafe) let source: any DispatchSourceRead
    /// All writers have closed their end.
    let ended = Promise<Void>()
    private let closed = Promise<Void>()

    private static let chunk = 64 * 1024
    /// Chunks a turn, so that one loud run does not keep a thread from the others.
    private static let chunksPerTurn = 16

    init(into log: RunLog) throws(Errno) {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Errno(rawValue: errno) }
        writeEnd = FileDescriptor(rawValue: ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Of our end only: the job's own end must block as pipes do.
        _ = fcntl(ends[0], F_SETFL, fcntl(ends[0], F_GETFL) | O_NONBLOCK)
        nonisolated(unsafe) let source = DispatchSource.makeReadSource(
            fileDescriptor: ends[0], queue: DispatchQueue(label: "almanac.run.output"))
        self.source = source
        let (descriptor, ended, closed) = (ends[0], ended, closed)
        source.setEventHandler {
            if Self.carry(from: descriptor, into: log) { return }
            ended.fulfil()
            source.cancel()
        }
        source.setCancelHandler {
            Glibc.close(descriptor)
            closed.fulfil()
        }
        source.activate()
    }

    /// Closes our end; after it nothing more comes into the log.
    func close() async {
        source.cancel()
        await closed.settled()
    }

    /// Answers false at the end of the output.
    private static func carry(from descriptor: CInt, into log: RunLog) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: chunk, alignment: 16) { buffer in
            for _ in 0..<chunksPerTurn {
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if count > 0 {
                    log.append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
                } else if count == 0 {
                    return false
                } else if errno == EAGAIN {
                    return true
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}

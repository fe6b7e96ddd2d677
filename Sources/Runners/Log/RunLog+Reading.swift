import Synchronization

extension RunLog {
    /// Bytes that a follower is given at once, at most.
    static let chunkMax = 64 * 1024

    /// At most `limit` bytes of the log from `offset` as it stands, and its length.
    func read(offset: Int64, limit: Int) -> (bytes: [UInt8], total: Int64) {
        state.withLock { ($0.kept(offset: offset, limit: limit), $0.extent.keptLength) }
    }

    /// All output, if it is no longer than `lengthMax` and has no gap; nil otherwise.
    func whole(lengthMax: Int) -> [UInt8]? {
        state.withLock { state in
            guard state.extent.dropped == 0, state.extent.total <= Int64(lengthMax) else { return nil }
            return state.kept(offset: 0, limit: lengthMax)
        }
    }

    /// What is there and then what is appended, until `finish()`.
    func follow() -> AsyncStream<[UInt8]> {
        let follower = Follower(log: self)
        return AsyncStream(unfolding: { await follower.next() })
    }

    /// What follows `position`; empty if there is nothing yet, nil if there will be nothing more.
    fileprivate func next(after position: inout Int64) -> [UInt8]? {
        state.withLock { state in
            let extent = state.extent
            if position >= extent.total { return state.isFinished ? nil : [] }
            var lead: [UInt8] = []
            if position >= extent.head, position < extent.tailStart {
                lead = LogExtent.gapNote(bytes: extent.tailStart - position)
                position = extent.tailStart
            }
            let end = position < extent.head ? extent.head : extent.total
            let range = position..<min(end, position + Int64(Self.chunkMax))
            position = range.upperBound
            return lead + state.output(in: range)
        }
    }

    /// Waits until there is something after `position`, the log is finished, or the task is cancelled.
    fileprivate func waitForMore(after position: Int64) async {
        let ticket = state.withLock { $0.followers.ticket() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let settled = state.withLock { state in
                    if state.extent.total > position || state.isFinished || Task.isCancelled { return true }
                    state.followers.add(continuation, ticket)
                    return false
                }
                if settled { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.followers.take(ticket) }?.resume()
        }
    }
}

extension RunLog.State {
    /// The log as a reader sees it, cut to `limit` bytes from `offset`.
    func kept(offset: Int64, limit: Int) -> [UInt8] {
        if let file { return file.kept(extent, offset: offset, limit: limit) }
        // Without a file there is no tail.
        return Array((unstored + extent.gapNote).dropFirst(Int(min(offset, extent.total))).prefix(limit))
    }

    /// The output's bytes in a range that lies wholly in the head or wholly in the tail.
    fileprivate func output(in range: Range<Int64>) -> [UInt8] {
        file?.output(in: range, of: extent) ?? Array(unstored[Int(range.lowerBound)..<Int(range.upperBound)])
    }
}

/// One reader of a live log and its place in the output.
private final class Follower: Sendable {
    private let log: RunLog
    private let position = Mutex<Int64>(0)

    init(log: RunLog) {
        self.log = log
    }

    func next() async -> [UInt8]? {
        while !Task.isCancelled {
            let chunk = position.withLock { log.next(after: &$0) }
            guard let chunk else { return nil }
            if !chunk.isEmpty { return chunk }
            await log.waitForMore(after: position.withLock { $0 })
        }
        return nil
    }
}

/// One reader of a finished log and its place in the file.
final class PagedReader: Sendable {
    private let page: @Sendable (Int64) -> [UInt8]?
    private let offset = Mutex<Int64>(0)

    init(page: @escaping @Sendable (Int64) -> [UInt8]?) {
        self.page = page
    }

    func next() -> [UInt8]? {
        offset.withLock { offset in
            guard let bytes = page(offset) else { return nil }
            offset += Int64(bytes.count)
            return bytes
        }
    }
}

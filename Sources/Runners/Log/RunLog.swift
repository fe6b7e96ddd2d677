import Synchronization
import SystemPackage

/// The output of one run, kept within bounds: the first 64 KiB and the last 192 KiB, raw, in a file.
///
/// An output that the run's own record tells in full (`Run.wholeOutput`) leaves no file: thousands of runs may end in
/// the same second, and a file for each would be most of what they cost. Such a log stays at hand until `letGo`, which
/// is called once the run's end is on record.
///
/// A disk that is full or out of reach costs bytes (`bytesDropped`), never the run: appending does not fail.
package final class RunLog: Sendable {
    struct State {
        var extent = LogExtent()
        var file: LiveLogFile?
        /// The head as long as no file could be opened for it (descriptors may be scarce).
        var unstored: [UInt8] = []
        var recent: [UInt8] = []
        var isFinished = false
        /// What the record is told of an output that it tells in full; nil until then, and of any other.
        var toldInFull: String?
        /// The live file is still on disk although the output is in memory.
        var leavesLiveFile = false
        var followers = Waiters()
    }

    /// Bytes of the end that are remembered for the preview: 400 characters with room for what is not shown.
    private static let recentMax = 8 * 1024

    package let runID: String
    let livePath: String
    let finalPath: String
    let state = Mutex(State())
    /// Called when a file holds all that is kept, so that nobody needs this object any more.
    private let filed: @Sendable (RunLog) -> Void

    init(runID: String, livePath: String, finalPath: String, filed: @escaping @Sendable (RunLog) -> Void) {
        self.runID = runID
        self.livePath = livePath
        self.finalPath = finalPath
        self.filed = filed
    }

    /// Bytes appended so far.
    package var bytes: Int64 { state.withLock { $0.extent.total } }

    /// Bytes that the cap or a failing disk left out.
    package var bytesDropped: Int64 { state.withLock { $0.extent.dropped } }

    /// The last characters of the output, at most 400, as plain text: valid UTF-8 without control sequences.
    package var preview: String {
        let (told, recent) = state.withLock { ($0.toldInFull, $0.recent) }
        return told ?? OutputText.preview(of: recent)
    }

    package func append(_ text: String) { append(Array(text.utf8)) }

    /// Adds what is all of the output, right before `finish()`: a log that is written in one go needs no file meanwhile.
    ///
    /// Thousands of runs may do so in the same second, and files that come and go are what slows a file system down.
    package func appendAll(_ text: String) {
        Array(text.utf8).withUnsafeBytes { append($0, isAll: true) }
    }

    package func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

    /// Adds to the output; what comes after `finish()` is ignored.
    package func append(_ bytes: UnsafeRawBufferPointer) { append(bytes, isAll: false) }

    private func append(_ bytes: UnsafeRawBufferPointer, isAll: Bool) {
        guard !bytes.isEmpty else { return }
        let followers = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard !state.isFinished else { return [] }
            state.remember(bytes, max: Self.recentMax)
            state.store(bytes, in: isAll && bytes.count <= LogExtent.headMax ? nil : livePath)
            return state.followers.takeAll()
        }
        for follower in followers { follower.resume() }
    }

    /// Files the output, unless the run's record will tell all of it, and lets followers come to their end; the second
    /// call does nothing.
    ///
    /// If the final file can't be written the live one stays, which tells the same.
    package func finish() {
        let end = state.withLock { state -> (followers: [CheckedContinuation<Void, Never>], isFiled: Bool)? in
            guard !state.isFinished else { return nil }
            state.isFinished = true
            let isTold = state.holdWhatThePreviewTells()
            if !isTold { state.file(to: finalPath, removing: livePath) }
            return (state.followers.takeAll(), !isTold)
        }
        guard let end else { return }
        for follower in end.followers { follower.resume() }
        if end.isFiled { filed(self) }
    }

    /// The run's end is on record, and with it the output: nothing is kept here any more.
    func letGo() {
        let leavesLiveFile = state.withLock { state in
            defer { state.leavesLiveFile = false }
            return state.leavesLiveFile
        }
        if leavesLiveFile { FinalLog.remove(livePath) }
    }
}

extension RunLog.State {
    /// Takes an output into memory that the preview tells in full; answers whether it does.
    fileprivate mutating func holdWhatThePreviewTells() -> Bool {
        guard extent.dropped == 0, extent.total <= Int64(recent.count) else { return false }
        let preview = OutputText.preview(of: recent)
        guard OutputText.isTold(recent, by: preview) else { return false }
        toldInFull = preview
        leavesLiveFile = file != nil
        unstored = recent
        file = nil
        return true
    }

    fileprivate mutating func file(to finalPath: String, removing livePath: String) {
        if FinalLog.write(kept(offset: 0, limit: .max), to: finalPath) {
            if file != nil { FinalLog.remove(livePath) }
        } else if file == nil {
            giveUpHead()
        }
    }

    fileprivate mutating func remember(_ bytes: UnsafeRawBufferPointer, max: Int) {
        // Rebased: a buffer is copied as a whole, its slice byte by byte.
        recent += UnsafeRawBufferPointer(rebasing: bytes.suffix(max))
        // Trimmed at twice the size, so that a byte is moved only now and then.
        if recent.count > 2 * max { recent.removeFirst(recent.count - max) }
    }

    /// Without a path it is kept in memory only.
    fileprivate mutating func store(_ bytes: UnsafeRawBufferPointer, in path: String?) {
        if file == nil, let path { open(path) }
        var rest = bytes
        if extent.head == extent.total, extent.head < LogExtent.headMax {
            let first = UnsafeRawBufferPointer(rebasing: bytes.prefix(Int(LogExtent.headMax - extent.head)))
            storeHead(first)
            rest = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(first.count))
        }
        if !rest.isEmpty { storeTail(rest) }
        try? file?.write(extent)
    }

    private mutating func open(_ path: String) {
        do throws(Errno) {
            let file = try LiveLogFile(creating: path)
            self.file = file
            let head = unstored
            unstored = []
            if !head.isEmpty { try file.writeHead(head) }
        } catch {
            if file != nil { giveUpHead() }
        }
    }

    /// The head is lost: counted as dropped.
    fileprivate mutating func giveUpHead() {
        unstored = []
        extent.head = 0
    }

    private mutating func storeHead(_ bytes: UnsafeRawBufferPointer) {
        do throws(Errno) {
            if let file { try file.writeHead(bytes, at: extent.head) } else { unstored += bytes }
            extent.head += Int64(bytes.count)
        } catch {
            // Counted as dropped: the head ends here.
        }
        extent.total += Int64(bytes.count)
        extent.tailStart = extent.total
    }

    private mutating func storeTail(_ bytes: UnsafeRawBufferPointer) {
        let kept = UnsafeRawBufferPointer(rebasing: bytes.suffix(Int(LogExtent.tailMax)))
        let position = extent.total + Int64(bytes.count - kept.count)
        extent.total += Int64(bytes.count)
        do throws(Errno) {
            guard let file else { throw .badFileDescriptor }
            try file.writeTail(kept, at: position)
            extent.tailStart = max(extent.tailStart, extent.total - LogExtent.tailMax)
        } catch {
            // The ring is torn: what it held is given up, and the tail begins anew.
            extent.tailStart = extent.total
        }
    }
}

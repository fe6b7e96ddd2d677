extension RunLogFolder {
    /// At most `limit` bytes of a run's log from `offset`, and its length; nil if there is none or the id is refused.
    ///
    /// What is read is head, note of what was left out, and tail. Of a live log that has outgrown its head the
    /// tail moves on: offsets behind the head hold for one call only.
    package func read(runID: String, offset: Int64 = 0, limit: Int) -> (bytes: [UInt8], total: Int64)? {
        guard Self.isValidRunID(runID), offset >= 0, limit >= 0 else { return nil }
        if let log = liveLog(runID) { return log.read(offset: offset, limit: limit) }
        if let read = FinalLog.read(finalPath(runID), offset: offset, limit: limit) { return read }
        // A server that died left the live file behind.
        guard let file = try? LiveLogFile(reading: livePath(runID)), let extent = file.extent() else { return nil }
        return (file.kept(extent, offset: offset, limit: limit), extent.keptLength)
    }

    /// The log from its beginning, then what is appended while the run lives; ends when the run has ended.
    ///
    /// It is drawn, not pushed: a slow reader costs no memory, and what the cap has dropped meanwhile is
    /// replaced by a note. Of an unknown run the stream is empty.
    package func follow(runID: String) -> AsyncStream<[UInt8]> {
        guard Self.isValidRunID(runID) else { return AsyncStream { $0.finish() } }
        if let log = liveLog(runID) { return log.follow() }
        let reader = PagedReader { offset in
            let page = read(runID: runID, offset: offset, limit: RunLog.chunkMax)?.bytes ?? []
            return page.isEmpty ? nil : page
        }
        return AsyncStream(unfolding: { reader.next() })
    }
}

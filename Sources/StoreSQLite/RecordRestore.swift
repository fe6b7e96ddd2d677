internal import GRDB
package import Store

/// Puts a copy in the record's place. No server may be running, and what was there is kept.
package enum RecordRestore {
    package struct Result: Hashable, Sendable {
        package var extent: RecordExtent
        /// Where the record that was there lies now; nil if there was none.
        package var keptAt: String?
    }

    /// Verifies the copy at `source` and puts it at `path`; the record that stood there is kept at `<path>.<keptAs>`.
    ///
    /// A crash at any moment leaves at `path` either the old record or the new one. Errors: `inUse` while a server
    /// holds the folder; `damaged` and `tooNew` for a copy that can't be used.
    package static func restore(_ source: String, to path: String, keptAs suffix: String) throws(StoreError) -> Result {
        let file = DataFile(path: path)
        if DataFile(path: source).isSameFile(as: file) {
            throw StoreError(.unavailable, context: "restoring \(source)", underlying: "that is the record itself")
        }
        try file.makeFolder()
        let hold = try LockFile(path: file.lockPath)
        defer { hold.release() }
        let draft = DataFile(path: path + ".restoring")
        let kept = DataFile(path: "\(path).\(suffix)")
        do throws(StoreError) {
            let copy = try RecordView(copyAt: source)
            let extent = try copy.draw(into: draft)
            try copy.close()
            let isKept = try keep(file, as: kept)
            try draft.move(to: file)
            return Result(extent: extent, keptAt: isKept ? kept.path : nil)
        } catch {
            draft.remove()
            throw error
        }
    }

    /// Gives the record a second name, and takes its log out of the new one's way.
    ///
    /// SQLite plays the log it finds into whatever file stands beside it. So it is carried into its own file first; that
    /// of a file too damaged for this goes along under the kept name.
    private static func keep(_ file: DataFile, as kept: DataFile) throws(StoreError) -> Bool {
        guard file.exists else { return false }
        guard !kept.exists else {
            throw StoreError(
                .unavailable, context: "keeping \(file.path)", underlying: "\(kept.path) exists already")
        }
        let log = DataFile(path: file.path + "-wal")
        if log.exists { foldLog(into: file) }
        try file.addName(kept)
        if log.exists { try log.move(to: DataFile(path: kept.path + "-wal")) }
        DataFile(path: file.path + "-shm").remove()
        return true
    }

    /// The last connection to end carries the log into the file and removes it. A file that can't be opened keeps it.
    private static func foldLog(into file: DataFile) {
        guard let queue = try? DatabaseQueue(path: file.path) else { return }
        try? queue.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        try? queue.close()
    }
}

internal import GRDB
package import Store

extension RecordView {
    /// Makes a verified copy at `target`, of one moment, also while a server writes.
    ///
    /// It is written beside `target` (`<target>.part`), synced, opened and looked through, compared with the original's
    /// moment, and only then takes its name: what stands at `target` is whole or is not there. `replacing` lets it take
    /// the place of an older copy, and of nothing else.
    package func copy(to target: String, replacing: Bool) throws(StoreError) -> RecordExtent {
        let file = DataFile(path: target)
        try refuseTarget(file, replacing: replacing)
        let draft = DataFile(path: target + ".part")
        do throws(StoreError) {
            let extent = try draw(into: draft)
            try draft.move(to: file)
            return extent
        } catch {
            draft.remove()
            throw error
        }
    }

    /// A verified and synced copy in `draft`, one file without a log beside it.
    func draw(into draft: DataFile) throws(StoreError) -> RecordExtent {
        try draft.makeEmpty()
        let extent = try copyPages(into: draft)
        try draft.sync()
        let copy = try RecordView(copyAt: draft.path)
        let found = try copy.verifiedExtent()
        try copy.close()
        guard found == extent else {
            throw StoreError(
                .damaged, context: "comparing \(draft.path) with \(path)",
                underlying: "the copy holds \(found), the original \(extent)")
        }
        return extent
    }

    private func copyPages(into draft: DataFile) throws(StoreError) -> RecordExtent {
        try read("copying \(path) to \(draft.path)") { db in
            let extent = try RecordExtent(of: db)
            let target = try DatabaseQueue(path: draft.path)
            defer { try? target.close() }
            try target.writeWithoutTransaction { copy in
                // The draft is synced as a whole at the end, and thrown away if anything fails before.
                try copy.execute(sql: "PRAGMA synchronous = OFF")
                // All pages in one step: `db` is in a transaction, so what is copied is what was counted.
                try db.backup(to: copy)
                // The pages say WAL, as the original's do; a copy is to be one file.
                try copy.execute(sql: "PRAGMA journal_mode = DELETE")
            }
            return extent
        }
    }

    /// What it holds, once every page has been looked through.
    private func verifiedExtent() throws(StoreError) -> RecordExtent {
        try read("checking \(path)") { db in
            let finding = try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
            guard finding == "ok" else {
                throw StoreError(
                    .damaged, context: "checking \(path)",
                    underlying: "the file is damaged (\(finding ?? "no answer"))")
            }
            return try RecordExtent(of: db)
        }
    }

    private func refuseTarget(_ target: DataFile, replacing: Bool) throws(StoreError) {
        guard target.exists else { return }
        let context = "copying \(path) to \(target.path)"
        if target.isSameFile(as: DataFile(path: path)) {
            throw StoreError(.unavailable, context: context, underlying: "that is the record itself")
        }
        guard replacing else {
            throw StoreError(
                .unavailable, context: context, underlying: "\(target.path) exists; give another name, or --replace")
        }
        guard target.saysAlmanac else {
            throw StoreError(
                .unavailable, context: context,
                underlying: "\(target.path) is no copy of a record, so it is not replaced")
        }
    }
}

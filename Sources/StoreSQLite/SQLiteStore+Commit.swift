internal import GRDB
package import Operations
package import Store

extension SQLiteStore {
    package func commit(_ changes: ChangeSet) async throws(StoreError) -> CommitResult {
        let deleted = changes.mutations.compactMap { mutation in
            if case .deleteSchedule(let id, _) = mutation { id } else { nil }
        }
        return try await write("writing \(changes.mutations.count) changes and \(changes.events.count) events") { db in
            defer { if !deleted.isEmpty { self.scheduleNumbers.forget(deleted) } }
            var result: CommitResult?
            try db.inTransaction(.immediate) {
                let writer = ChangeWriter(db: db)
                if let refusal = try writer.apply(changes.mutations) {
                    result = .refused(refusal)
                    return .rollback
                }
                result = .committed(lastSeq: try writer.append(changes.events))
                return .commit
            }
            guard let result else { preconditionFailure("a transaction that ends without an error has a result") }
            return result
        }
    }
}

import GRDB
internal import Store

/// One step of the file's shape: SQL text that never changes once it has shipped.
struct Migration: Sendable {
    /// The `user_version` of a file that has taken this step; 1 for the first.
    let number: Int
    let name: String
    let sql: String

    /// Every step, in order and without gaps.
    static let all: [Migration] = [.record, .proposals, .counting, .auditChain, .outbox]
}

extension Migration {
    /// Takes the step in one transaction: either the file has it whole, or not at all.
    func apply(to db: Database) throws {
        try db.inTransaction(.immediate) {
            try db.execute(sql: sql)
            try db.execute(sql: "PRAGMA application_id = \(FileIdentity.almanac)")
            try db.execute(sql: "PRAGMA user_version = \(number)")
            return .commit
        }
    }
}

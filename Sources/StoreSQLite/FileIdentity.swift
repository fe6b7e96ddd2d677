import GRDB
internal import Store

/// What the file says it is: whose (`application_id`), which shape (`user_version`), and whether it holds anything.
struct FileIdentity: Equatable {
    /// "ALMN", in the header of every file of ours.
    static let almanac: Int64 = 0x414C_4D4E

    var applicationID: Int64
    var version: Int
    var isEmpty: Bool

    init(of db: Database) throws {
        applicationID = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0
    }

    /// Refuses a file that is not ours or that a newer Almanac has written, before anything of it is changed.
    ///
    /// An empty database is taken as new.
    func check(path: String, newest: Int) throws(StoreError) {
        let isNew = isEmpty && version == 0 && applicationID == 0
        guard applicationID == Self.almanac || isNew else {
            throw StoreError(
                .damaged, context: "opening \(path)",
                underlying: "it is a database of another program, not of Almanac; give another data folder")
        }
        guard version <= newest else {
            throw StoreError(
                .tooNew, context: "opening \(path)",
                underlying: "a newer Almanac wrote it (its shape is \(version), this one knows \(newest)); "
                    + "start that version, or restore the copy it made before the update")
        }
    }
}

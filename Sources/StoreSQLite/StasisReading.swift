internal import FoundationEssentials
internal import GRDB
internal import Operations
internal import Synchronization

/// Entries as they were last read, by id: after a long downtime thousands wait, and every look at the calendar asks for
/// them.
///
/// An entry's version grows with each change, so one that is at the version of its row is what the row holds.
final class StasisReading: Sendable {
    /// Entries remembered at most; beyond them all are forgotten.
    static let countMax = 20_000

    private let known = Mutex<[String: StasisEntry]>([:])

    /// The entries of a question for `id, version, document`.
    func entries(
        _ db: Database, _ sql: String, _ arguments: [(any DatabaseValueConvertible)?]
    ) throws -> [StasisEntry] {
        let documents = Documents()
        var statement = try BoundStatement(db, sql)
        statement.bind(arguments)
        defer { statement.end() }
        var entries: [StasisEntry] = []
        while try statement.step(in: db) {
            let (id, version) = (statement.text(), Int(statement.int64()))
            if let entry = known.withLock({ $0[id] }), entry.version == version {
                entries.append(entry)
                continue
            }
            let entry = try documents.value(StasisEntry.self, from: Data(statement.blob()))
            known.withLock { known in
                if known.count >= Self.countMax { known = [:] }
                known[id] = entry
            }
            entries.append(entry)
        }
        return entries
    }
}

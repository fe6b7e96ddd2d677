internal import GRDB
internal import GRDBSQLite

/// A cached statement whose values are bound and read one by one, without boxes in between.
///
/// Thousands of rows are written at one wake; a list of boxed values for each would cost as much as the row. Values are
/// bound, and columns read, in the order of the statement's text.
struct BoundStatement {
    private let statement: Statement
    private let handle: OpaquePointer
    private var place: CInt = 0

    /// Prepares it, or takes it from the connection's cache.
    init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
        sqlite3_reset(handle)
    }

    mutating func bind(_ value: Int64?) {
        place += 1
        if let value { sqlite3_bind_int64(handle, place, value) } else { sqlite3_bind_null(handle, place) }
    }

    mutating func bind(_ value: Int?) { bind(value.map(Int64.init)) }

    mutating func bind(_ value: String?) {
        place += 1
        guard var value else {
            sqlite3_bind_null(handle, place)
            return
        }
        value.withUTF8 { bind($0.baseAddress, $0.count, isText: true) }
    }

    /// Values of questions, whose number is not known beforehand.
    mutating func bind(_ values: [(any DatabaseValueConvertible)?]) {
        for value in values {
            switch value?.databaseValue.storage ?? .null {
            case .null: bind(nil as Int64?)
            case .int64(let number): bind(number)
            case .double(let number): bind(number.description)
            case .string(let text): bind(text)
            case .blob(let bytes): bind(blob: [UInt8](bytes))
            }
        }
    }

    mutating func bind(text bytes: [UInt8]) {
        place += 1
        bytes.withUnsafeBufferPointer { bind($0.baseAddress, $0.count, isText: true) }
    }

    mutating func bind(blob bytes: [UInt8]) {
        place += 1
        bytes.withUnsafeBufferPointer { bind($0.baseAddress, $0.count, isText: false) }
    }

    /// SQLite makes a copy of the bytes (SQLITE_TRANSIENT); without a pointer they would be NULL and not empty.
    private func bind(_ start: UnsafePointer<UInt8>?, _ count: Int, isText: Bool) {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let bytes: UnsafeRawPointer = start.map { UnsafeRawPointer($0) } ?? Self.nothing
        if isText {
            sqlite3_bind_text64(
                handle, place, bytes.assumingMemoryBound(to: CChar.self), UInt64(count), transient, UInt8(SQLITE_UTF8))
        } else {
            sqlite3_bind_blob64(handle, place, bytes, UInt64(count), transient)
        }
    }

    nonisolated(unsafe) private static let nothing = UnsafeRawPointer(
        UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1))

    /// Takes the next step; whether there is a row to read. The binding and the reading begin anew.
    mutating func step(in db: Database) throws -> Bool {
        let code = sqlite3_step(handle)
        place = 0
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            sqlite3_reset(handle)
            return false
        default:
            let error = DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(db.sqliteConnection)),
                message: db.sqliteConnection.map { String(cString: sqlite3_errmsg($0)) })
            sqlite3_reset(handle)
            throw error
        }
    }

    /// Does a statement that answers no rows, and answers how many it changed.
    @discardableResult
    mutating func run(in db: Database) throws -> Int {
        while try step(in: db) {}
        return db.changesCount
    }

    /// Lets go of the rows that were not read; the binding begins anew.
    mutating func end() {
        place = 0
        sqlite3_reset(handle)
    }

    // MARK: The columns of a row, from the first on

    mutating func int64() -> Int64 {
        defer { place += 1 }
        return sqlite3_column_int64(handle, place)
    }

    mutating func optionalInt64() -> Int64? {
        defer { place += 1 }
        return sqlite3_column_type(handle, place) == SQLITE_NULL ? nil : sqlite3_column_int64(handle, place)
    }

    mutating func text() -> String { optionalText() ?? "" }

    mutating func optionalText() -> String? {
        defer { place += 1 }
        guard let start = sqlite3_column_text(handle, place) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, place))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    mutating func blob() -> [UInt8] {
        defer { place += 1 }
        guard let start = sqlite3_column_blob(handle, place) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, place))))
    }
}

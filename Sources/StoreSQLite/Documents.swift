internal import FoundationEssentials
internal import GRDB
internal import Operations

/// Values as compact JSON text and back; one for each transaction or question, as its coders are costly to make.
struct Documents {
    private let encoder = JSONEncoder()
    private let decoder = JSONDecoder()

    init() {
        encoder.outputFormatting = .withoutEscapingSlashes
    }

    func text(_ value: some Encodable) throws -> String {
        String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    func value<Value: Decodable>(_ type: Value.Type, from bytes: Data) throws -> Value {
        try decoder.decode(type, from: bytes)
    }
}

extension Database {
    /// The values in the first column of a question, decoded row by row.
    func documents<Value: Decodable>(
        _ type: Value.Type, sql: String, arguments: [(any DatabaseValueConvertible)?] = []
    ) throws -> [Value] {
        let documents = Documents()
        let rows = try Data.fetchCursor(try cachedStatement(sql: sql), arguments: StatementArguments(arguments))
        var values: [Value] = []
        while let bytes = try rows.next() { values.append(try documents.value(type, from: bytes)) }
        return values
    }

    /// The value in the first column of the first row; nil where there is none.
    func document<Value: Decodable>(
        _ type: Value.Type, sql: String, arguments: [(any DatabaseValueConvertible)?]
    ) throws -> Value? {
        try documents(type, sql: sql, arguments: arguments).first
    }

    /// Does one statement and answers how many rows it changed.
    @discardableResult
    func change(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws -> Int {
        let statement = try cachedStatement(sql: sql)
        try statement.execute(arguments: StatementArguments(arguments))
        return changesCount
    }
}

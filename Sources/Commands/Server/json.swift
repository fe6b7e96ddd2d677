import FoundationEssentials
import Operations

/// Reads a JSON document.
func jsonValue(of bytes: [UInt8]) throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
}

/// Writes a JSON document on one line, members in the order of their names.
func jsonBytes(_ value: JSONValue) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
}

/// What is wrong with a text that is no JSON, as far as its reader says.
func jsonFaultWords(_ error: any Error) -> String { "\(error)" }

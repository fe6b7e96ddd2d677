import Documents
import Operations

/// Reads a server's answer, whatever its size.
func jsonValue(of bytes: [UInt8]) throws -> JSONValue {
    try readJSON(bytes, bytesMax: Server.answerBytesMax)
}

/// Writes a JSON document on one line, members in the order of their names.
func jsonBytes(_ value: JSONValue) -> [UInt8] {
    var json = JSONWriter()
    json.value(value)
    return json.bytes
}

/// The document as a line of output.
func jsonLine(_ value: JSONValue) -> [UInt8] { jsonBytes(value) + [UInt8(ascii: "\n")] }

package import Operations

/// The largest JSON text that is read unless a reader asks for more: 1 MiB.
package let jsonBytesMax = 1_048_576
/// The deepest nesting of lists and objects that is read.
package let jsonDepthMax = 64

/// Reads one JSON text (RFC 8259) in UTF-8, strictly: no comments, no trailing commas, no name twice in an object.
///
/// Whole numbers within 64 bits keep their value, others are read as doubles.
/// - Throws: one diagnostic for `body` with line and column of the first fault.
package func readJSON(
    _ bytes: some Collection<UInt8>, bytesMax: Int = jsonBytesMax
) throws(Diagnostics) -> JSONValue {
    guard bytes.count <= bytesMax else {
        throw Diagnostics(
            Diagnostic(field: "body", message: "The text has \(bytes.count) bytes; at most \(bytesMax) are read."))
    }
    var reader = JSONReader(Array(bytes))
    do throws(JSONFault) {
        return try reader.document()
    } catch {
        let (line, column) = reader.position(of: error.offset)
        throw Diagnostics(
            Diagnostic(field: "body", message: error.message, line: line, column: column, hint: error.hint))
    }
}

/// The first fault of a JSON text.
struct JSONFault: Error {
    /// Bytes from the start.
    var offset: Int
    var message: String
    var hint: String?
}

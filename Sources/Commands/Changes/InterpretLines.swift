import ChangeRequests
import Documents
import Operations

/// Answers requests in plain words, a line each.
struct InterpretLines: LineAnswering {
    let interpreter: ChangeInterpreter

    static let lineBytesMax = 65_536
    static let tooLongLine = faultLine(
        Diagnostics(Diagnostic(field: "line", message: "The line is longer than \(lineBytesMax) bytes.")), id: nil)

    mutating func answer(_ line: UnsafeBufferPointer<UInt8>, into output: inout JSONText) {
        guard line.count <= Self.lineBytesMax else { return output.raw(Self.tooLongLine) }
        var id: JSONValue?
        do throws(Diagnostics) {
            let body = try readJSON(line)
            id = body.object?["id"]
            let read = try readChangeRequest(body)
            output.raw(Self.answerLine(interpreter.interpret(read.request), id: read.id))
        } catch {
            output.raw(Self.faultLine(error, id: id))
        }
    }

    private static func answerLine(_ interpretation: Interpretation, id: JSONValue?) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            if let id { json.field("id", id) }
            json.fields(of: interpretation)
        }
        return json.bytes + [UInt8(ascii: "\n")]
    }

    /// `{"id"?,"error":{"field","message","hint"}}`: the first fault of the line.
    private static func faultLine(_ faults: Diagnostics, id: JSONValue?) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            if let id { json.field("id", id) }
            json.object("error") { json in
                let fault = faults.items[0]
                json.field("field", fault.field)
                json.field("message", fault.message)
                json.field("hint", fault.hint)
            }
        }
        return json.bytes + [UInt8(ascii: "\n")]
    }
}

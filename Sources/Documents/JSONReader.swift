import Operations

/// A reader of JSON text, one byte at a time.
struct JSONReader {
    let bytes: [UInt8]
    var offset = 0
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// The whole text is one value.
    mutating func document() throws(JSONFault) -> JSONValue {
        if let fault = invalidUTF8() { throw fault }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
        skipBlanks()
        guard current != nil else { throw fault("The text is empty; a JSON value is expected.") }
        let value = try value()
        skipBlanks()
        guard current == nil else { throw fault("\(shown) follows the end of the value.") }
        return value
    }

    private func invalidUTF8() -> JSONFault? {
        var validator = UTF8ByteValidator()
        for (position, byte) in bytes.enumerated() where !validator.accept(byte) {
            return JSONFault(offset: position, message: "The text is not UTF-8.", hint: nil)
        }
        return validator.isComplete ? nil : JSONFault(offset: bytes.count, message: "The text is not UTF-8.", hint: nil)
    }

    mutating func value() throws(JSONFault) -> JSONValue {
        switch current {
        case UInt8(ascii: "{"): return .object(try nested { (reader) throws(JSONFault) in try reader.object() })
        case UInt8(ascii: "["): return .array(try nested { (reader) throws(JSONFault) in try reader.array() })
        case UInt8(ascii: "\""): return .string(try string())
        case let byte? where byte == UInt8(ascii: "-") || (48...57).contains(byte): return try number()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw fault("The text ends where a value is expected.")
        default: throw fault("\(shown) stands where a value is expected.", hint: valueHint)
        }
    }

    private mutating func nested<Value>(
        _ read: (inout JSONReader) throws(JSONFault) -> Value
    ) throws(JSONFault) -> Value {
        guard depth < jsonDepthMax else { throw fault("Values are nested more than \(jsonDepthMax) deep.") }
        depth += 1
        defer { depth -= 1 }
        offset += 1
        return try read(&self)
    }

    private mutating func object() throws(JSONFault) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        skipBlanks()
        if accept("}") { return members }
        while true {
            skipBlanks()
            let start = offset
            guard current == UInt8(ascii: "\"") else {
                throw fault("\(shown) stands where a name in double quotes is expected.", hint: nameHint)
            }
            let name = try string()
            skipBlanks()
            guard accept(":") else { throw fault("\(shown) stands where a colon is expected after \"\(name)\".") }
            skipBlanks()
            let value = try value()
            guard members.updateValue(value, forKey: name) == nil else {
                throw JSONFault(offset: start, message: "\"\(name)\" is given twice.", hint: nil)
            }
            if try isEnd("}") { return members }
        }
    }

    private mutating func array() throws(JSONFault) -> [JSONValue] {
        var values: [JSONValue] = []
        skipBlanks()
        if accept("]") { return values }
        while true {
            skipBlanks()
            values.append(try value())
            if try isEnd("]") { return values }
        }
    }

    /// Steps over the closing mark or a comma.
    private mutating func isEnd(_ mark: Unicode.Scalar) throws(JSONFault) -> Bool {
        skipBlanks()
        if accept(mark) { return true }
        guard accept(",") else { throw fault("\(shown) stands where a comma or \(mark) is expected.") }
        return false
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        let isThere = text.withUTF8Buffer { bytes[offset...].starts(with: $0) }
        guard isThere else { throw fault("\(shown) stands where a value is expected.", hint: valueHint) }
        offset += text.utf8CodeUnitCount
        return value
    }

    mutating func accept(_ mark: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: mark) else { return false }
        offset += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    func fault(_ message: String, hint: String? = nil) -> JSONFault {
        JSONFault(offset: offset, message: message, hint: hint)
    }

    private var nameHint: String? {
        current == UInt8(ascii: "}") ? "Remove the comma before it." : nil
    }

    private var valueHint: String? {
        switch current {
        case UInt8(ascii: "'"): "JSON text stands in double quotes."
        case UInt8(ascii: "/"), UInt8(ascii: "#"): "JSON has no comments."
        case UInt8(ascii: "]"), UInt8(ascii: "}"): "Remove the comma before it."
        default: nil
        }
    }

    /// What stands at the present position, for a message.
    private var shown: String {
        guard current != nil else { return "The end" }
        let rest = String(decoding: bytes[offset..<min(offset + 24, bytes.count)], as: UTF8.self)
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return "\"\(word.isEmpty ? rest.prefix(1) : word.prefix(12))\""
    }

    /// Line and column (in characters), both from 1.
    func position(of offset: Int) -> (line: Int, column: Int) {
        let before = bytes[..<min(offset, bytes.count)]
        let line = before.count { $0 == 0x0A } + 1
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return (line, before[start...].count { $0 & 0xC0 != 0x80 } + 1)
    }
}

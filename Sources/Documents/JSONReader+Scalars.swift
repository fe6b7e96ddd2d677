import Operations

extension JSONReader {
    /// A text in double quotes; the position is at the opening quote.
    mutating func string() throws(JSONFault) -> String {
        offset += 1
        var text: [UInt8] = []
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0x00...0x1F: throw fault("A control character stands in a text.", hint: "Write \\n for a line break.")
            default:
                text.append(byte)
                offset += 1
            }
        }
        throw fault("The text ends inside a string.", hint: "Close it with a double quote.")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONFault) {
        let start = offset
        offset += 1
        guard let byte = current else { throw fault("The text ends inside a string.") }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try unicodeEscape(from: start)
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default:
            offset = start
            throw fault("\"\\\(Unicode.Scalar(byte))\" is no escape.", hint: "Write \\\\ for a backslash.")
        }
    }

    /// Four hexadecimal digits, or two such escapes that are a surrogate pair.
    private mutating func unicodeEscape(from start: Int) throws(JSONFault) -> Unicode.Scalar {
        let first = try hexadecimal(from: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, bytes[offset...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
            throw JSONFault(offset: start, message: "Half of a surrogate pair stands alone.", hint: nil)
        }
        offset += 2
        let second = try hexadecimal(from: start)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw JSONFault(offset: start, message: "Half of a surrogate pair stands alone.", hint: nil) }
        return scalar
    }

    private mutating func hexadecimal(from start: Int) throws(JSONFault) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw JSONFault(offset: start, message: "\\u takes four hexadecimal digits.", hint: nil)
            }
            value = value << 4 | UInt32(digit)
            offset += 1
        }
        return value
    }

    mutating func number() throws(JSONFault) -> JSONValue {
        let start = offset
        _ = accept("-")
        let isZeroLed = current == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !(isZeroLed && whole > 1) else { throw invalidNumber(from: start) }
        var isWhole = true
        if accept(".") {
            isWhole = false
            guard digits() > 0 else { throw invalidNumber(from: start) }
        }
        if accept("e") || accept("E") {
            isWhole = false
            _ = accept("+") || accept("-")
            guard digits() > 0 else { throw invalidNumber(from: start) }
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if isWhole, let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw invalidNumber(from: start) }
        return .number(value)
    }

    private mutating func digits() -> Int {
        let start = offset
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
        return offset - start
    }

    private func invalidNumber(from start: Int) -> JSONFault {
        let text = String(decoding: bytes[start..<min(max(offset, start + 1), start + 24)], as: UTF8.self)
        return JSONFault(
            offset: start, message: "\"\(text)\" is not a number as JSON writes it.",
            hint: "Write digits, with a point or an exponent, and no zero in front.")
    }
}

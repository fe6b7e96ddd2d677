/// Lets through of a job's output what can't harm a terminal: text, line ends, tabs, and colours where they are on.
///
/// Every other control and escape sequence (ECMA-48, 5.4) is dropped: they move the cursor, set titles, hide links, or
/// answer as if typed. Works on pieces cut anywhere.
struct TerminalFilter {
    private enum State: Hashable {
        case text
        /// After ESC.
        case escape
        /// In ESC [ … with the bytes so far.
        case sequence([UInt8])
        /// In a string that ends with BEL or ESC \.
        case string
        case stringEscape
        /// After 0xC2, which may begin a C1 control.
        case latin
    }

    let isColoured: Bool
    private var state = State.text

    /// Longest sequence that is kept.
    private static let sequenceBytesMax = 32

    init(isColoured: Bool) { self.isColoured = isColoured }

    /// The bytes to write for the next piece.
    mutating func passing(_ piece: [UInt8]) -> [UInt8] {
        var passed: [UInt8] = []
        passed.reserveCapacity(piece.count)
        for byte in piece { step(byte, &passed) }
        return passed
    }

    private mutating func step(_ byte: UInt8, _ passed: inout [UInt8]) {
        switch state {
        case .text: text(byte, &passed)
        case .escape:
            switch byte {
            case UInt8(ascii: "["): state = .sequence([0x1B, byte])
            case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
                state = .string
            case 0x20...0x2F: break  // intermediate bytes: the sequence goes on
            default: state = .text
            }
        case .sequence(let bytes): sequence(bytes, byte, &passed)
        case .string: if byte == 0x07 { state = .text } else if byte == 0x1B { state = .stringEscape }
        case .stringEscape: state = byte == UInt8(ascii: "\\") ? .text : .string
        case .latin:
            state = .text
            if byte >= 0xA0 { passed += [0xC2, byte] } else if byte < 0x80 { text(byte, &passed) }
        }
    }

    private mutating func text(_ byte: UInt8, _ passed: inout [UInt8]) {
        switch byte {
        case 0x1B: state = .escape
        case 0xC2: state = .latin
        case 0x09, 0x0A: passed.append(byte)
        case 0..<0x20, 0x7F: break
        default: passed.append(byte)
        }
    }

    /// Select Graphic Rendition (`m`) is the one sequence that passes.
    private mutating func sequence(_ bytes: [UInt8], _ byte: UInt8, _ passed: inout [UInt8]) {
        switch byte {
        case 0x30...0x3B where bytes.count < Self.sequenceBytesMax: state = .sequence(bytes + [byte])
        case 0x20...0x3F: state = .sequence([0x18])  // no colour: read to its end and dropped
        default:
            state = .text
            if byte == UInt8(ascii: "m"), isColoured, bytes.first == 0x1B { passed += bytes + [byte] }
        }
    }
}

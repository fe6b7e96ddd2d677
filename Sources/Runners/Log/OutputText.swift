import Operations

/// Output as text for people. At rest output is kept byte for byte; what is taken out, is taken out here.
package enum OutputText {
    /// The last characters of an output whose end is `bytes`: plain text, trimmed of blank lines around it.
    package static func preview(of bytes: [UInt8], lengthMax: Int = Run.outputPreviewLengthMax) -> String {
        // The bytes may have been cut within a character.
        let whole = bytes.drop { $0 & 0b1100_0000 == 0b1000_0000 }
        if whole.allSatisfy(standsForItself) {
            let tail = whole.drop(while: isBlank)
            let text = tail[..<(tail.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? tail.startIndex)]
            return String(decoding: text.suffix(lengthMax), as: UTF8.self)
        }
        let text = trimmed(plain(whole))
        return text.count <= lengthMax ? text : String(text.suffix(lengthMax))
    }

    /// Most output is printable ASCII in lines: it is shown as it is, one character a byte.
    private static func standsForItself(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) || isBlank(byte) }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
    }

    /// Whether the preview is the output byte for byte, but for one line feed at its end (`Run.wholeOutput`).
    static func isTold(_ output: [UInt8], by preview: String) -> Bool {
        let text = preview.utf8
        switch output.count - text.count {
        case 0: return output.elementsEqual(text)
        case 1: return output.last == UInt8(ascii: "\n") && output.dropLast().elementsEqual(text)
        default: return false
        }
    }

    /// Valid UTF-8 without escape sequences, control characters other than line feed and tab, and characters
    /// that turn the direction of writing; a carriage return becomes a line feed.
    package static func plain(_ bytes: some Sequence<UInt8>) -> String {
        var stripper = EscapeStripper()
        var text = String.UnicodeScalarView()
        var lastWasReturn = false
        for scalar in String(decoding: Array(bytes), as: UTF8.self).unicodeScalars {
            guard let shown = stripper.take(scalar) else { continue }
            let isReturn = shown == "\r"
            if isReturn || (shown == "\n" && !lastWasReturn) {
                text.append("\n")
            } else if shown == "\t" || !isControl(shown) {
                text.append(shown)
            }
            lastWasReturn = isReturn
        }
        return String(text)
    }

    /// Without white space at both ends.
    static func trimmed(_ text: some StringProtocol) -> String {
        let tail = text.drop(while: \.isWhitespace)
        guard let last = tail.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(tail[...last])
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        // Bidirectional embeddings, overrides and isolates make text read as what it is not.
        case 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x061C: true
        default: false
        }
    }
}

/// Takes ANSI escape sequences (ECMA-48: CSI, OSC, DCS, SOS, PM, APC and two-character ones) out of text.
private struct EscapeStripper {
    private enum Place {
        case text
        case escape
        /// Between ESC and its final character are intermediates (`ESC ( B`).
        case intermediate
        case control
        /// A string up to ST, or BEL.
        case string
        case stringEscape
    }

    private var place = Place.text

    /// The scalar if it is text; nil if it belongs to a sequence.
    mutating func take(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch place {
        case .text: return text(scalar)
        case .escape, .intermediate: place = afterEscape(scalar)
        case .control:
            // A line feed within a sequence means that the sequence was cut short.
            if scalar == "\n" { return end(with: scalar) }
            if (0x40...0x7E).contains(scalar.value) { place = .text }
        case .string:
            if scalar == "\u{7}" || scalar == "\u{9C}" { place = .text }
            if scalar == "\u{1B}" { place = .stringEscape }
            if scalar == "\n" { return end(with: scalar) }
        case .stringEscape: place = scalar == "\\" ? .text : afterEscape(scalar)
        }
        return nil
    }

    private mutating func text(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "\u{1B}": place = .escape
        case "\u{9B}": place = .control
        case "\u{90}", "\u{98}", "\u{9D}", "\u{9E}", "\u{9F}": place = .string
        default: return scalar
        }
        return nil
    }

    private mutating func end(with scalar: Unicode.Scalar) -> Unicode.Scalar {
        place = .text
        return scalar
    }

    private func afterEscape(_ scalar: Unicode.Scalar) -> Place {
        switch scalar {
        case "[": place == .intermediate ? .text : .control
        case "]", "P", "X", "^", "_": place == .intermediate ? .text : .string
        case "\u{20}"..."\u{2F}": .intermediate
        case "\u{1B}": .escape
        default: .text
        }
    }
}

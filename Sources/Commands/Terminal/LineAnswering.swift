/// Bytes that are asked of standard input at once.
private let readBytesMax = 1_048_576

/// What answers standard input line by line.
protocol LineAnswering {
    /// The longest line that is read, in bytes.
    static var lineBytesMax: Int { get }
    /// The answer to a longer one.
    static var tooLongLine: [UInt8] { get }

    /// Appends the answer to one line, ended by a newline.
    mutating func answer(_ line: UnsafeBufferPointer<UInt8>, into output: inout JSONText)
}

extension LineAnswering {
    /// Answers every line of standard input, as it comes: whoever writes a line and waits gets its answer at once.
    func answerAll(of console: Console) throws -> ExitStatus {
        var lines = self
        var rest: [UInt8] = []
        var isSkipping = false
        var output = JSONText()
        while case let piece = try console.read(atMost: readBytesMax), !piece.isEmpty {
            if rest.isEmpty { rest = piece } else { rest += piece }
            rest.withUnsafeBufferPointer { lines.answerWhole($0, isSkipping: &isSkipping, into: &output) }
            rest = Self.unanswered(of: rest)
            if rest.count > Self.lineBytesMax {
                if !isSkipping { output.raw(Self.tooLongLine) }
                isSkipping = true
                rest.removeAll()
            }
            if !output.bytes.isEmpty { try console.write(output.bytes) }
            output.removeAll()
        }
        if !isSkipping, !rest.isEmpty {
            rest.withUnsafeBufferPointer { lines.answer($0, into: &output) }
            try console.write(output.bytes)
        }
        return .ok
    }

    /// Answers the lines that are whole; the end of one that was too long is passed over.
    private mutating func answerWhole(
        _ bytes: UnsafeBufferPointer<UInt8>, isSkipping: inout Bool, into output: inout JSONText
    ) {
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if isSkipping {
                isSkipping = false
            } else {
                answer(UnsafeBufferPointer(rebasing: bytes[start..<end]), into: &output)
            }
            start = end + 1
        }
    }

    private static func unanswered(of bytes: [UInt8]) -> [UInt8] {
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return bytes }
        return Array(bytes[(end + 1)...])
    }
}

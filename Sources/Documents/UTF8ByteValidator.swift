/// Follows UTF-8 byte by byte, and refuses what no character starts or goes on with (overlong forms, surrogates and
/// values beyond U+10FFFF included).
struct UTF8ByteValidator {
    private var pending = 0
    private var range: ClosedRange<UInt8> = 0x80...0xBF

    /// Whether no character is left unfinished.
    var isComplete: Bool { pending == 0 }

    mutating func accept(_ byte: UInt8) -> Bool {
        guard pending == 0 else {
            guard range.contains(byte) else { return false }
            pending -= 1
            range = 0x80...0xBF
            return true
        }
        switch byte {
        case 0x00...0x7F: return true
        case 0xC2...0xDF: expect(1)
        case 0xE0: expect(2, 0xA0...0xBF)
        case 0xED: expect(2, 0x80...0x9F)
        case 0xE1...0xEF: expect(2)
        case 0xF0: expect(3, 0x90...0xBF)
        case 0xF1...0xF3: expect(3)
        case 0xF4: expect(3, 0x80...0x8F)
        default: return false
        }
        return true
    }

    private mutating func expect(_ count: Int, _ next: ClosedRange<UInt8> = 0x80...0xBF) {
        pending = count
        range = next
    }
}
